/**
 * Units are UCUM codes. The library knows them all; asking it for each reading would cost microseconds and floating
 * noise, so a pair of units is measured once (value at 0, at 1, and a third point that proves the line is straight)
 * and kept as a plain a*x+b. The library is loaded when the first unit is needed, not when the house starts.
 */
import { createRequire } from 'node:module';
import { unitIncompatible, unitNeedsMolarMass, unitUnknown } from './base.errors.ts';

export interface Unit {
  /** The UCUM code, as given. */
  readonly code: string;
  readonly name: string;
}

export interface ConversionOptions {
  /** g/mol of the substance; needed between amounts (ppb) and masses (ug/m3) of a gas. */
  molarMass?: number;
}

/** Litres that one mole of gas takes at 20 Cel and 101.325 kPa, where UK and EU air quality is stated (2008/50/EC, annex VI). */
const MOLAR_VOLUME_L = 24.0553;
/** Digits that the library's arithmetic keeps; what is beyond is noise (100 ug is 0.09999999999999999 mg). */
const DIGITS = 13;

interface Ucum {
  validateUnitString(code: string): { status: string; ucumCode: string | null; unit?: { name: string } };
  convertUnitTo(from: string, value: number, to: string): { status: string; toVal: number | null };
}

let loaded: Ucum | undefined;
const units = new Map<string, Unit | undefined>();
const converters = new Map<string, (value: number) => number>();

/** Reads a UCUM code; throws BASE_UNIT_UNKNOWN, with the code it may have been meant for, when it is none. */
export function parseUnit(code: string, field = 'unit'): Unit {
  if (!units.has(code)) units.set(code, findUnit(code));
  const unit = units.get(code);
  if (!unit) throw unitUnknown({ field, unit: code || '(empty)', suggestion: suggestionFor(code) });
  return unit;
}

/**
 * The function that turns a value in `from` into one in `to`. Throws BASE_UNIT_UNKNOWN, BASE_UNIT_INCOMPATIBLE, or
 * BASE_UNIT_NEEDS_MOLAR_MASS when a gas is given in parts and wanted as mass (or the other way) without its molar mass.
 */
export function unitConverter(from: string, to: string, options: ConversionOptions = {}): (value: number) => number {
  if (from === to) {
    parseUnit(from);
    return identity;
  }
  const key = JSON.stringify([from, to, options.molarMass]);
  let converter = converters.get(key);
  if (!converter) {
    converter = measure(from, to, options);
    converters.set(key, converter);
  }
  return converter;
}

/** True when `unitConverter` would give a converter. */
export function isConvertible(from: string, to: string, options: ConversionOptions = {}): boolean {
  try {
    unitConverter(from, to, options);
    return true;
  } catch {
    return false;
  }
}

function measure(from: string, to: string, { molarMass }: ConversionOptions): (value: number) => number {
  parseUnit(from);
  parseUnit(to);
  const line = lineBetween(from, to);
  if (line) return affine(line.slope, line.offset);
  const toParts = lineBetween(from, '[ppb]');
  const toMass = lineBetween(from, 'ug/m3');
  const gasToMass = toParts && lineBetween('ug/m3', to);
  const gasToParts = toMass && lineBetween('[ppb]', to);
  if (!gasToMass && !gasToParts) throw unitIncompatible({ from, to });
  if (molarMass === undefined) throw unitNeedsMolarMass({ from, to });
  const ugPerPpb = molarMass / MOLAR_VOLUME_L;
  const slope = gasToMass
    ? toParts!.slope * ugPerPpb * gasToMass.slope
    : (toMass!.slope / ugPerPpb) * gasToParts!.slope;
  return affine(slope, 0);
}

/** Slope and offset between two units, or undefined when there is no straight line (or no way) between them. */
function lineBetween(from: string, to: string): { slope: number; offset: number } | undefined {
  const at = (value: number) => {
    const answer = ucum().convertUnitTo(from, value, to);
    return answer.status === 'succeeded' && answer.toVal !== null ? answer.toVal : Number.NaN;
  };
  const offset = at(0);
  const slope = (at(100) - offset) / 100; // away from 0, so that the noise of the offset weighs little
  const straight =
    Number.isFinite(slope) &&
    Math.abs(at(50) - (slope * 50 + offset)) <= 1e-9 * Math.max(1, Math.abs(slope * 50), Math.abs(offset));
  return straight ? { slope: tidy(slope), offset: tidy(offset) } : undefined;
}

function affine(slope: number, offset: number): (value: number) => number {
  const divisor = Math.round(1 / slope);
  // Dividing by 1000 rounds once; multiplying by 0.001, which binary cannot hold, rounds twice.
  const byDivision = divisor > 1 && Math.abs(1 / slope - divisor) < 1e-9 * divisor;
  if (offset === 0) return byDivision ? (value) => value / divisor : (value) => value * slope;
  return byDivision ? (value) => value / divisor + offset : (value) => value * slope + offset;
}

function identity(value: number): number {
  return value;
}

function tidy(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function findUnit(code: string): Unit | undefined {
  if (code.trim() === '') return undefined;
  const found = ucum().validateUnitString(code);
  return found.status === 'valid' && found.ucumCode === code ? { code, name: found.unit?.name ?? code } : undefined;
}

/** What people write for the codes that sensors use, when it is not UCUM. */
const MEANT: Record<string, string> = {
  '°C': 'Cel',
  C: 'Cel',
  degC: 'Cel',
  '°F': '[degF]',
  'µg/m³': 'ug/m3',
  'ug/m^3': 'ug/m3',
  'µg/m3': 'ug/m3',
  ppm: '[ppm]',
  ppb: '[ppb]',
  kWh: 'kW.h',
  Wh: 'W.h',
  lux: 'lx',
  dB: 'dB[SPL]',
  'dB(A)': 'dB[SPL]',
  dBA: 'dB[SPL]',
  percent: '%',
  '': '1 for a plain number',
};

function suggestionFor(code: string): string {
  return MEANT[code] ?? 'Cel, ug/m3, %, [ppm], kW.h or m';
}

function ucum(): Ucum {
  loaded ??= (
    createRequire(import.meta.url)('@lhncbc/ucum-lhc') as { UcumLhcUtils: { getInstance(): Ucum } }
  ).UcumLhcUtils.getInstance();
  return loaded;
}
