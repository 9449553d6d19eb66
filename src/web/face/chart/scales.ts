import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Threshold } from './sentence.ts';
import type { SeriesPoint } from './series.ts';

/** Where a drawing's parts stand, in its own units (pixels at full size). */
export type Plot = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** The two scales of a drawing and the thresholds that fit into it without flattening the line. */
export type Scales = { x: ScaleLinear<number, number>; y: ScaleLinear<number, number>; shown: readonly Threshold[] };

/**
 * Scales for a plot. Zero is the ground when it is near the data or when bars stand on it. A threshold more than two
 * and a half times the highest value is not drawn; the sentence still counts it.
 */
export function scalesFor(
  plot: Plot,
  points: readonly SeriesPoint[],
  thresholds: readonly Threshold[],
  from: Date,
  to: Date,
  form: 'line' | 'bars',
): Scales {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    low = Math.min(low, point.low ?? point.value);
    high = Math.max(high, point.high ?? point.value);
  }
  if (points.length === 0) [low, high] = [0, Math.max(1, ...thresholds.map(({ value }) => value))];
  const shown = thresholds.filter(({ value }) => Math.abs(value) <= 2.5 * Math.max(Math.abs(low), Math.abs(high)));
  low = Math.min(low, ...shown.map(({ value }) => value));
  high = Math.max(high, ...shown.map(({ value }) => value));
  if (form === 'bars' || (low >= 0 && low < high * 0.6)) low = Math.min(0, low);
  if (form === 'bars') high = Math.max(0, high);
  [low, high] = widened(low, high);
  return {
    x: scaleLinear([from.getTime(), to.getTime()], [plot.left, plot.width - plot.right]),
    y: scaleLinear([low, high], [plot.height - plot.bottom, plot.top]).nice(5),
    shown,
  };
}

/** A range wide enough to be divided: all readings equal, or so nearly that their difference has no figures left. */
function widened(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < 1e-12) return [low < 0 ? -1 : 0, 1];
  return high - low > size * 1e-9 ? [low, high] : [low - size / 10, high + size / 10];
}
