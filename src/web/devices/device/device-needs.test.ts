import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeviceFactsForNeeds, needsOf } from './device-needs.ts';

const now = new Date('2026-05-01T12:00:00Z');
const fine: DeviceFactsForNeeds = {
  href: '/devices/ash/air-1',
  projectHref: '/projects/ash/air',
  state: 'live',
  isPlaced: true,
  hasIdentifier: true,
  isDeclared: true,
  undeclared: [],
  confirmedAt: new Date('2026-04-01T00:00:00Z'),
  createdAt: new Date('2024-01-01T00:00:00Z'),
  lastUplinkAt: new Date('2026-05-01T11:55:00Z'),
  missing: { no2: 2 },
};
const says = (changes: Partial<DeviceFactsForNeeds>) => needsOf({ ...fine, ...changes }, now).map((need) => need.says);

test('a live device that reports, stands somewhere and was seen this year needs nothing', () => {
  assert.deepEqual(says({}), []);
});

test('a declaration that is missing is said before anything else', () => {
  const [first, second] = says({ isDeclared: false, state: 'planned' });
  assert.match(first!, /no declaration in force/);
  assert.match(second!, /planned/);
});

test('a channel missing three times running is named', () => {
  assert.match(says({ missing: { no2: 3, pm10: 2 } }).join(), /lack no2\./);
});

test('a device nobody saw for a year is to be looked at, and a retired one never', () => {
  assert.match(says({ confirmedAt: new Date('2025-04-01T00:00:00Z') }).join(), /for a year/);
  assert.match(says({ confirmedAt: null }).join(), /for a year/);
  assert.deepEqual(says({ state: 'retired', isPlaced: false, confirmedAt: null }), []);
});

test('a device that was never heard is to be looked for in the inbox, unless it is only planned', () => {
  assert.match(says({ lastUplinkAt: null }).join(), /never heard|ever heard/);
  assert.doesNotMatch(says({ lastUplinkAt: null, state: 'planned' }).join(), /ever heard/);
});
