/**
 * ISO 8601 as SensorThings writes it (§9.3.3.5.1): instants carry a zone, durations have no months. Instants are kept as
 * UTC text to the microsecond, because a Date would drop what is below the millisecond.
 */
export interface Instant {
  /** `2026-03-01T08:00:00Z` or with up to six decimals, always UTC. */
  readonly utc: string;
  /** The zone it was written in, minutes east of Greenwich. */
  readonly offsetMinutes: number;
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?(Z|z|[+-]\d\d(?::?\d\d)?)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME_OF_DAY = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?$/;
const DURATION =
  /^([+-]?)P(?:(\d{1,9})W|(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,12})?)S)?)?)$/;
const MINUTE_MS = 60_000;

/** Reads an instant with its zone; undefined when it is none (no such day, hour 24, zone beyond 14 h, year 0). */
export function parseInstant(text: string): Instant | undefined {
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = ''] = INSTANT.exec(text) ?? [];
  if (year === undefined || !isDay(year, month!, day!) || hour! > '23' || minute! > '59' || second > '59')
    return undefined;
  const offsetMinutes = minutesOf(zone);
  if (offsetMinutes === undefined) return undefined;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const utc = new Date(local - offsetMinutes * MINUTE_MS);
  if (utc.getUTCFullYear() < 1 || utc.getUTCFullYear() > 9999) return undefined;
  const decimals = fraction.slice(0, 6).replace(/0+$/, '');
  return Object.freeze({ utc: `${utc.toISOString().slice(0, 19)}${decimals && `.${decimals}`}Z`, offsetMinutes });
}

/** Reads a calendar day `2026-03-01`; undefined when there is no such day. */
export function parseDate(text: string): string | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return year !== undefined && isDay(year, month!, day!) ? text : undefined;
}

/** Reads a time of day `08:15`, `08:15:30.5`; gives it with seconds. */
export function parseTimeOfDay(text: string): string | undefined {
  const [, hour, minute, second = '00', fraction = ''] = TIME_OF_DAY.exec(text) ?? [];
  if (hour === undefined || hour > '23' || minute! > '59' || second > '59') return undefined;
  return `${hour}:${minute}:${second}${fraction && `.${fraction.slice(0, 6)}`}`;
}

/** Reads `P1D`, `PT1H30M`, `-PT5S`, `P2W`; gives seconds. Years and months have no fixed length and are refused. */
export function parseDuration(text: string): number | undefined {
  const [, sign, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
  if (sign === undefined || !/\d/.test(text) || text.endsWith('T')) return undefined;
  const total = Number(weeks) * 604_800 + Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60;
  return (sign === '-' ? -1 : 1) * (total + Number(seconds));
}

/** The instant some seconds after another; undefined when it leaves the years 1 to 9999. */
export function addSeconds(instant: Instant, seconds: number): Instant | undefined {
  const milliseconds = Date.parse(instant.utc) + Math.round(seconds * 1000);
  if (!(Math.abs(milliseconds) <= 8.64e15)) return undefined;
  return parseInstant(new Date(milliseconds).toISOString());
}

/** Whether one instant is earlier than another, to the microsecond. */
export function isBefore(one: Instant, other: Instant): boolean {
  return sortable(one.utc) < sortable(other.utc);
}

function sortable(utc: string): string {
  return `${utc.slice(0, 19)}.${utc.slice(20, -1).padEnd(6, '0')}`;
}

function isDay(year: string, month: string, day: string): boolean {
  if (year === '0000') return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(8, 10) === day;
}

function minutesOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
