// Where the time axis has its marks: on London's clock, so midnight is midnight on both sides of a clock change.
import { localDayNumber, localTime, londonInstant } from '../local-time.ts';
import { clockWords, monthName, shortDayWords } from '../time-words.ts';

/** A mark on the time axis and what stands under it. */
export type TimeTick = { at: Date; label: string };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Step = { unit: 'minute' | 'hour' | 'day' | 'month' | 'year'; every: number; ms: number };

const steps: Step[] = [
  ...[1, 5, 15, 30].map((every): Step => ({ unit: 'minute', every, ms: every * minute })),
  ...[1, 3, 6, 12].map((every): Step => ({ unit: 'hour', every, ms: every * hour })),
  ...[1, 2, 7, 14].map((every): Step => ({ unit: 'day', every, ms: every * day })),
  ...[1, 3, 6].map((every): Step => ({ unit: 'month', every, ms: every * 30.4 * day })),
  ...[1, 2, 5, 10].map((every): Step => ({ unit: 'year', every, ms: every * 365.25 * day })),
];

/** At most about `most` marks from `from` to `to`, at whole minutes, hours, days (weeks on Mondays), months or years. */
export function timeTicks(from: Date, to: Date, most: number): TimeTick[] {
  const span = to.getTime() - from.getTime();
  if (!(span > 0)) return [];
  const step = steps.find(({ ms }) => span / ms <= most) ?? steps[steps.length - 1]!;
  const ticks: TimeTick[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const at of instantsOf(step, from, to)) {
    const time = at.getTime();
    if (time < from.getTime() || time > to.getTime() || time <= last) continue;
    last = time;
    ticks.push({ at, label: labelOf(step, at) });
  }
  return ticks;
}

function* instantsOf(step: Step, from: Date, to: Date): Generator<Date> {
  const start = localTime(from);
  const end = to.getTime();
  if (step.unit === 'minute') {
    for (let time = Math.ceil(from.getTime() / step.ms) * step.ms; time <= end; time += step.ms) yield new Date(time);
    return;
  }
  if (step.unit === 'hour') {
    for (let ahead = 0; ; ahead++) {
      for (let clock = 0; clock < 24; clock += step.every) {
        const at = londonInstant(start.year, start.month, start.day + ahead, clock);
        if (at.getTime() > end) return;
        yield at;
      }
    }
  }
  for (let index = 0; ; index++) {
    const at = calendarInstant(step, from, index);
    if (at.getTime() > end) return;
    yield at;
  }
}

function calendarInstant(step: Step, from: Date, index: number): Date {
  const { year, month, day: today } = localTime(from);
  if (step.unit === 'year') return londonInstant(Math.floor(year / step.every) * step.every + index * step.every, 1, 1);
  if (step.unit === 'month') {
    const first = Math.floor((month - 1) / step.every) * step.every;
    return londonInstant(year, first + 1 + index * step.every, 1);
  }
  // Day 4 since 1970-01-01 was a Monday: whole weeks begin there, and pairs of days keep their beat.
  const over = (((localDayNumber(from) - 4) % step.every) + step.every) % step.every;
  return londonInstant(year, month, today - over + index * step.every);
}

function labelOf(step: Step, at: Date): string {
  const local = localTime(at);
  if (step.unit === 'year') return String(local.year);
  if (step.unit === 'month') return local.month === 1 ? String(local.year) : monthName(local.month).slice(0, 3);
  if (step.unit === 'day') return shortDayWords(at);
  return local.hour === 0 && local.minute === 0 ? shortDayWords(at) : clockWords(at);
}
