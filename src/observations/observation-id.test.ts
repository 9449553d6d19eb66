import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { EARLIEST, LATEST, observationId, parseObservationId } from './observation-id.ts';

test('an id packs datastream, second and sequence, and gives them back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 25 - 1 }),
      fc.integer({ min: EARLIEST.getTime() / 1000, max: LATEST.getTime() / 1000 }),
      fc.integer({ min: 0, max: 255 }),
      (datastreamId, second, sequence) => {
        const phenomenonTime = new Date(second * 1000);
        const id = observationId(datastreamId, phenomenonTime, sequence);
        assert.ok(id < 2n ** 63n);
        assert.deepEqual(parseObservationId(String(id)), { datastreamId, phenomenonTime, sequence });
      },
    ),
  );
});

test('ids of one datastream sort as time and sequence do', () => {
  const at = (second: number, sequence: number) =>
    observationId(5, new Date(Date.UTC(2026, 0, 1) + second * 1000), sequence);
  assert.ok(at(0, 0) < at(0, 1) && at(0, 255) < at(1, 0));
});

test('what an id cannot name is refused: before 2000, after 2034, text that is no number', () => {
  assert.throws(() => observationId(1, new Date('1999-12-31T23:59:59Z'), 0), RangeError);
  assert.throws(() => observationId(1, new Date('2034-01-10T00:00:00Z'), 0), RangeError);
  for (const id of ['', '-1', '1.5', 'x', '9'.repeat(25), '0']) {
    assert.throws(() => parseObservationId(id), { code: 'OBS_ID_MALFORMED' });
  }
});
