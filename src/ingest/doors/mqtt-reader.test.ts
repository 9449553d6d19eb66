import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { connectAsync } from 'mqtt';
import { aHouse, anIngest, aSource, ledgerOf, until } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { pauseSource } from '../sources/create-source.ts';
import { deviceIn, MqttReader } from './mqtt-reader.ts';

test('the last + of the filter stands for the device', () => {
  assert.equal(deviceIn('v3/app@tenant/devices/dev1/up', 'v3/+/devices/+/up'), 'dev1');
  assert.equal(deviceIn('zigbee/kitchen', 'zigbee/+'), 'kitchen');
  assert.equal(deviceIn('all/in/one', 'all/#'), undefined);
});

const skip = spawnSync('mosquitto', ['-h']).error ? 'mosquitto is not installed' : false;

test('an outside broker is read through a shared subscription, and nothing is lost over a restart', {
  skip,
}, async () => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'lamppost-mosquitto-'));
  writeFileSync(join(folder, 'conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\nlog_type none\n`);
  const broker: ChildProcess = spawn('mosquitto', ['-c', join(folder, 'conf')], { stdio: 'ignore' });
  after(() => broker.kill());

  const own = await aDatabase();
  const { db } = own;
  const house = await aHouse(own, { LAMPPOST_MQTT_BROKER: `mqtt://127.0.0.1:${port}` });
  const ingest = anIngest(house);
  const project = await anAirProject(db);
  const [device] = project.devices;
  const { authorityId } = project;
  const source = await aSource(house, project.lead.viewer, {
    authorityId,
    door: 'mqtt-client',
    settings: { topic: 'sensors/+/up' },
  });

  const reader = new MqttReader(house, ingest, 3);
  reader.start();
  await until(() => reader.problem() === undefined);
  const sender = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const send = (minute: number) => {
    const time = new Date(Date.UTC(2026, 4, 1, 10, minute)).toISOString();
    return sender.publishAsync(`sensors/${device.identifier.value}/up`, JSON.stringify({ time, no2: minute }), {
      qos: 1,
    });
  };
  const stored = async () => (await ledgerOf(db, source.sourceId)).stored ?? 0;
  await new Promise((resolve) => setTimeout(resolve, 200)); // the subscriptions follow the connections
  for (let minute = 0; minute < 10; minute++) await send(minute);
  await until(async () => (await stored()) === 10);

  await reader.stop();
  for (let minute = 10; minute < 20; minute++) await send(minute);
  assert.equal(await stored(), 10);
  const next = new MqttReader(house, ingest, 3);
  next.start();
  await until(async () => (await stored()) === 20);
  assert.deepEqual(await ledgerOf(db, source.sourceId), { read: 20, stored: 20 });

  await db.transaction().execute((tx) => pauseSource(tx, project.lead.viewer, source.sourceId, true, house.clock));
  await until(() => next.connections === 0);
  await send(20);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await stored(), 20);
  await db.transaction().execute((tx) => pauseSource(tx, project.lead.viewer, source.sourceId, false, house.clock));
  await until(async () => (await stored()) === 21);
  await next.stop();
  await sender.endAsync();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
