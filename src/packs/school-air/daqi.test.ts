import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assessPlace } from './assess-place.ts';
import { DAQI, type DaqiPollutant, daqiBand, daqiIndex } from './daqi.ts';

test('the bounds of the index are where UK-AIR puts them', () => {
  assert.equal(daqiIndex('no2', 67), 1);
  assert.equal(daqiIndex('no2', 67.6), 2);
  assert.equal(daqiIndex('no2', 200), 3);
  assert.equal(daqiIndex('no2', 201), 4);
  assert.equal(daqiIndex('no2', 600.4), 9);
  assert.equal(daqiIndex('no2', 601), 10);
  assert.equal(daqiIndex('pm25', 36), 4);
  assert.equal(daqiIndex('pm10', 51), 4);
  assert.equal(daqiIndex('o3', 241), 10);
  assert.equal(daqiIndex('pm10', -26.5), 1);
  assert.deepEqual([1, 3, 4, 6, 7, 9, 10].map(daqiBand), [
    'low',
    'low',
    'moderate',
    'moderate',
    'high',
    'high',
    'very high',
  ]);
});

test('more pollution never lowers the index', () => {
  const pollutant = fc.constantFrom(...(Object.keys(DAQI) as DaqiPollutant[]));
  fc.assert(
    fc.property(
      pollutant,
      fc.double({ min: -30, max: 900, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (code, mean, more) => {
        assert.ok(daqiIndex(code, mean + more) >= daqiIndex(code, mean));
      },
    ),
  );
});

const hours = (count: number, mean: number, end = Date.UTC(2026, 0, 10, 12)) =>
  Array.from({ length: count }, (_, index) => ({ at: new Date(end - (index + 1) * 3_600_000), mean }));

test('the worst pollutant with enough data decides the band of a place', () => {
  const now = new Date(Date.UTC(2026, 0, 10, 12, 20));
  const place = assessPlace(
    [
      { pollutant: 'no2', datastreamId: 1, hours: hours(1, 150) },
      { pollutant: 'pm25', datastreamId: 2, hours: hours(24, 48) },
      { pollutant: 'pm10', datastreamId: 3, hours: hours(10, 900) },
    ],
    now,
  );
  assert.equal(place.index, 6);
  assert.equal(place.band, 'moderate');
  assert.equal(place.decisive?.pollutant, 'pm25');
  assert.equal(place.until.toISOString(), '2026-01-10T12:00:00.000Z');
});

test('a place without enough readings says so instead of guessing', () => {
  const place = assessPlace(
    [{ pollutant: 'pm25', datastreamId: 2, hours: hours(17, 100) }],
    new Date(Date.UTC(2026, 0, 10, 12)),
  );
  assert.equal(place.index, undefined);
  assert.equal(place.band, undefined);
  assert.ok(place.pollutants[0]!.coverage < 0.75);
});
