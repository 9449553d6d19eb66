// How a number is written on a page: with its unit, and with no more figures than anybody reads.

/** UCUM codes as people write them. What is not here is shown as it is, without UCUM's brackets. */
const unitWords: Record<string, string> = {
  Cel: '°C',
  'ug/m3': 'µg/m³',
  'mg/m3': 'mg/m³',
  'm3/s': 'm³/s',
  'm/s': 'm/s',
  'm[H2O]': 'm of water',
  'kW.h': 'kWh',
  'W.h': 'Wh',
  '[ppm]': 'ppm',
  '[ppb]': 'ppb',
  '10*-6': 'ppm',
  '10*-9': 'ppb',
  'dB[SPL]': 'dB',
  'dB(A)': 'dB(A)',
  deg: '°',
  'mm/h': 'mm/h',
  'uS/cm': 'µS/cm',
  '1': '',
};

/** The unit as written on a page: `ug/m3` becomes `µg/m³`, `Cel` `°C`, `{count}` nothing. Takes UCUM or plain text. */
export function unitText(unit: string | null | undefined): string {
  if (!unit) return '';
  if (Object.hasOwn(unitWords, unit)) return unitWords[unit]!;
  return unit.replace(/\{[^}]*\}/g, '').replace(/^\/(?=\w)/, 'per ');
}

/**
 * A number for reading: `1,234`, `21.4`, `0.0312`. Without `digits`, at most three significant figures after a
 * decimal point and none lost before it; not a number gives `no value`.
 */
export function numberText(value: number | null | undefined, digits?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'no value';
  const options: Intl.NumberFormatOptions =
    digits === undefined
      ? { maximumFractionDigits: fractionDigitsFor(value) }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return format(options).format(value).replace(/^-0$/, '0').replace('-', '\u2212');
}

/** `21 µg/m³`, `18.5 °C`, `62%`: the number and its unit, held together by a no-break space (never before %). */
export function quantityText(value: number | null | undefined, unit?: string | null, digits?: number): string {
  const number = numberText(value, digits);
  const unitPart = unitText(unit);
  if (number === 'no value' || unitPart === '') return number;
  return unitPart === '%' || unitPart === '°' ? number + unitPart : `${number}\u00a0${unitPart}`;
}

/** `1 device`, `2,000 devices`, `no devices`; `many` is given for words that do not just take an s. */
export function pluralText(count: number, one: string, many?: string): string {
  const words =
    many ?? (/[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(one) ? `${one}es` : `${one}s`);
  if (count === 0) return `no ${words}`;
  return `${numberText(count)} ${count === 1 ? one : words}`;
}

const spans: [ms: number, word: string][] = [
  [31_536_000_000, 'year'],
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/**
 * A length of time in milliseconds in at most two units: `15 minutes`, `2 hours 30 minutes`, `28 days`. A year here is
 * 365 days, as retention is declared in days.
 */
export function intervalText(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'no value';
  if (ms > 0 && ms < 1000) return `${numberText(ms)} ms`;
  const first = Math.max(
    0,
    spans.findIndex(([unitMs]) => ms >= unitMs),
  );
  if (ms === 0) return '0 seconds';
  const [firstMs, firstWord] = spans[first]!;
  const [restMs, restWord] = spans[first + 1] ?? [1_000, ''];
  // Whole smaller units, rounded, may make up another larger one: 59 min 59.9 s is an hour.
  const parts = Math.round(ms / restMs);
  const perFirst = firstMs / restMs;
  const whole = restWord === '' ? Math.round(ms / firstMs) : Math.floor(parts / perFirst);
  const rest = restWord === '' ? 0 : parts - whole * perFirst;
  const words = pluralText(whole, firstWord);
  return rest > 0 ? `${words} ${pluralText(rest, restWord)}` : words;
}

function fractionDigitsFor(value: number): number {
  const size = Math.abs(value);
  if (size >= 100 || size === 0) return 0;
  return Math.min(12, 2 - Math.floor(Math.log10(size)));
}

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${options.minimumFractionDigits}/${options.maximumFractionDigits}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat('en-GB', options);
    formats.set(key, found);
  }
  return found;
}
