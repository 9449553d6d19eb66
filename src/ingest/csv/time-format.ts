import { isCalendarDay, parseTime } from '../adapters/parse-time.ts';
import { mappingInvalid } from '../ingest.errors.ts';
import { instantOf, isZone } from './local-time.ts';

export interface TimeMapping {
  readonly format: string;
  readonly zone?: string | undefined;
  readonly shift_s?: number | undefined;
}

/** Reads a time; undefined for text that is none, or names an hour that the clocks left out. */
export type TimeReader = (text: string) => Date | undefined;

const TOKENS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d\\d)',
  M: '(?<month>\\d\\d?)',
  DD: '(?<day>\\d\\d)',
  D: '(?<day>\\d\\d?)',
  HH: '(?<hour>\\d\\d)',
  H: '(?<hour>\\d\\d?)',
  mm: '(?<minute>\\d\\d)',
  ss: '(?<second>\\d\\d)',
  SSS: '(?<millis>\\d{3})',
};
const EPOCHS: Record<string, number> = { epoch_s: 1000, epoch_ms: 1 };

/** Makes the reader of a mapping's times. Throws ING_MAPPING_INVALID for a format or a zone that does not exist. */
export function compileTimeFormat({ format, zone = 'UTC', shift_s = 0 }: TimeMapping): TimeReader {
  if (!isZone(zone))
    throw mappingInvalid({ field: 'time.zone', why: `${zone} is not a zone; write UTC or Europe/London` });
  const shiftMs = shift_s * 1000;
  const read = readerOf(format, zone);
  return (text) => {
    const instant = read(text.trim());
    return instant === undefined ? undefined : new Date(instant + shiftMs);
  };
}

function readerOf(format: string, zone: string): (text: string) => number | undefined {
  const epoch = EPOCHS[format];
  if (epoch !== undefined) {
    return (text) => (/^\d{1,14}(\.\d+)?$/.test(text) ? Math.round(Number(text) * epoch) : undefined);
  }
  if (format === 'iso') {
    return (text) => {
      const time = parseTime(text, 'time');
      return time instanceof Date ? time.getTime() : undefined;
    };
  }
  const pattern = compile(format);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (!groups) return undefined;
    const { year, month, day, hour = '0', minute = '0', second = '0', millis = '0' } = groups;
    if (!isCalendarDay(+year!, +month!, +day!) || +minute > 59 || +second > 59 || +hour > 24) return undefined;
    if (+hour === 24 && (+minute > 0 || +second > 0)) return undefined; // 24:00 is the end of the day
    return instantOf(Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second, +millis), zone);
  };
}

function compile(format: string): RegExp {
  const tokens = format.split(/(YYYY|MM|DD|HH|mm|ss|SSS|M|D|H)/);
  const text = tokens.map((token) => TOKENS[token] ?? token.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('');
  const wrong = () =>
    mappingInvalid({
      field: 'time.format',
      why: `${format} must hold YYYY, MM and DD once each, and may hold HH, mm, ss and SSS`,
    });
  try {
    const pattern = new RegExp(`^${text}$`);
    if (['year', 'month', 'day'].every((name) => text.includes(`<${name}>`))) return pattern;
  } catch {
    throw wrong();
  }
  throw wrong();
}
