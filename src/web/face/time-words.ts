// How a time is written on a page: local, with its zone on hover, relative only for the last day.
import { type LocalTime, localDayNumber, localTime } from './local-time.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const dayMs = 86_400_000;

/** `14:00 today`, `22:15 yesterday` within the last 24 hours, else `14:00 on 3 March 2026`. London time. */
export function momentWords(at: Date, now: Date): string {
  const clock = clockWords(at);
  const ageMs = now.getTime() - at.getTime();
  const daysAgo = localDayNumber(now) - localDayNumber(at);
  if (daysAgo === 0 && ageMs > -dayMs) return `${clock} today`;
  if (daysAgo === 1 && ageMs <= dayMs) return `${clock} yesterday`;
  return `${clock} on ${dayWords(at)}`;
}

/** `14:00`, London time. */
export function clockWords(at: Date): string {
  const local = localTime(at);
  return `${two(local.hour)}:${two(local.minute)}`;
}

/** `3 March 2026`, the London calendar day. */
export function dayWords(at: Date): string {
  const { day, month, year } = localTime(at);
  return `${day} ${monthName(month)} ${year}`;
}

/** `3 Mar`, for places where the year is said elsewhere. */
export function shortDayWords(at: Date): string {
  const { day, month } = localTime(at);
  return `${day} ${monthName(month).slice(0, 3)}`;
}

/** `Tuesday 3 March 2026, 14:00 GMT (Europe/London)`: everything, for the title of a `<time>`. */
export function fullMomentWords(at: Date): string {
  const local = localTime(at);
  return `${weekdayName(local)} ${dayWords(at)}, ${clockWords(at)} ${local.zone} (Europe/London)`;
}

/** `2026-03-03`, the London calendar day for a `datetime` attribute. */
export function isoDay(at: Date): string {
  const { day, month, year } = localTime(at);
  return `${year}-${two(month)}-${two(day)}`;
}

/** The English name of month 1 to 12. */
export function monthName(month: number): string {
  return months[month - 1] ?? '';
}

function weekdayName(local: LocalTime): string {
  return weekdays[local.weekday]!;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
