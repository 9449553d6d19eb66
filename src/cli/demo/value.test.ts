import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { BOROUGHS, isInside } from './boroughs.ts';
import { FLEET, SCHOOL_AIR, WORKS_SITE } from './fleet.ts';
import { isSilent, messagesBetween, messagesOf } from './messages.ts';
import { hourOfDay } from './rhythm.ts';
import { type Stream, value } from './value.ts';

const SEED = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.UTC(2026, 4, 13, 12);
const anInstant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2032, 0, 1) });
const aStream = fc.record({
  quantity: fc.constantFrom<Stream['quantity']>(
    'no2',
    'pm10',
    'pm25',
    'level',
    'rain',
    'temperature',
    'humidity',
    'count',
  ),
  site: fc.constantFrom('ash-lane-primary', 'mill-bridge', 'home-101'),
});

test('a value depends on seed, datastream and instant, in whatever order they are asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(aStream, anInstant), { minLength: 2, maxLength: 30 }), (asked) => {
      const forwards = asked.map(([stream, at]) => value(SEED, stream, at));
      const backwards = [...asked].reverse().map(([stream, at]) => value(SEED, stream, at));
      assert.deepEqual(backwards.reverse(), forwards);
    }),
  );
});

test('the same values come out on every run and every machine', () => {
  const at = Date.UTC(2026, 4, 13, 7, 15);
  const site = 'ash-lane-primary';
  const asked = (['no2', 'pm25', 'level', 'temperature', 'humidity', 'count'] as const).map((quantity) =>
    value(SEED, { quantity, site }, at),
  );
  assert.deepEqual(asked, EXPECTED);
});
const EXPECTED = [43.8, 15.2, 0.396, 22.2, 66, 171];

test('another seed makes another town', () => {
  const stream = { quantity: 'no2', site: 'ash-lane-primary' } as const;
  const line = (seed: number) => Array.from({ length: 24 }, (_, hour) => value(seed, stream, NOON + hour * HOUR_MS));
  assert.notDeepEqual(line(1), line(2));
});

test('cutting a span in two changes nothing that is sent in it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 * 3600 }), fc.integer({ min: 0, max: 12 * 3600 }), (first, second) => {
      const [from, cut, to] = [NOON, NOON + first * 1000, NOON + (first + second) * 1000];
      const whole = messagesBetween(SEED, from, to);
      assert.deepEqual([...messagesBetween(SEED, from, cut), ...messagesBetween(SEED, cut, to)], whole);
    }),
    { numRuns: 15 },
  );
});

test('instruments say only what instruments can say', () => {
  fc.assert(
    fc.property(aStream, anInstant, (stream, at) => {
      const limits = {
        no2: [0, 200],
        pm10: [0, 90],
        pm25: [0, 60],
        level: [0, 8],
        rain: [0, 8],
        temperature: [8, 35],
        humidity: [20, 98],
        count: [0, 5000],
      };
      const [least, most] = limits[stream.quantity] as [number, number];
      const said = value(SEED, stream, at);
      assert.ok(said >= least && said <= most, `${stream.quantity} ${said}`);
    }),
    { numRuns: 2_000 },
  );
});

test('there are 200 devices, each with an address and an identifier of its own, inside its borough', () => {
  assert.equal(FLEET.length, 200);
  assert.equal(new Set(FLEET.map(({ identifier }) => identifier)).size, 200);
  assert.equal(new Set(FLEET.map(({ borough, slug }) => `${borough}/${slug}`)).size, 200);
  for (const { borough, place } of FLEET) {
    const { outline } = BOROUGHS.find(({ slug }) => slug === borough)!;
    assert.ok(isInside(outline, place.longitude, place.latitude), place.name);
  }
});

test('some areas have ten homes or more, and some have too few to be shown', () => {
  const homes = FLEET.filter(({ place }) => place.kind === 'dwelling');
  const areas = Map.groupBy(homes, ({ place }) => place.areaCode!);
  const sizes = [...areas.values()].map((area) => area.length);
  assert.ok(sizes.some((size) => size >= 10) && sizes.some((size) => size < 10));
});

test('at any instant a school has been silent for twelve hours, and not the one beside the works', () => {
  fc.assert(
    fc.property(anInstant, (at) => {
      const silent = FLEET.filter((device) => isSilent(SEED, device, at));
      assert.ok(silent.length >= 1 && silent.length <= 2);
      assert.ok(silent.every(({ place }) => place.slug !== WORKS_SITE));
      const long = silent.filter((device) => messagesOf(SEED, device, at - 12 * HOUR_MS, at).length === 0);
      assert.ok(long.length >= 1, new Date(at).toISOString());
    }),
    { numRuns: 200 },
  );
});

test('the air beside the works is always moderate over a day, and nowhere else is', () => {
  const dayMean = (slug: string, end: number) => {
    const device = FLEET.find(({ place }) => place.slug === slug)!;
    const readings = messagesOf(SEED, device, end - DAY_MS, end).map(({ fields }) => fields.pm25!);
    return readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
  };
  const others = FLEET.filter(({ project, place }) => project === SCHOOL_AIR && place.slug !== WORKS_SITE).slice(0, 8);
  for (let day = 0; day < 30; day++) {
    const end = NOON + day * 5 * DAY_MS;
    const works = dayMean(WORKS_SITE, end);
    assert.ok(works >= 36 && works <= 53, `works ${works}`);
    for (const { place } of others) {
      const mean = dayMean(place.slug, end);
      assert.ok(Number.isNaN(mean) || mean < 35.5, `${place.slug} ${mean}`);
    }
  }
});

test('roads are busier at a quarter past eight than at four in the morning', () => {
  const stream = { quantity: 'no2', site: 'linden-road-primary' } as const;
  const mean = (hour: number) => {
    const days = Array.from({ length: 40 }, (_, day) => value(SEED, stream, Date.UTC(2026, 0, 5 + 7 * day, hour, 15)));
    return days.reduce((sum, reading) => sum + reading, 0) / days.length;
  };
  assert.ok(mean(8) > 1.5 * mean(4), `${mean(8)} ${mean(4)}`);
});

test('clocks change on the last Sundays of March and October at one in the morning UTC', () => {
  assert.equal(hourOfDay(Date.UTC(2026, 2, 29, 0, 59, 59)) | 0, 0);
  assert.equal(hourOfDay(Date.UTC(2026, 2, 29, 1)), 2);
  assert.equal(hourOfDay(Date.UTC(2026, 9, 25, 0)), 1);
  assert.equal(hourOfDay(Date.UTC(2026, 9, 25, 1)), 1);
});
