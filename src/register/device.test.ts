import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anAirProject, aPlace } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import type { Tx } from '../base/index.ts';
import { PUBLIC } from '../identity/index.ts';
import { deviceOfKey, rotateCredential } from './device-key.ts';
import { loadDevicePlan } from './device-plan.ts';
import { confirmDevice, noteDeviceState, setDeviceState } from './device-state.ts';
import { devicePlacements, deviceStates, listDevices, requireDeviceAt } from './find-device.ts';
import { listPlaces, requirePlaceAt } from './find-place.ts';
import { normaliseIdentifier } from './identifiers.ts';
import { placeDevice } from './place-device.ts';
import { registerDevice, updateDevice } from './register-device.ts';
import { savePlace } from './save-place.ts';

const { db } = await aDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

test('a DevEUI is written one way however it is typed', () => {
  const hex = fc.stringMatching(/^[0-9a-fA-F]{16}$/);
  fc.assert(
    fc.property(hex, fc.constantFrom('', ':', '-', ' '), (eui, between) => {
      const typed = eui.match(/../g)!.join(between);
      const { value } = normaliseIdentifier({ kind: 'dev_eui', value: ` ${typed} ` });
      assert.equal(value, eui.toUpperCase());
      assert.equal(normaliseIdentifier({ kind: 'dev_eui', value }).value, value);
    }),
  );
  for (const value of ['', '70B3D5', '70B3D57ED005G4B2', '70B3D57ED0054321AA'])
    assert.throws(() => normaliseIdentifier({ kind: 'dev_eui', value }), { code: 'REG_IDENTIFIER_INVALID' });
  assert.equal(normaliseIdentifier({ kind: 'serial', value: ' aB-1 ' }).value, 'aB-1');
  assert.throws(() => normaliseIdentifier({ kind: 'mqtt_client', value: 'a/#' }), { message: /over MQTT/ });
  assert.throws(() => normaliseIdentifier({ kind: 'name', value: 'x' }), { message: /kind/ });
});

test('a registered device is found by its identifier, in its authority only, and by nobody else', async () => {
  const { authorityId, projectId, modelId, lead } = await anAirProject(db);
  const other = await anAirProject(db);
  const { deviceId, slug } = await inTx((tx) =>
    registerDevice(tx, lead.viewer, {
      projectId,
      modelId,
      name: 'Monitor at the gate',
      state: 'live',
      identifiers: [{ kind: 'dev_eui', value: '70b3d57e-d0000001' }],
    }),
  );
  assert.equal(slug, 'monitor-at-the-gate');
  const plan = await loadDevicePlan(db, { authorityId, kind: 'dev_eui', value: '70B3D57ED0000001' });
  assert.equal(plan?.deviceId, deviceId);
  assert.deepEqual(
    plan?.channels.map((channel) => channel.propertyCode),
    ['no2', 'pm10', 'pm25'],
  );
  assert.equal((await requireDeviceAt(db, lead.viewer, authorityId, slug)).state, 'live');
  await assert.rejects(requireDeviceAt(db, other.lead.viewer, authorityId, slug), { code: 'REG_DEVICE_UNKNOWN' });
  assert.equal((await listDevices(db, lead.viewer, { search: '7ED0000001' })).length, 1);
  assert.equal((await listDevices(db, other.lead.viewer, { search: '7ED0000001' })).length, 0);
  assert.equal((await listDevices(db, PUBLIC)).length, 0);
});

test('two devices never share an identifier, and the error names the one that has it', async () => {
  const { projectId, modelId, lead } = await anAirProject(db);
  const identifiers = [{ kind: 'serial', value: 'S-1' }];
  await inTx((tx) => registerDevice(tx, lead.viewer, { projectId, modelId, name: 'First', identifiers }));
  const second = { projectId, modelId, name: 'Second' };
  await assert.rejects(
    inTx((tx) => registerDevice(tx, lead.viewer, { ...second, identifiers })),
    { code: 'REG_IDENTIFIER_TAKEN', message: /First/ },
  );
  const { deviceId } = await inTx((tx) => registerDevice(tx, lead.viewer, second));
  await assert.rejects(
    inTx((tx) => updateDevice(tx, lead.viewer, deviceId, { identifiers })),
    { code: 'REG_IDENTIFIER_TAKEN' },
  );
  await assert.rejects(
    inTx((tx) => registerDevice(tx, lead.viewer, second)),
    { code: 'REG_DEVICE_INVALID', field: 'slug' },
  );
});

test('moving a device ends the placement before it and keeps it as history', async () => {
  const { authorityId, devices, lead } = await anAirProject(db);
  const { deviceId, placeId } = devices[0];
  const { placeId: next } = await aPlace(db, { authorityId, name: 'The new gate' });
  const from = new Date('2026-03-01T00:00:00Z');
  const move = (input: object) =>
    inTx((tx) => placeDevice(tx, lead.viewer, deviceId, { placeId: next, from, ...input }));
  assert.equal(await move({ mountedOn: 'gate post' }), true);
  assert.equal(await move({ mountedOn: 'gate post', from: new Date() }), false, 'it stands there already');
  const history = await devicePlacements(db, lead.viewer, deviceId);
  assert.deepEqual(
    history.map((each) => [each.placeId, each.validFrom.toISOString(), each.validTo?.toISOString() ?? null]),
    [
      [next, '2026-03-01T00:00:00.000Z', null],
      [placeId, '2026-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ],
  );
  await assert.rejects(move({ mountedOn: 'wall', from: new Date('2026-02-01') }), { code: 'REG_PLACEMENT_BACKWARDS' });
});

test('a device goes into a home only under a promise that says its data are about people', async () => {
  const { authorityId, devices, lead } = await anAirProject(db);
  const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001' });
  await assert.rejects(
    inTx((tx) => placeDevice(tx, lead.viewer, devices[0].deviceId, { placeId })),
    { code: 'REG_DWELLING_UNDECLARED', message: /capture/ },
  );
});

test('a device never moves to a place of another authority', async () => {
  const { devices, lead } = await anAirProject(db);
  const other = await anAirProject(db);
  await assert.rejects(
    inTx((tx) => placeDevice(tx, lead.viewer, devices[0].deviceId, { placeId: other.devices[0].placeId! })),
    { code: 'REG_PLACE_UNKNOWN' },
  );
  await assert.rejects(
    inTx((tx) => setDeviceState(tx, other.lead.viewer, devices[0].deviceId, { state: 'retired' })),
    { code: 'IDN_FORBIDDEN' },
  );
});

test('states are kept with who and why; the public sees when, not who', async () => {
  const { devices, lead } = await anAirProject(db);
  const { deviceId } = devices[0];
  await inTx((tx) => noteDeviceState(tx, deviceId, { state: 'silent', reason: 'no message for an hour' }));
  assert.equal(await inTx((tx) => noteDeviceState(tx, deviceId, { state: 'silent', reason: 'again' })), false);
  await inTx((tx) => setDeviceState(tx, lead.viewer, deviceId, { state: 'retired', reason: 'stolen' }));
  const seen = await deviceStates(db, lead.viewer, deviceId);
  assert.deepEqual(
    seen.map((each) => [each.state, each.reason, each.personName === null]),
    [
      ['retired', 'stolen', false],
      ['silent', 'no message for an hour', true],
    ],
  );
  const publicly = await deviceStates(db, PUBLIC, deviceId);
  assert.deepEqual(
    publicly.map((each) => [each.state, each.reason, each.personName]),
    [
      ['retired', null, null],
      ['silent', null, null],
    ],
  );
  await assert.rejects(
    inTx((tx) => setDeviceState(tx, lead.viewer, deviceId, { state: 'live' })),
    { code: 'REG_DEVICE_RETIRED' },
  );
  assert.equal(await inTx((tx) => noteDeviceState(tx, deviceId, { state: 'live', reason: 'heard' })), false);
});

test('a device is changed field by field, confirmed by a person, and saying the same changes nothing', async () => {
  const { authorityId, devices, lead } = await anAirProject(db);
  const { deviceId, slug, identifier } = devices[0];
  const change = (changes: object) => inTx((tx) => updateDevice(tx, lead.viewer, deviceId, changes));
  assert.equal(await change({ supplier: 'Sensor Supplier Ltd' }), true);
  assert.equal(await change({ supplier: ' Sensor Supplier Ltd ' }), false);
  await assert.rejects(change({ reportIntervalS: 0 }), { field: 'report_interval_s' });
  await inTx((tx) => confirmDevice(tx, lead.viewer, deviceId, new Date('2026-05-05')));
  const device = await requireDeviceAt(db, lead.viewer, authorityId, slug);
  assert.equal(device.supplier, 'Sensor Supplier Ltd');
  assert.equal(device.confirmedAt?.toISOString(), '2026-05-05T00:00:00.000Z');
  assert.deepEqual(device.identifiers, [identifier]);
});

test('a key of a device opens that device until the next one is made', async () => {
  const { devices, lead, approver } = await anAirProject(db);
  const { deviceId } = devices[0];
  const rotate = () => inTx((tx) => rotateCredential(tx, lead.viewer, deviceId));
  const { key } = await rotate();
  assert.equal((await deviceOfKey(db, key))?.deviceId, deviceId);
  assert.equal(await deviceOfKey(db, `${key}x`), undefined);
  assert.equal(await deviceOfKey(db, 'nonsense'), undefined);
  const next = await rotate();
  assert.equal(await deviceOfKey(db, key), undefined);
  assert.equal((await deviceOfKey(db, next.key))?.deviceId, deviceId);
  await assert.rejects(
    inTx((tx) => rotateCredential(tx, approver.viewer, deviceId)),
    { code: 'IDN_FORBIDDEN' },
  );
});

test('a place is added once, refuses what is no place on earth, and a home needs its area', async () => {
  const { authorityId, lead } = await anAirProject(db);
  const gate = { authorityId, name: 'Gate of the park', kind: 'park', latitude: 51.5, longitude: -0.1 } as const;
  const save = (overrides: object = {}) => inTx((tx) => savePlace(tx, lead.viewer, { ...gate, ...overrides }));
  const first = await save();
  assert.deepEqual([first.slug, first.changed], ['gate-of-the-park', true]);
  assert.deepEqual(await save(), { ...first, changed: false });
  assert.equal((await save({ latitude: 51.6 })).placeId, first.placeId);
  assert.equal((await requirePlaceAt(db, lead.viewer, authorityId, 'gate-of-the-park')).latitude, 51.6);
  assert.equal((await listPlaces(db, lead.viewer, { search: 'of the park' })).length, 1);
  assert.equal((await listPlaces(db, PUBLIC)).length, 0);
  await assert.rejects(requirePlaceAt(db, PUBLIC, authorityId, 'gate-of-the-park'), { code: 'REG_PLACE_UNKNOWN' });
  await assert.rejects(save({ latitude: 180_000 }), { field: 'latitude', message: /map grid/ });
  await assert.rejects(save({ longitude: Number.NaN }), { field: 'longitude' });
  await assert.rejects(save({ kind: 'dwelling' }), { field: 'area_code' });
  await assert.rejects(save({ kind: 'moon' }), { field: 'kind' });
  await assert.rejects(save({ areaCode: 'SE1' }), { field: 'area_code' });
});
