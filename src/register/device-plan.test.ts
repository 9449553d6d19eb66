import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  aModel,
  anAirProject,
} from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { loadDevicePlan } from './device-plan.ts';

const { db } = await aDatabase();

test('the plan of a device holds its channels, what they are called here and what the declaration promises', async () => {
  const { authorityId, projectId, devices } = await anAirProject(db);
  const plan = (await loadDevicePlan(db, { authorityId, ...devices[0].identifier }))!;
  assert.equal(plan.deviceId, devices[0].deviceId);
  assert.equal(plan.projectId, projectId);
  assert.equal(plan.state, 'live');
  assert.equal(plan.model.codec, null);
  assert.equal(plan.declarationInForce, true);
  assert.deepEqual(
    plan.channels.map((channel) => channel.field),
    ['no2', 'pm10', 'pm25'],
  );
  const no2 = plan.channels[0]!;
  assert.equal(no2.datastreamId, devices[0].datastreams.no2);
  assert.equal(no2.kind, 'measurement');
  assert.ok(no2.min! <= -8.2, 'the negatives of real reference monitors are readings');
  assert.deepEqual(no2.declared, { decimals: 1, shortestIntervalS: 60, suppressBelow: 0 });
  assert.equal(no2.convert(12.5), 12.5);
});

test('a channel converts from the unit the device sends, a gas in ppb with its molar mass', async () => {
  const { authorityId, projectId } = await anAirProject(db);
  const { modelId } = await aModel(db, {
    authorityId,
    channels: [
      { field: 'no2_ppb', property: 'no2', unit: '[ppb]' },
      { field: 't', property: 'air-temperature', unit: '[degF]', required: false, blankValues: [-999] },
      { field: 'door', property: 'door-open' },
      { field: 'state', property: 'charge-point-state' },
    ],
  });
  const { identifier } = await aDevice(db, { authorityId, projectId, modelId });
  const plan = (await loadDevicePlan(db, { authorityId, ...identifier }))!;
  const channel = (field: string) => plan.channels.find((each) => each.field === field)!;
  assert.ok(Math.abs(channel('no2_ppb').convert(10) - 19.125) < 0.01);
  assert.ok(Math.abs(channel('t').convert(212) - 100) < 1e-9);
  assert.deepEqual(channel('t').blankValues, [-999]);
  assert.equal(channel('t').declared, null, 'temperature is not in the declaration');
  assert.equal(channel('door').convert(1), 1);
  assert.ok(channel('state').categories!.includes('CHARGING'));
});

test('no plan without that identifier in that authority', async () => {
  const { authorityId, devices } = await anAirProject(db);
  const other = await anAirProject(db);
  assert.equal(await loadDevicePlan(db, { authorityId, kind: 'dev_eui', value: 'FFFFFFFFFFFFFFFF' }), undefined);
  assert.equal(await loadDevicePlan(db, { authorityId: other.authorityId, ...devices[0].identifier }), undefined);
});

test('a declaration that is withdrawn or past its last day is not in force and promises nothing', async () => {
  const { authorityId, projectId, devices } = await anAirProject(db);
  const body = aDeclarationBody({
    properties: [aDeclaredProperty('no2')],
    review_on: '2026-01-01',
    ends_on: '2026-01-02',
  });
  await aDeclarationInForce(db, { authorityId, projectId, body });
  const plan = (await loadDevicePlan(db, { authorityId, ...devices[0].identifier }))!;
  assert.equal(plan.declarationInForce, false);
  assert.ok(plan.channels.every((channel) => channel.declared === null));
  const open = await sql`select 1 from register.v_datastream where project_id = ${projectId} and is_open`.execute(db);
  assert.equal(open.rows.length, 0);
});
