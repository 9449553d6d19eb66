import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { renderTimeSeries, type TimeSeries } from './render-time-series.ts';
import { runsOf, thinned } from './series.ts';

const hour = 3_600_000;
const from = new Date('2026-03-03T00:00:00Z');
const hourly = (values: (number | null)[]) =>
  values.flatMap((value, i) => (value === null ? [] : [{ at: new Date(from.getTime() + i * hour), value }]));
const aSeries = (changes: Partial<TimeSeries> = {}): TimeSeries => ({
  title: 'Nitrogen dioxide',
  unit: 'ug/m3',
  points: hourly([12, 20, 48, 21]),
  from,
  to: new Date(from.getTime() + 3 * hour),
  gapAfterMs: 2 * hour,
  ...changes,
});
const drawn = (changes: Partial<TimeSeries> = {}) =>
  new JSDOM(renderTimeSeries(aSeries({ width: 720, ...changes })).svg).window.document.querySelector('svg')!;
const linesOf = (svg: Element) => svg.querySelector('path[stroke-linejoin]')!.getAttribute('d')!;

test('a chart is an image with a title that has the unit and a description that is its sentence', () => {
  const chart = renderTimeSeries(aSeries());
  assert.equal(chart.heading, 'Nitrogen dioxide (µg/m³)');
  for (const svg of new JSDOM(chart.svg).window.document.querySelectorAll('svg')) {
    assert.equal(svg.getAttribute('role'), 'img');
    const title = svg.querySelector(`#${svg.getAttribute('aria-labelledby')}`);
    assert.equal(title?.textContent, chart.heading);
    assert.equal(svg.querySelector(`#${svg.getAttribute('aria-describedby')}`)?.textContent, chart.sentence);
  }
});

test('without a width there are two drawings, one wide and one narrow, with ids of their own', () => {
  const all = new JSDOM(renderTimeSeries(aSeries()).svg).window.document;
  assert.deepEqual(
    [...all.querySelectorAll('svg')].map((svg) => svg.getAttribute('class')),
    ['lamp-chart__wide', 'lamp-chart__narrow'],
  );
  const ids = [...all.querySelectorAll('[id]')].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('the sentence is said from the data', () => {
  assert.equal(
    renderTimeSeries(aSeries({ thresholds: [{ value: 20, label: 'guideline' }] })).sentence.replaceAll('\u00a0', ' '),
    'On 3 March 2026, 00:00 to 03:00: between 12 and 48 µg/m³, highest at 02:00. The latest was 21 µg/m³ at 03:00. ' +
      '2 of 4 readings were above the guideline (20 µg/m³).',
  );
});

test('a gap is left open, shaded and counted', () => {
  const points = hourly([12, 20, null, null, null, null, 48, 21]);
  const to = new Date(from.getTime() + 7 * hour);
  const svg = drawn({ points, to });
  assert.equal(linesOf(svg).match(/M/g)?.length, 2);
  assert.equal(svg.querySelectorAll('rect').length, 1);
  assert.match(renderTimeSeries(aSeries({ points, to })).sentence, /There is 1 gap without readings, of 5 hours\./);
});

test('the time before the first and after the last reading counts as a gap too', () => {
  const svg = drawn({ from: new Date(from.getTime() - 5 * hour), to: new Date(from.getTime() + 9 * hour) });
  assert.equal(svg.querySelectorAll('rect').length, 2);
});

test('a reading alone between two gaps is a dot', () => {
  const svg = drawn({
    points: hourly([12, null, null, null, 20, null, null, null, 30, 31]),
    to: new Date(from.getTime() + 9 * hour),
  });
  assert.equal([...svg.querySelectorAll('circle')].filter((dot) => dot.getAttribute('r') === '2.5').length, 2);
});

test('a threshold is a rule with its words on it', () => {
  const svg = drawn({ thresholds: [{ value: 40, label: 'UK annual objective' }] });
  assert.equal(svg.querySelectorAll('path[stroke-dasharray]').length, 1);
  assert.match(svg.textContent ?? '', /UK annual objective: 40\u00a0µg\/m³/);
});

test('a threshold far above the readings does not flatten them, and the sentence still names it', () => {
  const far = { thresholds: [{ value: 4000, label: 'limit' }] };
  assert.equal(drawn(far).querySelectorAll('path[stroke-dasharray]').length, 0);
  assert.match(renderTimeSeries(aSeries(far)).sentence, /No reading was above the limit \(4,000/);
});

test('without readings the chart says so instead of failing', () => {
  const chart = renderTimeSeries(aSeries({ points: [] }));
  assert.equal(chart.sentence, 'On 3 March 2026, 00:00 to 03:00: no readings.');
  assert.deepEqual(chart.rows, []);
  assert.match(chart.svg, /no readings<\/text>/);
});

test('what lies outside the period and what is no number is in neither drawing nor rows', () => {
  const points = [...hourly([12, Number.NaN, 48]), { at: new Date('2020-01-01T00:00:00Z'), value: 9999 }];
  const chart = renderTimeSeries(aSeries({ points }));
  assert.deepEqual(
    chart.rows.map((row) => row.value),
    [48, 12],
  );
  assert.doesNotMatch(chart.svg, /NaN|9,999/);
});

test('rows are the same figures, newest first, with their unit', () => {
  const { rows } = renderTimeSeries(aSeries());
  assert.equal(rows[0]!.text, '21\u00a0µg/m³');
  assert.equal(rows.length, 4);
});

test('a title from outside cannot break out of the drawing', () => {
  const svg = drawn({ title: '</title><script>alert(1)</script>' });
  assert.equal(svg.querySelector('script'), null);
});

test('a period that does not end after it begins is refused', () => {
  assert.throws(() => renderTimeSeries(aSeries({ to: from })), /`to` must be after `from`/);
});

test('no drawing holds a coordinate that is no number, whatever the readings', () => {
  const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(null));
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.constantFrom('line' as const, 'bars' as const),
      (values, form) => {
        const { svg } = renderTimeSeries(
          aSeries({ points: hourly(values), to: new Date(from.getTime() + 60 * hour), form }),
        );
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
      },
    ),
  );
});

test('thinning keeps the highest and lowest reading of every pixel column and the order of time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 400 }), (values) => {
      const [run] = runsOf(hourly(values), 2 * hour);
      const column = (point: { at: Date }) => Math.floor((point.at.getTime() - from.getTime()) / (40 * hour));
      const kept = thinned(run!, column);
      for (const pixel of new Set(run!.map(column))) {
        const all = run!.filter((p) => column(p) === pixel).map((p) => p.value);
        const left = kept.filter((p) => column(p) === pixel).map((p) => p.value);
        assert.deepEqual([Math.min(...left), Math.max(...left)], [Math.min(...all), Math.max(...all)]);
        assert.ok(left.length <= 4);
      }
      assert.deepEqual(
        kept,
        [...kept].sort((a, b) => a.at.getTime() - b.at.getTime()),
      );
    }),
  );
});
