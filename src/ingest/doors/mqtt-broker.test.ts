import assert from 'node:assert/strict';
import { connect as connectSocket } from 'node:net';
import test, { after } from 'node:test';
import { connect, connectAsync, type IClientOptions } from 'mqtt';
import { aHouse, anIngest, aSource, faultsOf, ledgerOf } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { latestOf } from '../../observations/index.ts';
import { pauseSource, rotateSourceKey } from '../sources/create-source.ts';
import { startMqttBroker } from './start-mqtt.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const ingest = anIngest(house);
const mqtt = startMqttBroker(house, ingest, { mostPacketBytes: 100_000, mostClients: 20 });
await mqtt.start();
after(() => mqtt.stop());
const project = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const [device, second] = project.devices;
const aMqttSource = () => aSource(house, project.lead.viewer, { authorityId, door: 'mqtt' });
const source = await aMqttSource();

function signIn(options: IClientOptions & { of?: typeof source } = {}) {
  const { of = source, ...rest } = options;
  return connectAsync(`mqtt://127.0.0.1:${mqtt.port}`, {
    username: `${authoritySlug}/${of.slug}`,
    password: of.key,
    reconnectPeriod: 0,
    connectTimeout: 3000,
    ...rest,
  });
}
const eui = device.identifier.value;
const minute = (at: number) => new Date(Date.UTC(2026, 4, 1, 11, at)).toISOString();
const stored = async () => (await ledgerOf(db, source.sourceId)).stored ?? 0;

test('a reading published with QoS 1 is committed when its PUBACK arrives', async () => {
  const client = await signIn();
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(0), no2: 21.27 }), { qos: 1 });
  assert.equal((await latestOf(db, [device.datastreams.no2!])).get(device.datastreams.no2!)!.value, 21.3);
  assert.deepEqual(await ledgerOf(db, source.sourceId), { read: 1, stored: 1 });
  await client.endAsync();
});

test('QoS 0 and QoS 2 come in too', async () => {
  const before = await stored();
  const client = await signIn();
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(2), no2: 22 }), { qos: 2 });
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(4), no2: 23 }), { qos: 0 });
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(6), no2: 24 }), { qos: 1 });
  assert.equal(await stored(), before + 3);
  await client.endAsync();
});

test('a thousand messages at once are committed in groups, each once', async () => {
  const client = await signIn();
  const before = await stored();
  const began = Date.UTC(2026, 3, 1);
  await Promise.all(
    Array.from({ length: 1000 }, (_, i) =>
      client.publishAsync(
        `up/${eui}`,
        JSON.stringify({ time: new Date(began + i * 60_000).toISOString(), no2: i % 50 }),
        {
          qos: 1,
        },
      ),
    ),
  );
  assert.equal(await stored(), before + 1000);
  await client.endAsync();
});

test('what is refused is acknowledged, counted, and stands as a fault that names the field', async () => {
  const faulty = await aMqttSource();
  const client = await signIn({ of: faulty });
  await client.publishAsync(`up/${eui}`, 'not json', { qos: 1 });
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: '2026-05-01T10:00:00', no2: 1 }), { qos: 1 });
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(8), no2: 'warm' }), { qos: 1 });
  await client.publishAsync('somewhere/else', JSON.stringify({ time: minute(8), no2: 1 }), { qos: 1 });
  await client.publishAsync('up/nobody', JSON.stringify({ time: minute(8), no2: 1 }), { qos: 1 });
  assert.deepEqual(await ledgerOf(db, faulty.sourceId), {
    read: 5,
    'refused:unknown-device': 1,
    'refused:unparseable': 4,
  });
  const messages = (await faultsOf(db, faulty.sourceId)).map(({ message }) => message).join('\n');
  assert.match(messages, /not JSON/);
  assert.match(messages, /time has no zone/);
  assert.match(messages, /no2 is not a number/);
  assert.match(messages, /topic does not name a device/);
  await client.endAsync();
});

test('a wrong key, the key of an HTTP source and a paused source are not let in', async () => {
  const http = await aSource(house, project.lead.viewer, { authorityId, door: 'json' });
  const paused = await aMqttSource();
  const pause = { id: paused.sourceId, paused: true };
  await db.transaction().execute((tx) => pauseSource(tx, project.lead.viewer, pause.id, pause.paused, house.clock));
  await assert.rejects(signIn({ password: 'lpk_no_key' }), { code: 5 });
  await assert.rejects(signIn({ of: http }), { code: 5 });
  await assert.rejects(signIn({ of: paused }), { code: 5 });
  await assert.rejects(signIn({ username: 'nobody' }), { code: 5 });
});

test('nobody may subscribe, and a retained message is not retained', async () => {
  const client = await signIn();
  await assert.rejects(client.subscribeAsync('up/#'), /Unspecified error|Subscribe error/);
  await client.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(10), no2: 1 }), { qos: 1, retain: true });
  await client.endAsync();
});

test('a last will is not a reading', async () => {
  const before = await ledgerOf(db, source.sourceId);
  const payload = JSON.stringify({ time: minute(12), no2: 99 });
  const client = await signIn({
    will: { topic: `up/${second.identifier.value}`, payload: Buffer.from(payload), qos: 1 },
  });
  client.stream.destroy();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(await ledgerOf(db, source.sourceId), before);
});

test('two sources may use the same client id without ending each other', async () => {
  const other = await aMqttSource();
  const one = await signIn({ clientId: 'gateway' });
  const two = await signIn({ clientId: 'gateway', of: other });
  await one.publishAsync(`up/${eui}`, JSON.stringify({ time: minute(14), no2: 1 }), { qos: 1 });
  assert.ok(one.connected && two.connected);
  await Promise.all([one.endAsync(), two.endAsync()]);
});

test('a client whose key was rotated is cut off at its next message, unacknowledged', async () => {
  const rotated = await aMqttSource();
  const client = await signIn({ of: rotated });
  await db.transaction().execute((tx) => rotateSourceKey(tx, project.lead.viewer, rotated.sourceId, house.clock));
  const closed = new Promise((resolve) => client.once('close', () => resolve(undefined)));
  client.publish(`up/${eui}`, JSON.stringify({ time: minute(16), no2: 1 }), { qos: 1 });
  await closed;
  assert.deepEqual(await ledgerOf(db, rotated.sourceId), {});
  await client.endAsync(true);
});

test('a packet over the limit ends the connection before its bytes are gathered', async () => {
  const client = await signIn();
  const closed = new Promise((resolve) => client.once('close', () => resolve(undefined)));
  client.on('error', () => {});
  client.publish(`up/${eui}`, Buffer.alloc(150_000, 'x'), { qos: 1 });
  await closed;
  await client.endAsync(true);
  const socket = connectSocket(mqtt.port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])); // a PUBLISH that announces 256 MB
  await ended;
});

test('while the database is away nothing is acknowledged, and the message is committed when it is back', async () => {
  const before = await stored();
  const client = await signIn();
  let acknowledged = false;
  const blocker = await own.database.pool.connect();
  await blocker.query('begin');
  await blocker.query('lock table observations.observation in access exclusive mode');
  const sent = client
    .publishAsync(`up/${eui}`, JSON.stringify({ time: minute(18), no2: 7 }), { qos: 1 })
    .then(() => (acknowledged = true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(acknowledged, false);
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  for (const { pid } of rows) await sql`select pg_terminate_backend(${pid})`.execute(db); // its connection is lost too
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(acknowledged, false);
  await blocker.query('rollback');
  blocker.release();
  await sent;
  assert.equal(await stored(), before + 1);
  await client.endAsync();
});

test('more clients than the limit are turned away', async () => {
  const clients = await Promise.all(Array.from({ length: 20 }, () => signIn()));
  const late = connect(`mqtt://127.0.0.1:${mqtt.port}`, { reconnectPeriod: 0 });
  await new Promise((resolve) => late.once('close', () => resolve(undefined)));
  assert.equal(late.connected, false);
  await Promise.all([late, ...clients].map((client) => client.endAsync(true)));
});
