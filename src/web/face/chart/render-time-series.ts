import { quantityText, unitText } from '../number-words.ts';
import { drawSeries } from './drawing.ts';
import { sentenceFor, type Threshold } from './sentence.ts';
import { gapsOf, readingsWithin, type SeriesPoint } from './series.ts';

/**
 * A time series to draw. `unit` is a UCUM code or plain text; `gapAfterMs` is how long after a reading its absence is
 * shown as a gap. `form` is a line unless it is a count or an amount of a span (rain, passers-by): then bars.
 */
export type TimeSeries = {
  title: string;
  unit: string;
  points: readonly SeriesPoint[];
  from: Date;
  to: Date;
  thresholds?: readonly Threshold[];
  gapAfterMs: number;
  form?: 'line' | 'bars';
  /** Of the drawing, in pixels at full size. Without a width there are two drawings, for wide and narrow screens. */
  width?: number;
  height?: number;
  /** Begins the ids in the drawing; give one where the same title stands twice on a page. */
  id?: string;
};

/** A drawn series: the heading with its unit, one or two SVGs, what they show in words, and the figures newest first. */
export type DrawnSeries = {
  heading: string;
  svg: string;
  sentence: string;
  rows: { at: Date; value: number; text: string }[];
};

/**
 * Draws a time series as SVG for a server-rendered page; refuses a period that does not end after it begins. Points
 * outside the period and points that are no number are left out of drawing, sentence and rows alike.
 */
export function renderTimeSeries(series: TimeSeries): DrawnSeries {
  const { from, to, unit, gapAfterMs } = series;
  if (!(to.getTime() > from.getTime())) throw new RangeError('A chart needs a period: `to` must be after `from`.');
  const points = readingsWithin(series.points, from, to);
  const gaps = gapsOf(points, from, to, gapAfterMs);
  const thresholds = series.thresholds ?? [];
  const sentence = sentenceFor({ unit, points, from, to, thresholds, gaps });
  const written = unitText(unit);
  const heading = written ? `${series.title} (${written})` : series.title;
  const id =
    series.id ?? `chart-${series.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${from.getTime().toString(36)}`;
  const form = series.form ?? 'line';
  const drawable = { id, heading, sentence, unit, points, from, to, thresholds, gaps, gapAfterMs, form };

  const svg = series.width
    ? drawSeries(
        drawable,
        series.width,
        Math.max(140, series.height ?? Math.round(series.width * 0.4)),
        'lamp-chart__only',
      )
    : drawSeries(drawable, 720, series.height ?? 280, 'lamp-chart__wide') +
      drawSeries(drawable, 320, series.height ?? 250, 'lamp-chart__narrow');
  // The words of a row are made when its table is drawn: a chart of a thousand readings shows two hundred.
  const rows = points
    .map(({ at, value }) => ({
      at,
      value,
      get text() {
        return quantityText(value, unit);
      },
    }))
    .reverse();
  return { heading, svg, sentence, rows };
}
