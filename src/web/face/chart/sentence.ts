import { intervalText, numberText, pluralText, quantityText } from '../number-words.ts';
import { clockWords, dayWords, isoDay } from '../time-words.ts';
import type { Gap, SeriesPoint } from './series.ts';

/** A limit or guideline drawn as a rule. */
export type Threshold = { value: number; label: string };

/**
 * What a chart shows, said from its data: range, newest, how often above each threshold, gaps. It claims nothing that
 * is not in the points; without points it says so.
 */
export function sentenceFor(series: {
  unit: string;
  points: readonly SeriesPoint[];
  from: Date;
  to: Date;
  thresholds: readonly Threshold[];
  gaps: readonly Gap[];
}): string {
  const { points, unit } = series;
  const period = periodWords(series.from, series.to);
  const newest = points.at(-1);
  if (!newest) return `${period}: no readings.`;

  const [lowest, highest] = extremes(points);
  const oneDay = isoDay(series.from) === isoDay(series.to);
  const oneYear = isoDay(series.from).slice(0, 4) === isoDay(series.to).slice(0, 4);
  const dayOf = (at: Date) => (oneYear ? dayWords(at).slice(0, -5) : dayWords(at));
  const when = (at: Date) => (oneDay ? `at ${clockWords(at)}` : `at ${clockWords(at)} on ${dayOf(at)}`);
  const said = [
    lowest.value === highest.value
      ? `${period}: ${quantityText(highest.value, unit)} throughout.`
      : `${period}: between ${numberText(lowest.value)} and ${quantityText(highest.value, unit)}, highest ${when(highest.at)}.`,
    `The latest was ${quantityText(newest.value, unit)} ${when(newest.at)}.`,
  ];
  for (const { value, label } of series.thresholds) {
    const above = points.filter((point) => point.value > value).length;
    const share =
      above === 0
        ? 'No reading was'
        : `${numberText(above)} of ${pluralText(points.length, 'reading')} ${above === 1 ? 'was' : 'were'}`;
    said.push(`${share} above the ${label} (${quantityText(value, unit)}).`);
  }
  if (series.gaps.length > 0) {
    const longest = Math.max(...series.gaps.map((gap) => gap.to - gap.from));
    said.push(
      series.gaps.length === 1
        ? `There is 1 gap without readings, of ${intervalText(longest)}.`
        : `There are ${numberText(series.gaps.length)} gaps without readings, the longest of ${intervalText(longest)}.`,
    );
  }
  return said.join(' ');
}

function periodWords(from: Date, to: Date): string {
  const [first, last] = [dayWords(from), dayWords(to)];
  if (first === last) return `On ${first}, ${clockWords(from)} to ${clockWords(to)}`;
  const sameYear = first.slice(-5) === last.slice(-5);
  return `From ${sameYear ? first.slice(0, -5) : first} to ${last}`;
}

function extremes(points: readonly SeriesPoint[]): [SeriesPoint, SeriesPoint] {
  let [lowest, highest] = [points[0]!, points[0]!];
  for (const point of points) {
    if (point.value < lowest.value) lowest = point;
    if (point.value > highest.value) highest = point;
  }
  return [lowest, highest];
}
