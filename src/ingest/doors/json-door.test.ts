import assert from 'node:assert/strict';
import test from 'node:test';
import { aDoorway, aHouse, anIngest, aSource, faultsOf, ledgerOf, newsOf, until } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { latestOf, pageObservations } from '../../observations/index.ts';
import { keyOfNumber } from '../gate/message-key.ts';
import { addsUp } from '../receipt.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const ingest = anIngest(house);
const app = await aDoorway(house, ingest);
const project = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const [device] = project.devices;
const eui = device.identifier.value;

async function post(source: { slug: string; key: string }, payload: unknown, headers: Record<string, string> = {}) {
  const response = await app.inject({
    method: 'POST',
    url: `/ingest/json/${authoritySlug}/${source.slug}`,
    headers: { authorization: `Bearer ${source.key}`, 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}
const source = await aSource(house, project.lead.viewer, { authorityId });
const minute = (at: number) => new Date(Date.UTC(2026, 4, 1, 11, at)).toISOString();

test('a reading sent as JSON is stored, rounded as declared, counted and announced', async () => {
  const { status, body } = await post(source, { device: eui, time: minute(0), no2: 41.26, pm10: '18.04' });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    read: 2,
    stored: 2,
    beside: 0,
    duplicate: 0,
    blank: 0,
    simulated: 0,
    refused: {},
    notes: [],
  });
  const latest = await latestOf(db, Object.values(device.datastreams));
  assert.equal(latest.get(device.datastreams.no2!)!.value, 41.3);
  assert.equal(latest.get(device.datastreams.pm10!)!.value, 18);
  assert.deepEqual(await ledgerOf(db, source.sourceId), { read: 2, stored: 2 });
  const [news] = await newsOf(db, 'observations.committed');
  assert.deepEqual(news, {
    datastreams: [device.datastreams.no2, device.datastreams.pm10].sort((a, b) => a! - b!),
    from: minute(0),
    to: minute(0),
    count: 2,
  });
});

test('the device may be written as DevEUIs are printed on boxes', async () => {
  const printed = eui.toLowerCase().match(/../g)!.join(':');
  const { body } = await post(source, { device: printed, time: minute(2), no2: 40 });
  assert.equal(body.stored, 1);
});

test('a resend changes nothing, and the receipt says so', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const message = { device: eui, time: minute(4), key: 'm-1', no2: 38 };
  assert.equal((await post(other, message)).body.stored, 1);
  const { body } = await post(other, message);
  assert.deepEqual([body.read, body.stored, body.duplicate], [1, 0, 1]);
  assert.deepEqual(await ledgerOf(db, other.sourceId), { duplicate: 1, read: 2, stored: 1 });
});

test('a message with a key but no time takes the time of its first receipt, and its resend falls on the same reading', async () => {
  const [, second] = project.devices;
  const message = { device: second.identifier.value, key: 'no-time-1', no2: 12 };
  assert.equal((await post(source, message)).body.stored, 1);
  house.clock.forward(10 * 60_000);
  const { body } = await post(source, message);
  assert.equal(body.duplicate, 1);
  house.clock.forward(-10 * 60_000);
});

test('what has neither time nor key is stored once for each delivery, and the answer says so', async () => {
  const [, , third] = project.devices;
  const message = { device: third.identifier.value, no2: 12 };
  const first = await post(source, message);
  assert.equal(first.body.stored, 1);
  assert.match(first.body.notes.join(), /neither time nor key/);
  house.clock.forward(60_000);
  assert.equal((await post(source, message)).body.stored, 1);
  house.clock.forward(-60_000);
});

test('fields nobody declared are dropped and counted by name, never their values', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const message = { device: eui, time: minute(6), no2: 30, secret: { word: 'open sesame' }, rssi: -70 };
  const { body } = await post(other, message);
  assert.deepEqual([body.read, body.stored, body.refused], [3, 1, { 'undeclared-property': 2 }]);
  const { rows } = await sql`select field, type, count from ingest.unknown_field where source_id = ${other.sourceId}
    order by field`.execute(db);
  assert.deepEqual(rows, [
    { field: 'rssi', type: 'number', count: 1 },
    { field: 'secret.word', type: 'text', count: 1 },
  ]);
  const everything = await sql<{
    all: string;
  }>`select jsonb_build_object('f', (select jsonb_agg(f) from ingest.fault f),
    'u', (select jsonb_agg(u) from ingest.unknown_field u), 'l', (select jsonb_agg(l) from ingest.ledger l))::text as all`.execute(
    db,
  );
  assert.doesNotMatch(everything.rows[0]!.all, /sesame/);
});

test('an unknown device goes to the inbox by the shape of its message', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const { status, body } = await post(other, { device: 'A81758FFFE000001', time: minute(0), t: 20.5, mode: 'eco' });
  assert.deepEqual([status, body.read, body.refused], [200, 2, { 'unknown-device': 2 }]);
  const { rows } =
    await sql`select identifier, shape, messages from ingest.inbox where source_id = ${other.sourceId}`.execute(db);
  assert.deepEqual(rows, [
    { identifier: 'A81758FFFE000001', shape: { fields: { t: 'number', mode: 'text of 3' } }, messages: 1 },
  ]);
});

test('the inbox of a source keeps 500 devices and counts the readings of all', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const messages = Array.from({ length: 520 }, (_, i) => ({ device: `dev-${i}`, time: minute(0), t: 1 }));
  await post(other, messages.slice(0, 300));
  await post(other, messages);
  const { rows } = await sql`select count(*) from ingest.inbox where source_id = ${other.sourceId}`.execute(db);
  assert.deepEqual(rows, [{ count: 500 }]);
  assert.equal((await ledgerOf(db, other.sourceId))['refused:unknown-device'], 820);
});

test('a source of nonsense fills no more than its share, and is answered in seconds', async () => {
  const nonsense = await aSource(house, project.lead.viewer, { authorityId });
  const fields = (item: number) => Object.fromEntries(Array.from({ length: 45 }, (_, nth) => [`f${item}-${nth}`, 1]));
  for (const round of [0, 1]) {
    const began = performance.now();
    const items = Array.from({ length: 300 }, (_, nth) => ({ device: eui, ...fields(round * 300 + nth) }));
    assert.equal((await post(nonsense, items)).body.refused['undeclared-property'], 13_500);
    assert.ok(performance.now() - began < 8_000, `${performance.now() - began} ms`);
  }
  assert.equal((await faultsOf(db, nonsense.sourceId)).length, 1_000);
  const { rows } = await sql`select 1 from ingest.unknown_field where source_id = ${nonsense.sourceId}`.execute(db);
  assert.equal(rows.length, 200);
});

test('a bad item of an array is told by its place and takes none of its neighbours with it', async () => {
  const { status, body } = await post(source, [
    { device: eui, time: minute(8), no2: 31 },
    { device: eui, time: '2026-05-01T11:09:00', no2: 31 },
    'not an object',
    { device: eui, time: minute(10), no2: 'warm' },
    { time: minute(11), no2: 1 },
    { device: eui, time: minute(12), no2: 32 },
  ]);
  assert.equal(status, 200);
  assert.deepEqual([body.read, body.stored, body.refused], [6, 2, { unparseable: 4 }]);
  assert.deepEqual(
    body.results.map(({ stored }: { stored: number }) => stored),
    [1, 0, 0, 0, 0, 1],
  );
  assert.match(body.results[1].notes[0], /^time has no zone/);
  assert.match(body.results[3].notes[0], /^no2 is not a number/);
  assert.match(body.results[4].notes[0], /^device does not name the device/);
  assert.ok(body.results.every(addsUp));
});

test('readings of one device may come in one message', async () => {
  const readings = [0, 2, 4].map((at) => ({ time: minute(20 + at), no2: 30 + at }));
  const { body } = await post(source, { device: eui, readings });
  assert.deepEqual(
    [body.read, body.stored, body.results],
    [3, 3, undefined],
    'all stored: there is nothing to tell of each',
  );
  const again = await post(source, { device: eui, readings });
  assert.deepEqual([again.body.duplicate, again.body.results.length], [3, 3]);
});

test('a message that cannot be read at all is a 400 that names the field or the byte, and is counted', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const bad: [unknown, string, string | undefined][] = [
    ['', 'ING_BODY_EMPTY', undefined],
    ['{"device": "a", }', 'ING_BODY_NOT_JSON', 'byte 16'],
    ['{"device": "a"', 'ING_BODY_NOT_JSON', 'byte 14'],
    ['"only a text"', 'ING_BODY_WRONG_SHAPE', 'the reading'],
    [{ no2: 1 }, 'ING_DEVICE_MISSING', 'device'],
    [{ device: eui, time: '2026-05-01T12:00:00' }, 'ING_TIME_WITHOUT_ZONE', 'time'],
    [{ device: eui, time: '2026-02-30T12:00:00Z' }, 'ING_TIME_UNREADABLE', 'time'],
    [{ device: eui, time: 1746100000 }, 'ING_TIME_UNREADABLE', 'time'],
    [{ device: eui, key: {} }, 'ING_BODY_WRONG_SHAPE', 'key'],
  ];
  for (const [payload, code, field] of bad) {
    const { status, body } = await post(other, payload);
    assert.deepEqual([status, body.error, body.field], [400, code, field], JSON.stringify(payload));
  }
  assert.deepEqual(await ledgerOf(db, other.sourceId), { read: bad.length, 'refused:unparseable': bad.length });
  assert.equal((await faultsOf(db, other.sourceId)).length, bad.length - 1); // two say the same of time
});

test('bytes that are no UTF-8 are named by their place', async () => {
  const payload = Buffer.concat([Buffer.from('{"device":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const response = await app.inject({
    method: 'POST',
    url: `/ingest/json/${authoritySlug}/${source.slug}`,
    headers: { authorization: `Bearer ${source.key}` },
    payload,
  });
  assert.deepEqual([response.statusCode, response.json().field], [400, 'byte 11']);
});

test('more than 5 minutes ahead of our clock is refused, 4 minutes are not', async () => {
  const ahead = (at: string) => post(source, { device: eui, time: at, no2: 20 });
  assert.deepEqual((await ahead('2026-05-01T12:05:01Z')).body.refused, { clock: 1 });
  assert.equal((await ahead('2026-05-01T12:04:00Z')).body.stored, 1);
  assert.deepEqual((await ahead('1999-12-31T23:59:59Z')).body.refused, { clock: 1 });
});

test('a reading sooner than nine tenths of the declared interval is too frequent; a duplicate is a duplicate first', async () => {
  const [, second] = project.devices;
  const at = (seconds: number) => ({
    device: second.identifier.value,
    time: new Date(Date.UTC(2026, 4, 1, 9, 0, seconds)).toISOString(),
    pm25: 10 + seconds,
  });
  const { body } = await post(source, [at(0), at(0), at(53), at(54)]);
  assert.deepEqual([body.stored, body.duplicate, body.refused], [2, 1, { 'too-frequent': 1 }]);
  assert.match(body.results[2].notes[0], /60 s/);
});

test('a device that is planned or retired is refused, one in maintenance is admitted', async () => {
  const common = { authorityId, projectId: project.projectId, modelId: project.modelId };
  const planned = await aDevice(db, { ...common, state: 'planned' });
  const mended = await aDevice(db, { ...common, state: 'maintenance' });
  const send = async (to: typeof planned) =>
    (await post(source, { device: to.identifier.value, time: minute(0), no2: 1, pm10: null })).body;
  assert.deepEqual((await send(planned)).refused, { 'device-not-live': 2 });
  assert.deepEqual([(await send(mended)).stored, (await send(mended)).blank], [1, 1]);
});

test('a silent device that is heard is live again', async () => {
  const silent = await aDevice(db, {
    authorityId,
    projectId: project.projectId,
    modelId: project.modelId,
    state: 'silent',
  });
  await post(source, { device: silent.identifier.value, time: minute(0), no2: 1 });
  const { rows } = await sql`select state from register.v_device where id = ${silent.deviceId}`.execute(db);
  assert.deepEqual(rows, [{ state: 'live' }]);
});

test('an unknown field is news once, a required channel missing three times running is news once until it comes back', async () => {
  const lone = await aDevice(db, { authorityId, projectId: project.projectId, modelId: project.modelId });
  const before = (await newsOf(db, 'ingest.drift')).length;
  let at = 0;
  const send = (fields: object) => post(source, { device: lone.identifier.value, time: minute(++at), ...fields });
  const all = { no2: 1, pm10: 1, pm25: 1 };
  await send({ ...all, humidity: 40 });
  await send({ ...all, humidity: 41 });
  for (let i = 0; i < 5; i++) await send({ no2: 1, pm10: 1 });
  await send(all);
  for (let i = 0; i < 3; i++) await send({ no2: 1, pm10: 1, pm25: null });
  const drifts = (await newsOf(db, 'ingest.drift')).slice(before);
  assert.deepEqual(
    drifts.map(({ what, field, deviceId }) => [what, field, deviceId]),
    [
      ['unknown-field', 'humidity', lone.deviceId],
      ['missing-channel', 'pm25', lone.deviceId],
      ['missing-channel', 'pm25', lone.deviceId],
    ],
  );
});

test('when the declaration is withdrawn nothing is stored any more, whatever long transaction is open elsewhere', async (t) => {
  const other = await anAirProject(db);
  const theirs = await aSource(house, other.lead.viewer, { authorityId: other.authorityId });
  const message = { device: other.devices[0].identifier.value, time: minute(0), no2: 1 };
  const send = (payload: object) =>
    app.inject({
      method: 'POST',
      url: `/ingest/json/${other.authoritySlug}/${theirs.slug}`,
      headers: { 'x-lamppost-key': theirs.key },
      payload,
    });
  assert.equal((await send(message)).json().stored, 1);
  const elsewhere = await own.database.pool.connect();
  t.after(() => elsewhere.release());
  await elsewhere.query('begin');
  await elsewhere.query('select pg_current_xact_id()');
  t.after(() => elsewhere.query('rollback'));
  await db.transaction().execute(async (tx) => {
    await sql`update register.declaration set state = 'withdrawn' where project_id = ${other.projectId}`.execute(tx);
    const { announce } = await import('../../base/index.ts');
    await announce(tx, 'register.changed', { authorityId: other.authorityId, projectId: other.projectId });
  });
  let at = 0;
  await until(async () => {
    const { stored, refused } = (await send({ ...message, time: minute(++at * 2) })).json();
    return stored === 0 && refused['declaration-not-in-force'] === 1;
  });
});

test('a wrong key, the key of another source and a door that is not there are answered alike', async () => {
  const other = await aSource(house, project.lead.viewer, { authorityId });
  const knock = async (path: string, key?: string) => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const { statusCode } = await app.inject({ method: 'POST', url: `/ingest/${path}`, headers, payload: {} });
    return statusCode;
  };
  assert.equal(await knock(`json/${authoritySlug}/${source.slug}`), 401);
  assert.equal(await knock(`json/${authoritySlug}/${source.slug}`, 'lpk_wrong_key'), 401);
  assert.equal(await knock(`json/${authoritySlug}/${source.slug}`, other.key), 403);
  assert.equal(await knock(`json/${authoritySlug}/no-such-source`, other.key), 403);
  assert.equal(await knock(`tts/${authoritySlug}/${source.slug}`, source.key), 403);
});

test('names and texts that the database cannot hold are cleaned or refused, and their neighbours are stored', async () => {
  const { status, body } = await post(source, [
    { device: eui, time: minute(30), 'no\0ise': 'a\0b', no2: 30 },
    { device: 'un\0known', time: minute(30), no2: 1 },
    { device: eui, time: minute(32), no2: 32 },
  ]);
  assert.equal(status, 200);
  assert.deepEqual([body.stored, body.refused], [2, { 'undeclared-property': 1, 'unknown-device': 1 }]);
  const odd = await post(source, { device: 'un\0known', readings: [1] });
  assert.deepEqual([odd.status, odd.body.field], [400, 'the reading'], 'not 503, or its sender would try for ever');
});

test('what the declaration rounds away or suppresses stands nowhere, not in the key of a reading either', async () => {
  const project = await anAirProject(db, {
    body: aDeclarationBody({
      properties: [
        aDeclaredProperty('no2', { decimals: 0 }),
        aDeclaredProperty('count-people', { decimals: 0, suppress_below: 5 }),
      ],
    }),
    channels: [
      { field: 'no2', property: 'no2' },
      { field: 'people', property: 'count-people' },
    ],
  });
  const theirs = await aSource(house, project.lead.viewer, { authorityId: project.authorityId });
  const send = async (no2: number, people: number) =>
    (
      await app.inject({
        method: 'POST',
        url: `/ingest/json/${project.authoritySlug}/${theirs.slug}`,
        headers: { 'x-lamppost-key': theirs.key },
        payload: { device: project.devices[0].identifier.value, time: minute(0), no2, people },
      })
    ).json();
  assert.equal((await send(41.26, 3)).stored, 2);
  const { rows } = await sql<object>`select o::text from observations.observation o
    where datastream_id = any(${Object.values(project.devices[0].datastreams)}::int[])`.execute(db);
  assert.ok(!JSON.stringify(rows).includes(String(keyOfNumber(41.26))));
  assert.ok(!JSON.stringify(rows).includes(String(keyOfNumber(3))));
  assert.equal((await send(41.26, 3)).duplicate, 2);
  assert.equal((await send(41.4, 2)).duplicate, 2, 'nothing differs that is promised to be kept');
  assert.equal((await send(42.6, 7)).beside, 2);
});

test('what the receipts say is what stands in the store and in the ledger', async () => {
  const ledger = await ledgerOf(db);
  const refused = Object.entries(ledger).reduce(
    (sum, [outcome, n]) => sum + (outcome.startsWith('refused:') ? n : 0),
    0,
  );
  const { read, stored, duplicate = 0, blank = 0, simulated = 0 } = ledger as Record<string, number>;
  assert.equal(read, stored! + duplicate + blank + simulated + refused);
  const { rows } = await sql<{ count: number }>`select count(*) from observations.observation`.execute(db);
  assert.equal(rows[0]!.count, stored);
  assert.ok((await pageObservations(db, { datastreamIds: [device.datastreams.no2!] })).rows.length > 5);
});
