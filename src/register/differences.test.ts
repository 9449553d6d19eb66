import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyDeclaration } from '../../test/arbitrary-declaration.ts';
import { aDeclarationBody, aDeclaredProperty } from '../../test/build-register.ts';
import { differences } from './differences.ts';
import { isNarrower } from './narrower.ts';

test('a declaration differs from itself in nothing', () => {
  fc.assert(fc.property(anyDeclaration, (body) => differences(structuredClone(body), body).length === 0));
});

test('what takes effect or waits shows at least one difference, unless it promises the same', () => {
  fc.assert(
    fc.property(anyDeclaration, anyDeclaration, (after, before) => {
      const same = isNarrower(after, before).narrower && isNarrower(before, after).narrower;
      assert.ok(same || differences(after, before).length > 0);
    }),
  );
});

test('a difference reads as a sentence of the page: what, before, after', () => {
  const before = aDeclarationBody({ properties: [aDeclaredProperty('no2'), aDeclaredProperty('pm10')] });
  const after = aDeclarationBody({
    processors: [],
    properties: [
      aDeclaredProperty('no2', {
        retention_days: 90,
        shortest_interval_s: 3600,
        place_precision_m: 100,
        decimals: 0,
        audiences: [{ audience: 'public', detail: 'hourly' }],
      }),
    ],
  });
  const found = differences(after, before, (code) => (code === 'no2' ? 'Nitrogen dioxide' : code.toUpperCase()));
  const of = (path: string) => found.find((each) => each.path === path)!;
  assert.deepEqual(of('properties.no2.retention_days'), {
    path: 'properties.no2.retention_days',
    label: 'Nitrogen dioxide: kept for',
    before: '2 years',
    after: '90 days',
  });
  assert.equal(of('properties.no2.shortest_interval_s').after, 'one reading every hour');
  assert.equal(of('properties.no2.place_precision_m').after, 'to a square of 100 m');
  assert.equal(of('properties.no2.decimals').before, '0.1');
  assert.equal(of('properties.no2.audiences').after, 'anyone: hourly means');
  assert.equal(of('properties.pm10.property').after, null, 'PM10 is no longer measured');
  assert.deepEqual([of('processors').before, of('processors').after], ['Sensor Supplier Ltd', null]);
  assert.ok(!found.some((each) => each.path === 'title'));
});
