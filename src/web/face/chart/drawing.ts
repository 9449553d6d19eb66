// The marks of a time series as SVG: presentation attributes only, so it needs no stylesheet and passes a strict CSP.
import { area, line } from 'd3-shape';
import { numberText, quantityText, unitText } from '../number-words.ts';
import { timeTicks } from './axis-times.ts';
import { type Plot, type Scales, scalesFor } from './scales.ts';
import type { Threshold } from './sentence.ts';
import { type Gap, runsOf, type SeriesPoint, thinned } from './series.ts';

/** All that a drawing needs; computed once, drawn in two sizes. */
export type Drawable = {
  id: string;
  heading: string;
  sentence: string;
  unit: string;
  points: readonly SeriesPoint[];
  from: Date;
  to: Date;
  thresholds: readonly Threshold[];
  gaps: readonly Gap[];
  gapAfterMs: number;
  form: 'line' | 'bars';
};

const night = '#12263f';
const quiet = '#484f5a';
const rule = '#dfe2e6';
const family = "'Atkinson Hyperlegible Next Variable', Arial, sans-serif";

/** One SVG of the series. `className` lets the page choose between the wide and the narrow one. */
export function drawSeries(of: Drawable, width: number, height: number, className: string): string {
  const plot: Plot = { width, height, left: 46, right: 14, top: 30, bottom: 30 };
  const scales = scalesFor(plot, of.points, of.thresholds, of.from, of.to, of.form);
  const id = `${of.id}-${width}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${className}" viewBox="0 0 ${width} ${height}" role="img"`,
    ` aria-labelledby="${id}-title" aria-describedby="${id}-desc" font-family="${family}" font-size="14" fill="${quiet}">`,
    `<title id="${id}-title">${escapeXml(of.heading)}</title><desc id="${id}-desc">${escapeXml(of.sentence)}</desc>`,
    drawGaps(of.gaps, plot, scales),
    drawAxes(of, plot, scales),
    of.form === 'bars' ? drawBars(of, scales) : drawLine(of, scales),
    drawThresholds(scales, plot, of.unit),
    drawNewest(of, plot, scales),
    '</svg>',
  ].join('');
}

function drawGaps(gaps: readonly Gap[], plot: Plot, { x }: Scales): string {
  const base = plot.height - plot.bottom;
  return gaps
    .map((gap) => {
      const [left, right] = [x(gap.from), x(gap.to)];
      const box = `<rect x="${px(left)}" y="${plot.top}" width="${px(right - left)}" height="${base - plot.top}" fill="#f3f4f6"/>`;
      if (right - left < 64) return box;
      return `${box}<text x="${px((left + right) / 2)}" y="${base - 8}" text-anchor="middle" font-size="13">no readings</text>`;
    })
    .join('');
}

function drawAxes(of: Drawable, plot: Plot, { x, y }: Scales): string {
  const [right, base] = [plot.width - plot.right, plot.height - plot.bottom];
  const unit = unitText(of.unit);
  const parts = [unit ? `<text x="0" y="14" font-size="13">${escapeXml(unit)}</text>` : ''];
  for (const value of y.ticks(5)) {
    const at = px(y(value));
    parts.push(`<path d="M${plot.left} ${at}H${right}" stroke="${rule}"/>`);
    parts.push(`<text x="${plot.left - 8}" y="${at}" dy=".35em" text-anchor="end">${numberText(value)}</text>`);
  }
  parts.push(`<path d="M${plot.left} ${base}H${right}" stroke="${quiet}"/>`);
  const labelWidth = 72;
  for (const tick of timeTicks(of.from, of.to, Math.max(2, Math.floor((right - plot.left) / labelWidth)))) {
    const at = x(tick.at.getTime());
    const anchor = at < plot.left + 16 ? 'start' : at > right - 20 ? 'end' : 'middle';
    parts.push(`<path d="M${px(at)} ${base}v5" stroke="${quiet}"/>`);
    parts.push(`<text x="${px(at)}" y="${base + 20}" text-anchor="${anchor}">${tick.label}</text>`);
  }
  return parts.join('');
}

function drawLine(of: Drawable, { x, y }: Scales): string {
  const at = (point: SeriesPoint) => x(point.at.getTime());
  const path = line<SeriesPoint>(at, (point) => y(point.value)).digits(1);
  const band = area<SeriesPoint>(
    at,
    (point) => y(point.low ?? point.value),
    (point) => y(point.high ?? point.value),
  ).digits(1);
  const bands: string[] = [];
  const lines: string[] = [];
  const dots: string[] = [];
  for (const run of runsOf(of.points, of.gapAfterMs)) {
    const drawn = thinned(run, (point) => Math.floor(at(point)));
    if (drawn.length === 1)
      dots.push(`<circle cx="${px(at(run[0]!))}" cy="${px(y(run[0]!.value))}" r="2.5" fill="${night}"/>`);
    else lines.push(path(drawn) ?? '');
    if (run.length > 1 && run.some((point) => point.low !== undefined)) bands.push(band(run) ?? '');
  }
  return (
    (bands.length ? `<path d="${bands.join('')}" fill="${night}" fill-opacity=".15"/>` : '') +
    `<path d="${lines.join('')}" fill="none" stroke="${night}" stroke-width="2" stroke-linejoin="round"/>${dots.join('')}`
  );
}

function drawBars(of: Drawable, { x, y }: Scales): string {
  // A reading stands for the time until the next is due; a hair of white parts two bars.
  const spans = of.points.slice(1).map((point, i) => point.at.getTime() - of.points[i]!.at.getTime());
  const span = spans.length ? spans.sort((a, b) => a - b)[spans.length >> 1]! : of.gapAfterMs;
  const [start, end] = x.domain() as [number, number];
  const width = Math.max(1, (x(start + span) - x(start)) * 0.85);
  const bars = of.points.map((point) => {
    const left = Math.min(x(point.at.getTime()), x(end) - width);
    return `M${px(left)} ${px(y(0))}V${px(y(point.value))}h${px(width)}V${px(y(0))}z`;
  });
  return `<path d="${bars.join('')}" fill="${night}"/>`;
}

function drawThresholds({ shown, y }: Scales, plot: Plot, unit: string): string {
  const right = plot.width - plot.right;
  let above = Number.POSITIVE_INFINITY;
  return [...shown]
    .sort((a, b) => a.value - b.value)
    .map(({ value, label }) => {
      const at = y(value);
      // The label stands on its rule, or hangs under it where the rule below already has one there.
      const textAt = above - at < 18 && at - 20 < plot.top ? at + 15 : Math.min(at - 5, above - 17);
      above = textAt;
      const words = escapeXml(`${label}: ${quantityText(value, unit)}`);
      return (
        `<path d="M${plot.left} ${px(at)}H${right}" stroke="${quiet}" stroke-width="1.5" stroke-dasharray="6 4"/>` +
        `<text x="${plot.left + 4}" y="${px(textAt)}" font-size="13" stroke="#fff" stroke-width="4" paint-order="stroke">${words}</text>`
      );
    })
    .join('');
}

function drawNewest(of: Drawable, plot: Plot, { x, y }: Scales): string {
  const newest = of.points.at(-1);
  if (!newest) {
    const middle = (plot.left + plot.width - plot.right) / 2;
    return of.gaps.length
      ? ''
      : `<text x="${px(middle)}" y="${plot.height / 2}" text-anchor="middle">no readings</text>`;
  }
  const [left, top] = [x(newest.at.getTime()), y(newest.value)];
  const textAt = top < plot.top + 18 ? top + 22 : top - 10;
  const anchor = left > plot.left + 90 ? 'end' : 'start';
  const words = escapeXml(quantityText(newest.value, of.unit));
  const dot = of.form === 'line' ? `<circle cx="${px(left)}" cy="${px(top)}" r="4" fill="${night}"/>` : '';
  return (
    `${dot}<text x="${px(left)}" y="${px(textAt)}" text-anchor="${anchor}" font-weight="700" fill="${night}"` +
    ` stroke="#fff" stroke-width="4" paint-order="stroke">${words}</text>`
  );
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
}
