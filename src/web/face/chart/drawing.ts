// The marks of a time series as SVG: presentation attributes only, so it needs no stylesheet and passes a strict CSP.
import { area, line } from 'd3-shape';
import { numberText, quantityText, unitText } from '../number-words.ts';
import { timeTicks } from './axis-times.ts';
import { type Box, clearest, positions } from './label-places.ts';
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
const halo = 'stroke="#fff" stroke-width="4" paint-order="stroke"';
const family = "'Atkinson Hyperlegible Next Variable', Arial, sans-serif";

/** One SVG of the series. `className` lets the page choose between the wide and the narrow one. */
export function drawSeries(of: Drawable, width: number, height: number, className: string): string {
  const plot: Plot = { width, height, left: 46, right: width > 500 ? 92 : 14, top: 30, bottom: 30 };
  const scales = scalesFor(plot, of.points, of.thresholds, of.from, of.to, of.form);
  const id = `${of.id}-${width}`;
  const taken: Box[] = [];
  const drawnAt = positions(of.points, scales.x, scales.y);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${className}" viewBox="0 0 ${width} ${height}" role="img"`,
    ` aria-labelledby="${id}-title" aria-describedby="${id}-desc" font-family="${family}" font-size="14" fill="${quiet}">`,
    `<title id="${id}-title">${escapeXml(of.heading)}</title><desc id="${id}-desc">${escapeXml(of.sentence)}</desc>`,
    drawGaps(of.gaps, plot, scales),
    drawAxes(of, plot, scales),
    of.form === 'bars' ? drawBars(of, scales) : drawLine(of, scales),
    drawNewest(of, plot, scales, drawnAt, taken),
    drawThresholds(of, scales, plot, drawnAt, taken),
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
  const labelWidth = 62;
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

function drawThresholds(
  of: Drawable,
  { shown, y }: Scales,
  plot: Plot,
  drawnAt: [number, number][],
  taken: Box[],
): string {
  const right = plot.width - plot.right;
  return shown
    .map(({ value, label }) => {
      const at = y(value);
      const words = `${label}: ${quantityText(value, of.unit)}`;
      const width = words.length * 6.9;
      const box = clearest(candidates(plot, at, Math.min(width, right - plot.left)), drawnAt, taken);
      taken.push(box);
      return (
        `<path d="M${plot.left} ${px(at)}H${right}" stroke="${quiet}" stroke-width="1.5" stroke-dasharray="6 4"/>` +
        `<text x="${px(box.left)}" y="${px(box.top + 13)}" font-size="13" ${halo}>${escapeXml(words)}</text>`
      );
    })
    .join('');
}

/** Places for a rule's label: on it or under it, from left to right. */
function candidates(plot: Plot, at: number, width: number): Box[] {
  const room = plot.width - plot.right - plot.left - width;
  const lefts = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1].map(
    (share) => plot.left + 4 + share * Math.max(0, room - 4),
  );
  return [at - 19, at + 4]
    .filter((top) => top >= 0 && top + 16 <= plot.height - plot.bottom)
    .flatMap((top) => lefts.map((left) => ({ left, top, width, height: 16 })));
}

function drawNewest(of: Drawable, plot: Plot, { x, y }: Scales, drawnAt: [number, number][], taken: Box[]): string {
  const newest = of.points.at(-1);
  if (!newest) {
    const middle = (plot.left + plot.width - plot.right) / 2;
    return of.gaps.length
      ? ''
      : `<text x="${px(middle)}" y="${plot.height / 2}" text-anchor="middle">no readings</text>`;
  }
  const [at, top] = [x(newest.at.getTime()), y(newest.value)];
  const words = quantityText(newest.value, of.unit);
  const width = words.length * 7.8;
  const left = at > plot.left + width ? at - width + 4 : at;
  const beside = at + 8 + width <= plot.width ? [{ left: at + 8, top: top - 9, width, height: 18 }] : [];
  const around = [top - 26, top + 8].map((boxTop) => ({ left, top: boxTop, width, height: 18 }));
  const box = clearest([...beside, ...around], drawnAt, taken);
  taken.push(box);
  const dot = of.form === 'line' ? `<circle cx="${px(at)}" cy="${px(top)}" r="4" fill="${night}"/>` : '';
  return `${dot}<text x="${px(box.left)}" y="${px(box.top + 14)}" font-weight="700" ${halo} fill="${night}">${escapeXml(words)}</text>`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
}
