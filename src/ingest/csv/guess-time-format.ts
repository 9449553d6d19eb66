import { compileTimeFormat } from './time-format.ts';

/** Days first: a file from these islands means 3 April by 03/04. */
const DAYS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'DD/MM/YYYY',
  'D/M/YYYY',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'D.M.YYYY',
  'MM/DD/YYYY',
  'M/D/YYYY',
  'YYYYMMDD',
];
const HOURS = ['HH:mm:ss', 'HH:mm', 'H:mm:ss', 'H:mm', 'HH:mm:ss.SSS', 'HH', 'H', 'HHmm', 'HHmmss'];
const FORMATS = [
  'iso',
  ...DAYS.flatMap((day) => [...HOURS.flatMap((hour) => [`${day} ${hour}`, `${day}T${hour}`]), day]),
];
const EARLIEST_S = Date.UTC(2000, 0, 1) / 1000;
const LATEST_S = Date.UTC(2034, 0, 1) / 1000;

/** The `time.format` that all of these texts are written in; undefined when no one format reads them all. */
export function guessTimeFormat(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined;
  if (allLieWithin(texts, 1)) return 'epoch_s';
  if (allLieWithin(texts, 1000)) return 'epoch_ms';
  return FORMATS.find((format) => {
    const read = compileTimeFormat({ format });
    return texts.every((text) => read(text) !== undefined);
  });
}

function allLieWithin(texts: readonly string[], unitsASecond: number): boolean {
  return texts.every((text) => {
    const seconds = /^\d{9,14}(\.\d+)?$/.test(text.trim()) ? Number(text) / unitsASecond : Number.NaN;
    return seconds >= EARLIEST_S && seconds < LATEST_S;
  });
}
