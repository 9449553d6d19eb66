import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { aDoorway, aHouse, anIngest, aSource, faultsOf, ledgerOf } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, aModel, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { latestOf, pageObservations } from '../../observations/index.ts';

const EVENTS = new URL('../../../../shared/realdata/lorawan/network-server-events/', import.meta.url);
const skip = existsSync(EVENTS) ? false : 'the real events are not at ../shared/realdata';
const real = (name: string) => JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8'));

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const ingest = anIngest(house);
const app = await aDoorway(house, ingest);
const properties = ['air-temperature', 'relative-humidity', 'leak', 'battery'].map((code) =>
  aDeclaredProperty(code, { shortest_interval_s: 0 }),
);
const project = await anAirProject(db, { body: aDeclarationBody({ properties }) });
const { authorityId, authoritySlug, projectId } = project;
const tts = await aSource(house, project.lead.viewer, { authorityId, door: 'tts' });
const chirpstack = await aSource(house, project.lead.viewer, { authorityId, door: 'chirpstack' });

async function deviceOf(eui: string, channels: Record<string, string>, codec?: string) {
  const fields = Object.entries(channels).map(([field, property]) => ({ field, property }));
  const { modelId } = await aModel(db, { authorityId, channels: fields, ...(codec ? { codec } : {}) });
  return aDevice(db, { authorityId, projectId, modelId, identifier: { kind: 'dev_eui', value: eui } });
}

async function post(door: 'tts' | 'chirpstack', payload: unknown, event = '') {
  const source = door === 'tts' ? tts : chirpstack;
  const response = await app.inject({
    method: 'POST',
    url: `/ingest/${door}/${authoritySlug}/${source.slug}${event}`,
    headers: { authorization: `Bearer ${source.key}` },
    payload: payload as object,
  });
  return { status: response.statusCode, body: response.json() };
}

test('a real webhook of The Things Stack is stored at the network time; sent again it is a duplicate', {
  skip,
}, async () => {
  const device = await deviceOf('70B3D54994FE123E', { temperature: 'air-temperature', humidity: 'relative-humidity' });
  const first = await post('tts', real('tts-v3-up-2021-07-ttig.json'));
  assert.deepEqual([first.status, first.body.read, first.body.stored], [200, 5, 2]);
  assert.deepEqual(first.body.refused, { 'undeclared-property': 3 });
  const latest = (await latestOf(db, Object.values(device.datastreams))).get(device.datastreams.temperature!)!;
  assert.deepEqual([latest.value, latest.phenomenonTime.toISOString()], [22, '2021-07-21T19:16:03.516Z']);
  const again = await post('tts', real('tts-v3-up-2021-07-ttig.json'));
  assert.deepEqual([again.body.stored, again.body.duplicate], [0, 2]);
});

test('a simulated uplink is counted as simulated and not stored; a join is answered and counted nowhere', {
  skip,
}, async () => {
  const before = await ledgerOf(db, tts.sourceId);
  const simulated = await post('tts', real('tts-v3-webhook-simulated-2022.json'));
  assert.deepEqual([simulated.status, simulated.body.read, simulated.body.simulated], [200, 1, 1]);
  const join = await post('tts', real('tts-v3-join-accept.json'));
  assert.deepEqual([join.status, join.body.read, join.body.notes], [200, 0, ['join_accept is not a reading']]);
  assert.deepEqual(await ledgerOf(db, tts.sourceId), { ...before, read: (before.read ?? 0) + 1, simulated: 1 });
});

test('ChirpStack: numbers as text become numbers, null is blank, the other events are answered and counted nowhere', {
  skip,
}, async () => {
  const device = await deviceOf('70B3D5770800030F', {
    Leakage: 'leak',
    Hygrometry: 'relative-humidity',
    Battery: 'battery',
  });
  const { body } = await post('chirpstack', real('chirpstack-v4-up-with-object-2024.json'), '?event=up');
  assert.deepEqual([body.read, body.stored, body.blank], [16, 2, 1]);
  const latest = await latestOf(db, Object.values(device.datastreams));
  assert.equal(latest.get(device.datastreams.Leakage!)!.value, 0);
  assert.equal(latest.has(device.datastreams.Battery!), false);
  const before = await ledgerOf(db, chirpstack.sourceId);
  const txack = await post('chirpstack', real('chirpstack-v4-txack-2022.json'), '?event=txack');
  const join = await post('chirpstack', { deviceInfo: { devEui: '70b3d5770800030f' } }, '?event=join');
  assert.deepEqual([txack.status, join.status], [200, 200]);
  assert.deepEqual(await ledgerOf(db, chirpstack.sourceId), before);
});

test('bytes are decoded by the codec of the model', async () => {
  const device = await deviceOf('0004A30B001C0530', { t: 'air-temperature' }, '{"t":1}');
  const uplink = (payload: number[], minute: number) => ({
    end_device_ids: { dev_eui: '0004A30B001C0530' },
    received_at: `2026-05-01T11:${minute}:00Z`,
    uplink_message: { session_key_id: 's', f_cnt: minute, frm_payload: Buffer.from(payload).toString('base64') },
  });
  assert.equal((await post('tts', uplink([0, 21], 10))).body.stored, 1);
  assert.equal((await latestOf(db, [device.datastreams.t!])).get(device.datastreams.t!)!.value, 21);
  const failed = await post('tts', uplink([0xff], 20));
  assert.deepEqual([failed.status, failed.body.refused], [200, { unparseable: 1 }]);
  assert.match(failed.body.notes[0], /codec reported errors/);
  assert.equal((await post('tts', uplink([0, 22], 30))).body.stored, 1);
  const { uplink_message, ...rest } = uplink([0, 23], 40);
  const decoded = { ...rest, uplink_message: { ...uplink_message, decoded_payload: { t: 25 } } };
  assert.equal((await post('tts', decoded)).body.stored, 1);
  const foreign = {
    ...uplink([0, 26], 50),
    uplink_message: { ...uplink([0, 26], 50).uplink_message, decoded_payload: { temp: 1 } },
  };
  assert.equal((await post('tts', foreign)).body.stored, 1);
  const { rows } = await pageObservations(db, { datastreamIds: [device.datastreams.t!] });
  assert.deepEqual(
    rows.map(({ value }) => value),
    [26, 25, 22, 21],
  );
});

test('a message without payload holds no reading and is answered so', async () => {
  const { body } = await post('tts', {
    end_device_ids: { dev_eui: '0004A30B001C0530' },
    received_at: '2026-05-01T11:55:00Z',
    uplink_message: { session_key_id: 's', f_cnt: 99 },
  });
  assert.deepEqual([body.read, body.notes], [0, ['The message carries no payload.']]);
});

test('bytes for a model without codec are refused with the cure', async () => {
  await deviceOf('0004A30B001C0531', { t: 'air-temperature' });
  const { body } = await post('chirpstack', {
    deviceInfo: { devEui: '0004a30b001c0531' },
    time: '2026-05-01T11:00:00Z',
    data: 'AQI=',
  });
  assert.deepEqual(body.refused, { unparseable: 1 });
  assert.match(body.notes[0], /no codec/);
  assert.ok((await faultsOf(db, chirpstack.sourceId)).some(({ message }) => /no codec/.test(message)));
});
