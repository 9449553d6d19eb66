// London's clock, so that pages and charts are right on the two nights a year when it changes.
// Pure: an instant goes in, wall-clock parts come out, and back.

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** What a clock and a calendar in London show. `month` is 1 to 12; `weekday` is 0 (Sunday) to 6. */
export type LocalTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
  /** GMT or BST. */
  zone: 'GMT' | 'BST';
};

/** Reads the London clock at an instant. */
export function localTime(at: Date): LocalTime {
  const offsetMinutes = londonOffsetMinutes(at);
  const shifted = new Date(at.getTime() + offsetMinutes * 60_000);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    weekday: shifted.getUTCDay(),
    zone: offsetMinutes === 60 ? 'BST' : 'GMT',
  };
}

/**
 * The instant at which London's clock shows this. Of an hour that comes twice the first is meant; an hour that is
 * skipped gives the instant the clock jumps to. Days and months beyond their range roll over, as in `Date.UTC`.
 */
export function londonInstant(year: number, month: number, day: number, hour = 0, minute = 0): Date {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const summer = new Date(wall - 3_600_000);
  if (londonOffsetMinutes(summer) === 60) return summer;
  const winter = new Date(wall);
  return londonOffsetMinutes(winter) === 0 ? winter : new Date(Math.floor(wall / 3_600_000) * 3_600_000);
}

/** The days since 1970-01-01 of the London calendar day that holds this instant; differences count calendar days. */
export function localDayNumber(at: Date): number {
  return Math.floor((at.getTime() + londonOffsetMinutes(at) * 60_000) / 86_400_000);
}

function londonOffsetMinutes(at: Date): number {
  // Since 1996 the clocks change at 01:00 UTC on the last Sundays of March and October (SI 2002/262).
  const year = at.getUTCFullYear();
  if (year >= 1996) {
    const time = at.getTime();
    return time >= lastSunday(year, 2) && time < lastSunday(year, 9) ? 60 : 0;
  }
  const found = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const wall = Date.UTC(found.year!, found.month! - 1, found.day, found.hour, found.minute, found.second);
  return Math.round((wall - at.getTime()) / 60_000);
}

const lastSundays = new Map<number, number>();

function lastSunday(year: number, month: number): number {
  const key = year * 12 + month;
  let found = lastSundays.get(key);
  if (found === undefined) {
    const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
    found = lastDay.getTime() - lastDay.getUTCDay() * 86_400_000;
    lastSundays.set(key, found);
  }
  return found;
}
