/** The form of a model as texts, and the model it describes. Pure. */
import { slugOf } from '../../../projects/index.ts';
import type { ChannelInput, ModelInput, StoredModel } from '../../../register/index.ts';
import type { FieldError, Form } from '../../projects/form.ts';

export interface ChannelAnswers {
  readonly field: string;
  readonly property: string;
  readonly unit: string;
  readonly required: boolean;
  readonly blanks: string;
}

export interface ModelAnswers {
  readonly name: string;
  readonly maker: string;
  readonly slug: string;
  readonly description: string;
  readonly technology: string;
  readonly datasheet: string;
  readonly supportEndsOn: string;
  readonly capableButOff: string;
  readonly codec: string;
  readonly channels: readonly ChannelAnswers[];
  /** Each a JSON text. */
  readonly vectors: readonly string[];
}

export const EMPTY_MODEL: ModelAnswers = {
  name: '',
  maker: '',
  slug: '',
  description: '',
  technology: 'air_quality',
  datasheet: '',
  supportEndsOn: '',
  capableButOff: '',
  codec: '',
  channels: [],
  vectors: [],
};

const MOST_ROWS = 100;

/** What was sent; rows that are empty are left out, so that the row of an error is the row shown. A file wins over text. */
export function modelAnswersIn(form: Form): ModelAnswers {
  const rows = Array.from({ length: MOST_ROWS }, (_, index) => index);
  return {
    name: form.text('name'),
    maker: form.text('maker'),
    slug: form.text('slug'),
    description: form.text('description'),
    technology: form.text('technology'),
    datasheet: form.text('datasheet'),
    supportEndsOn: form.text('support_ends_on'),
    capableButOff: plainLines(form.text('capable_but_off')),
    codec: plainLines(form.text('codec_file') || form.text('codec')),
    channels: rows.map((index) => channelIn(form, index)).filter((channel) => !isEmpty(channel)),
    vectors: rows.map((index) => plainLines(form.text(`vector-${index}`))).filter((text) => text !== ''),
  };
}

function channelIn(form: Form, index: number): ChannelAnswers {
  return {
    field: form.text(`channel-${index}-field`),
    property: form.text(`channel-${index}-property`),
    unit: form.text(`channel-${index}-unit`),
    required: form.text(`channel-${index}-required`) === 'yes',
    blanks: form.text(`channel-${index}-blanks`),
  };
}

const isEmpty = ({ field, property, unit, blanks }: ChannelAnswers) => !field && !property && !unit && !blanks;

/** The form of a model there is. */
export function modelAnswersOf(model: StoredModel): ModelAnswers {
  return {
    name: model.name,
    maker: model.maker,
    slug: model.slug,
    description: model.description,
    technology: model.technology,
    datasheet: model.datasheetUrl ?? '',
    supportEndsOn: model.supportEndsOn ?? '',
    capableButOff: model.capableButOff.join('\n'),
    codec: model.codecSource ?? '',
    channels: model.channels.map(({ field, property, unit, required, blankValues }) => ({
      field,
      property,
      unit: unit ?? '',
      required,
      blanks: blankValues.join(', '),
    })),
    vectors: model.testVectors.map((vector) => vectorText(vector)),
  };
}

/** A test vector as its text area shows it: description first, bytes on one line, the rest indented. */
export function vectorText(vector: unknown): string {
  const { description, input, output, ...rest } = vector as Record<string, unknown>;
  return JSON.stringify({ description, input, output, ...rest }, null, 2).replace(
    /\[\s*((?:\d+,?\s*)+)\]/g,
    (_, bytes: string) => `[${bytes.trim().replace(/,\s*/g, ', ')}]`,
  );
}

/** The model the answers describe, or what is wrong before the register is asked. */
export function modelInputOf(
  answers: ModelAnswers,
  slug: string | undefined,
): { input: ModelInput; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const wrong = (field: string, text: string) => errors.push({ field, text });
  if (answers.name === '') wrong('name', 'Enter the name of the model');
  if (answers.maker === '') wrong('maker', 'Enter who makes it');
  const channels = answers.channels.map((channel, index) => channelOf(channel, index, wrong));
  const testVectors = answers.vectors.map((text, index) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      wrong(`vector-${index}`, `Test vector ${index + 1} is not JSON: ${(error as Error).message}`);
      return undefined;
    }
  });
  const input: ModelInput = {
    slug: slug ?? (answers.slug || slugOf(answers.name)),
    name: answers.name,
    maker: answers.maker,
    description: answers.description,
    technology: answers.technology || 'air_quality',
    codecSource: answers.codec === '' ? null : answers.codec,
    testVectors,
    channels,
    capableButOff: answers.capableButOff.split('\n').flatMap((line) => line.trim() || []),
    supportEndsOn: answers.supportEndsOn || null,
    datasheetUrl: answers.datasheet || null,
  };
  return { input, errors };
}

function channelOf(
  { field, property, unit, required, blanks }: ChannelAnswers,
  index: number,
  wrong: (field: string, text: string) => void,
): ChannelInput {
  const at = `channel-${index}`;
  if (field === '') wrong(`${at}-field`, `Enter the field of channel ${index + 1}`);
  if (property === '') wrong(`${at}-property`, `Choose what channel ${index + 1} measures`);
  const blankValues = blanks === '' ? [] : blanks.split(/[\s,;]+/).map(Number);
  if (blankValues.some((value) => !Number.isFinite(value)))
    wrong(`${at}-blanks`, `Enter the blank values of channel ${index + 1} as numbers with commas, such as -999, 65535`);
  return { field, property, unit: unit || null, required, blankValues };
}

/** The field of a register's error as this form names it. */
export function formField(field: string): string {
  const [, channel, part] = /^channels\.(\d+)\.(\w+)/.exec(field) ?? [];
  if (channel !== undefined) return `channel-${channel}-${part === 'blank_values' ? 'blanks' : part}`;
  const [, vector] = /^test_vectors\.(\d+)/.exec(field) ?? [];
  if (vector !== undefined) return `vector-${vector}`;
  return (
    { test_vectors: 'vector-0', channels: 'channel-0-field', datasheet_url: 'datasheet', unit: 'channel-0-unit' }[
      field
    ] ?? field
  );
}

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  maker: 'Maker',
  slug: 'Address',
  codec: 'Codec',
  test_vectors: 'Test vectors',
  channels: 'What it measures',
  datasheet_url: 'Address of its datasheet',
  support_ends_on: 'Day its maker’s support ends',
  field: 'Field',
  property: 'Measures',
  unit: 'Unit it sends',
  blank_values: 'Numbers that mean no value',
};

/** What the form calls the field of a register's error, such as “Unit it sends” of channel 2. */
export function fieldWords(field: string): string | undefined {
  const [, channel, part] = /^channels\.(\d+)\.(\w+)/.exec(field) ?? [];
  if (channel !== undefined) return `“${LABELS[part!] ?? part}” of channel ${Number(channel) + 1}`;
  const [, vector] = /^test_vectors\.(\d+)/.exec(field) ?? [];
  if (vector !== undefined) return `test vector ${Number(vector) + 1}`;
  return LABELS[field] && `“${LABELS[field]}”`;
}

/** Browsers send lines with CR and LF, whatever was there before. */
function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
