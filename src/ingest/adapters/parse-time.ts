/** Times as messages carry them: ISO 8601 with a zone, any number of fractional digits. */
import type { LamppostError } from '../../base/index.ts';
import { timeUnreadable, timeWithoutZone } from '../ingest.errors.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** The instant, to the millisecond (finer digits are cut), or the error that names the field. */
export function parseTime(text: unknown, field: string): Date | LamppostError {
  if (typeof text !== 'string') return timeUnreadable({ field });
  const usual = usualTime(text);
  if (usual !== undefined) return new Date(usual);
  const match = ISO.exec(text);
  if (!match) return timeUnreadable({ field });
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match;
  if (hour === undefined || zone === undefined) {
    return isCalendarDay(+year!, +month!, +day!) ? timeWithoutZone({ field }) : timeUnreadable({ field });
  }
  if (!isCalendarDay(+year!, +month!, +day!) || +hour > 23 || +minute! > 59 || +second > 60)
    return timeUnreadable({ field });
  const offset = offsetMinutes(zone);
  if (offset === undefined) return timeUnreadable({ field });
  const millis = fraction === '' ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  return new Date(Date.UTC(+year!, +month! - 1, +day!, +hour, +minute! - offset, Math.min(+second, 59), millis));
}

const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/** `2026-05-01T12:00:00Z`, with milliseconds or without: what nearly every message carries. Undefined where it takes a closer look. */
function usualTime(text: string): number | undefined {
  if (!USUAL.test(text)) return undefined;
  const ms = Date.parse(text);
  return new Date(ms).getUTCDate() === Number(text.slice(8, 10)) ? ms : undefined; // the 30th of February is another day, 24:00 too
}

export function isCalendarDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(zone.includes(':') ? 4 : 3) || '0');
  if (hours > 14 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
