import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { lookUpRanges } from './look-up-ranges.ts';
import { type Incoming, placeAmong, type Standing } from './place-among.ts';

const reading = (atMs: number, key: number, leastGapMs = 0): Incoming => ({
  datastreamId: 1,
  atMs,
  key: BigInt(key),
  leastGapMs,
});
const fates = (standing: Standing[], incoming: Incoming[]) => placeAmong(standing, incoming).map(({ fate }) => fate);
const standing = (atMs: number, key: number, sequence = 0): Standing => ({
  datastreamId: 1,
  atMs,
  key: BigInt(key),
  sequence,
});

test('a resend of what stands, or of what came in the same batch, is a duplicate', () => {
  assert.deepEqual(fates([standing(0, 7)], [reading(0, 7)]), ['duplicate']);
  assert.deepEqual(fates([], [reading(0, 7), reading(0, 7)]), ['stored', 'duplicate']);
});

test('another value for the same time is kept beside the first under the next sequence', () => {
  assert.deepEqual(placeAmong([standing(0, 7), standing(0, 8, 1)], [reading(0, 9)]), [{ fate: 'beside', sequence: 2 }]);
});

test('two readings within one second are both stored, the second beside the first, for ids know whole seconds', () => {
  assert.deepEqual(placeAmong([], [reading(100, 1), reading(900, 1)]), [
    { fate: 'stored', sequence: 0 },
    { fate: 'beside', sequence: 1 },
  ]);
});

test('a reading nearer than the least gap to one at another time is too close; at exactly the gap it is not', () => {
  assert.deepEqual(fates([standing(0, 1)], [reading(1899, 2, 1900), reading(1900, 3, 1900)]), ['too-close', 'stored']);
  assert.deepEqual(fates([standing(5000, 1)], [reading(4200, 2, 900)]), ['too-close']);
});

test('duplicates are decided before too close, and a value for a time that stands is beside, not too close', () => {
  const standings = [standing(0, 1), standing(500, 2, 1)];
  assert.deepEqual(fates(standings, [reading(0, 1, 900), reading(0, 3, 900)]), ['duplicate', 'beside']);
});

test('a reading that was refused as too close keeps no later one out', () => {
  assert.deepEqual(fates([standing(0, 1)], [reading(600, 2, 900), reading(1200, 3, 900)]), ['too-close', 'stored']);
});

test('the 257th value of one second is refused as crowded, not lost in a wrong place', () => {
  const placed = placeAmong(
    [],
    Array.from({ length: 257 }, (_, key) => reading(0, key)),
  );
  assert.deepEqual(placed.at(-2), { fate: 'beside', sequence: 255 });
  assert.equal(placed.at(-1)!.fate, 'crowded');
});

const anIncoming = fc.record({
  datastreamId: fc.integer({ min: 1, max: 3 }),
  atMs: fc.integer({ min: 0, max: 20_000 }),
  key: fc.bigInt({ min: 0n, max: 3n }),
  leastGapMs: fc.constantFrom(0, 1000, 4500),
});

test('whatever comes in, a second delivery of all of it stores nothing', () => {
  fc.assert(
    fc.property(fc.array(anIncoming, { maxLength: 40 }), (incoming) => {
      const first = placeAmong([], incoming);
      const stands = incoming.flatMap((row, i) =>
        first[i]!.fate === 'stored' || first[i]!.fate === 'beside' ? [{ ...row, sequence: first[i]!.sequence }] : [],
      );
      const kept = incoming.filter((_, i) => first[i]!.fate === 'stored' || first[i]!.fate === 'beside');
      assert.ok(placeAmong(stands, kept).every(({ fate }) => fate === 'duplicate'));
    }),
  );
});

test('the ranges looked up hold every second that can matter to an incoming reading', () => {
  fc.assert(
    fc.property(fc.array(anIncoming, { minLength: 1, maxLength: 40 }), (incoming) => {
      const ranges = lookUpRanges(incoming);
      for (const { datastreamId, atMs, leastGapMs } of incoming) {
        for (const edge of [atMs - leastGapMs, atMs, atMs + leastGapMs]) {
          const second = Math.floor(edge / 1000);
          const holding = ranges.filter((r) => r.datastreamId === datastreamId && r.fromS <= second && second <= r.toS);
          assert.equal(holding.length, 1, `second ${second} is in ${holding.length} ranges`);
        }
      }
    }),
  );
});
