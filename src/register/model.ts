/** What a device model is and what makes it sound. Pure. */
import { isConvertible, parseUnit } from '../base/index.ts';
import { isSlug } from '../projects/index.ts';
import type { TestVector } from './codec-box/test-vectors.ts';
import { modelInvalid, propertyUnknown } from './register.errors.ts';
import { readVectors } from './vectors.ts';
import type { ObservedProperty } from './vocabulary.ts';

export interface ChannelInput {
  /** Path in the decoded object: temperature, or air.co2. */
  readonly field: string;
  /** Code of the observed property. */
  readonly property: string;
  /** UCUM code of what the device sends; the canonical unit when left out. */
  readonly unit?: string | null;
  readonly required?: boolean;
  /** Values that mean "no value", such as -999. */
  readonly blankValues?: readonly number[];
}

export interface ModelInput {
  readonly slug: string;
  readonly name: string;
  readonly maker: string;
  readonly description?: string;
  /** DTPR technology element. */
  readonly technology?: string;
  /** TS013 source with `decodeUplink`; none for devices that send decoded fields. */
  readonly codecSource?: string | null;
  /** Inputs with the outputs they must give; at least one where there is a codec. */
  readonly testVectors?: readonly unknown[];
  readonly channels: readonly ChannelInput[];
  readonly capableButOff?: readonly string[];
  readonly supportEndsOn?: string | null;
  readonly datasheetUrl?: string | null;
}

export interface Channel {
  readonly field: string;
  readonly property: string;
  readonly unit: string | null;
  readonly required: boolean;
  readonly blankValues: readonly number[];
}

/** A model with every default filled in. */
export interface SoundModel extends Required<Omit<ModelInput, 'channels' | 'testVectors'>> {
  readonly testVectors: readonly TestVector[];
  readonly channels: readonly Channel[];
}

/** The codec box takes no longer source. */
const CODEC_LIMIT_BYTES = 64 * 1024;
const FIELD = /^[^\s.]+(\.[^\s.]+)*$/;

/** Fills in the defaults; throws REG_MODEL_INVALID, REG_PROPERTY_UNKNOWN or a unit error naming the field. */
export function requireModel(input: ModelInput, vocabulary: readonly ObservedProperty[]): SoundModel {
  const refuse = (field: string, why: string) => modelInvalid({ field, why });
  if (!isSlug(input.slug)) throw refuse('slug', 'its address may hold lower-case letters, digits and dashes');
  for (const field of ['name', 'maker'] as const) if (!input[field]?.trim()) throw refuse(field, `${field} is empty`);
  const codecSource = input.codecSource?.trim() ? input.codecSource : null;
  const testVectors = readVectors(input.testVectors ?? []);
  if (codecSource !== null && Buffer.byteLength(codecSource) > CODEC_LIMIT_BYTES)
    throw refuse('codec', 'the codec is longer than 64 KiB; take out what decoding an uplink does not need');
  if (codecSource !== null && testVectors.length === 0)
    throw refuse('test_vectors', 'a codec needs at least one test vector: an uplink and what it must decode to');
  if (input.supportEndsOn && !/^\d{4}-\d{2}-\d{2}$/.test(input.supportEndsOn))
    throw refuse('support_ends_on', 'a day is written as YYYY-MM-DD');
  if (input.datasheetUrl && !/^https?:\/\//.test(input.datasheetUrl))
    throw refuse('datasheet_url', 'the address must start with https:// or http://');
  if (input.channels.length === 0) throw refuse('channels', 'it needs at least one channel');
  if (input.channels.length > 100) throw refuse('channels', 'it has more than 100 channels');
  const channels = input.channels.map((channel, index) => requireChannel(channel, `channels.${index}`, vocabulary));
  const fields = new Set<string>();
  for (const { field } of channels) {
    if (fields.has(field)) throw refuse('channels', `the field ${field} has two channels`);
    fields.add(field);
  }
  return {
    slug: input.slug,
    name: input.name.trim(),
    maker: input.maker.trim(),
    description: input.description?.trim() ?? '',
    technology: input.technology ?? 'air_quality',
    codecSource,
    testVectors,
    channels,
    capableButOff: input.capableButOff ?? [],
    supportEndsOn: input.supportEndsOn ?? null,
    datasheetUrl: input.datasheetUrl ?? null,
  };
}

function requireChannel(input: ChannelInput, at: string, vocabulary: readonly ObservedProperty[]): Channel {
  if (!FIELD.test(input.field))
    throw modelInvalid({ field: `${at}.field`, why: 'a field is a name, or names with dots between them' });
  const property = vocabulary.find((each) => each.code === input.property);
  if (!property)
    throw propertyUnknown({
      field: `${at}.property`,
      code: input.property,
      suggestion: nearest(input.property, vocabulary),
    });
  const blankValues = input.blankValues ?? [];
  if (blankValues.some((value) => !Number.isFinite(value)))
    throw modelInvalid({ field: `${at}.blank_values`, why: 'blank values are numbers' });
  const unit = input.unit || property.unitCode;
  if (property.unitCode === null && input.unit)
    throw modelInvalid({ field: `${at}.unit`, why: `${property.name} has no unit; leave it out` });
  if (unit !== null && property.unitCode !== null) requireUnit(unit, property, `${at}.unit`);
  return { field: input.field, property: property.code, unit, required: input.required ?? true, blankValues };
}

function requireUnit(unit: string, property: ObservedProperty, field: string): void {
  parseUnit(unit, field);
  const molarMass = property.molarMass === null ? {} : { molarMass: property.molarMass };
  if (!isConvertible(unit, property.unitCode!, molarMass))
    throw modelInvalid({
      field,
      why: `${unit} cannot be turned into ${property.unitCode}, the unit of ${property.name}`,
    });
}

function nearest(code: string, vocabulary: readonly ObservedProperty[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const close = vocabulary.find(
    (each) =>
      plain(each.code) === plain(code) ||
      plain(each.name).includes(plain(code)) ||
      plain(code).includes(plain(each.code)),
  );
  return close?.code ?? 'no2, air-temperature or water-level';
}
