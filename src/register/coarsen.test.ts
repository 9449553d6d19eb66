import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { coarsen, type Point } from './coarsen.ts';

const { db } = await aDatabase();
const degrees = (limit: number) =>
  fc.oneof(fc.double({ min: -limit, max: limit, noNaN: true }), fc.constantFrom(0, 5e-324, -5e-324, 1e-300, -1e-9));
const point = fc.record({ latitude: degrees(85), longitude: degrees(179) });
const london = fc.record({
  latitude: fc.double({ min: 51.28, max: 51.7, noNaN: true }),
  longitude: fc.double({ min: -0.51, max: 0.34, noNaN: true }),
});
const metres = fc.integer({ min: 1, max: 20_000 });

test('PostgreSQL coarsens to the same point, to the last bit', async () => {
  const samples = fc.sample(fc.tuple(fc.oneof(point, london), fc.oneof(metres, fc.constant(0))), 2000);
  const { rows } = await sql<Point>`
    select register.coarsen_latitude(lat, m) as latitude, register.coarsen_longitude(lat, lon, m) as longitude
    from unnest(${samples.map(([p]) => p.latitude)}::float8[], ${samples.map(([p]) => p.longitude)}::float8[],
      ${samples.map(([, m]) => m)}::float8[]) with ordinality as s (lat, lon, m, n) order by n`.execute(db);
  samples.forEach(([p, m], index) => {
    const here = coarsen(p, m);
    const same = rows[index]!.latitude === here.latitude && rows[index]!.longitude === here.longitude;
    assert.ok(same, JSON.stringify([p, m, here, rows[index]]));
  });
});

test('a coarsened point lies within the diagonal of one cell of the true one', () => {
  fc.assert(
    fc.property(london, metres, (p, m) => {
      const seen = coarsen(p, m);
      const north = (seen.latitude - p.latitude) * 111_320;
      const east = (seen.longitude - p.longitude) * 111_320 * Math.cos((p.latitude * Math.PI) / 180);
      assert.ok(Math.abs(north) <= m / 2 + 0.2, `${north} m north`);
      assert.ok(Math.abs(east) <= (m / 2) * 1.03 + 0.2, `${east} m east`);
    }),
  );
});

test('coarsening again tells nothing new, and 0 metres is exact', () => {
  const numbers = (p: Point) => [p.latitude, p.longitude];
  fc.assert(
    fc.property(london, metres, (p, m) => {
      assert.deepEqual(numbers(coarsen(coarsen(p, m), m)), numbers(coarsen(p, m)));
    }),
  );
  fc.assert(fc.property(point, (p) => assert.deepEqual(numbers(coarsen(p, 0)), numbers(p))));
});
