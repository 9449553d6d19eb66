import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localTime } from '../local-time.ts';
import { timeTicks } from './axis-times.ts';

const labels = (from: string, to: string, most: number) =>
  timeTicks(new Date(from), new Date(to), most).map(({ label }) => label);

test('days are marked at London midnight on both sides of the change to summer time', () => {
  const ticks = timeTicks(new Date('2026-03-27T00:00:00Z'), new Date('2026-03-31T00:00:00Z'), 6);
  assert.deepEqual(
    ticks.map(({ at }) => at.toISOString()),
    [
      '2026-03-27T00:00:00.000Z',
      '2026-03-28T00:00:00.000Z',
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T23:00:00.000Z',
      '2026-03-30T23:00:00.000Z',
    ],
  );
});

test('six-hour marks stand at 00, 06, 12 and 18 by the clock on the day that has 25 hours', () => {
  assert.deepEqual(labels('2026-10-24T23:00:00Z', '2026-10-26T00:00:00Z', 6), [
    '25 Oct',
    '06:00',
    '12:00',
    '18:00',
    '26 Oct',
  ]);
});

test('the hour that the clock skips has no mark of its own', () => {
  assert.deepEqual(labels('2026-03-29T00:00:00Z', '2026-03-29T04:00:00Z', 5), [
    '29 Mar',
    '02:00',
    '03:00',
    '04:00',
    '05:00',
  ]);
});

test('weeks begin on Mondays, months on the first, and January is told by its year', () => {
  const weeks = timeTicks(new Date('2026-03-04T12:00:00Z'), new Date('2026-04-20T00:00:00Z'), 8);
  for (const { at } of weeks) assert.equal(localTime(at).weekday, 1);
  assert.deepEqual(labels('2025-10-10T00:00:00Z', '2026-03-10T00:00:00Z', 6), ['Nov', 'Dec', '2026', 'Feb', 'Mar']);
});

test('any period has marks in order, inside it, on whole minutes, and no more than asked for', () => {
  const start = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2030, 0, 1) });
  const span = fc.integer({ min: 3_600_000, max: 8 * 365 * 86_400_000 });
  fc.assert(
    fc.property(start, span, fc.integer({ min: 2, max: 12 }), (from, length, most) => {
      const times = timeTicks(new Date(from), new Date(from + length), most).map(({ at }) => at.getTime());
      assert.ok(times.length <= most + 2, `${times.length} marks`);
      for (const [i, time] of times.entries()) {
        assert.ok(time >= from && time <= from + length && time % 60_000 === 0);
        assert.ok(i === 0 || time > times[i - 1]!);
      }
    }),
  );
});
