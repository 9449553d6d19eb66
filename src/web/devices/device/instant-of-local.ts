import { localTime, londonInstant } from '../../face/local-time.ts';

/** The instant a date-time input names in London time, `2026-03-31T14:30`; undefined for what is no day or no time. */
export function instantOfLocal(text: string): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?$/.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number];
  if (hour > 23 || minute > 59) return undefined;
  const at = londonInstant(year, month, day, hour, minute);
  const read = localTime(at);
  return read.month === month && read.day === day ? at : undefined; // 31 February rolls over
}
