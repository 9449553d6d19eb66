/** How a town's day and week go. Pure. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hour of the day in British local time, 0 up to 24: an hour ahead of UTC from the last Sunday of March to that of October. */
export function hourOfDay(atMs: number): number {
  return ((((atMs + summerTimeMs(atMs)) / HOUR_MS) % 24) + 24) % 24;
}

/** 0 Sunday to 6 Saturday, in local time. */
export function weekday(atMs: number): number {
  return (((Math.floor((atMs + summerTimeMs(atMs)) / DAY_MS) + 4) % 7) + 7) % 7;
}

export function isWeekend(atMs: number): boolean {
  const day = weekday(atMs);
  return day === 0 || day === 6;
}

/** A bump of height 1 around an hour of the day, `width` hours wide. */
export function peak(hour: number, at: number, width: number): number {
  const away = Math.min(Math.abs(hour - at), 24 - Math.abs(hour - at)) / width;
  return Math.exp(-away * away);
}

/** Share of the year from -1 (deep winter) to 1 (high summer). */
export function season(atMs: number): number {
  return -Math.cos(((atMs / DAY_MS - 20) / 365.25) * 2 * Math.PI);
}

const changes = new Map<number, { begins: number; ends: number }>();

function summerTimeMs(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear();
  let change = changes.get(year);
  if (!change) {
    change = { begins: lastSunday(year, 2), ends: lastSunday(year, 9) };
    changes.set(year, change);
  }
  return atMs >= change.begins && atMs < change.ends ? HOUR_MS : 0;
}

/** 01:00 UTC on the last Sunday of a month. */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY_MS;
}
