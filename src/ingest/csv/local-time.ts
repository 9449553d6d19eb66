/** Local times to instants. Pure, apart from the zone data of the runtime. */

const HOUR_MS = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** True for UTC and for names of the IANA zone database. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a local time, given as if it were UTC. An hour that comes twice when clocks go back is taken as the first;
 * undefined for the hour that is left out when they go forward.
 */
export function instantOf(localMs: number, zone: string): number | undefined {
  if (zone === 'UTC') return localMs;
  const before = offsetAt(localMs - 24 * HOUR_MS, zone);
  const after = offsetAt(localMs + 24 * HOUR_MS, zone);
  const fits = [localMs - before, localMs - after].filter((instant) => instant + offsetAt(instant, zone) === localMs);
  return fits.length === 0 ? undefined : Math.min(...fits);
}

/** How far the zone is ahead of UTC. Zones change on whole quarters of an hour, so those are remembered. */
function offsetAt(instant: number, zone: string): number {
  const quarter = Math.floor(instant / 900_000);
  const id = `${zone} ${quarter}`;
  let offset = offsets.get(id);
  if (offset === undefined) {
    offset = readOffset(quarter * 900_000, zone);
    if (offsets.size > 200_000) offsets.clear();
    offsets.set(id, offset);
  }
  return offset;
}

function readOffset(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!) - instant;
}
