/**
 * Every door of the real thing, under a fixed budget of seconds (LAMPPOST_TEST_FUZZ_SECONDS, 45 in all): bytes, structures, MQTT
 * packets, queries. Never a crash, never a 500, memory bounded, and whoever sent something wrong is told where. The
 * same run again: LAMPPOST_TEST_SEED.
 */
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { type Db, openDatabase, sql } from '../../src/base/index.ts';
import { addsUp, type Receipt } from '../../src/ingest/index.ts';
import { chirpstackUplink, type SeededHouse, seedHouse, ttsUplink } from '../build-house.ts';
import { RunningHouse } from '../running-house.ts';
import { aSeed, type Chance, chanceOf } from '../seeded-random.ts';
import { sendRaw } from './http-fuzz.ts';
import { connectPacket, publishPacket, RawClient, subscribePacket } from './mqtt-fuzz.ts';
import { mutateBytes, mutateJson, randomBytes, SECRET } from './mutate.ts';
import { anAddress } from './odata-fuzz.ts';

const BUDGET_MS = Number(process.env.LAMPPOST_TEST_FUZZ_SECONDS ?? 45) * 1000;
const MOST_GROWTH_MB = 350;
const SLOWEST_MS = 10_000;

const seed = aSeed();
const house = new RunningHouse({ NODE_OPTIONS: '--max-old-space-size=400' }); // what grows without bound ends here
let database: ReturnType<typeof openDatabase>;
let db: Db;
let seeded: SeededHouse;
let restMb: number;

before(async () => {
  await house.start();
  database = openDatabase(await house.databaseUrl());
  db = database.db;
  seeded = await seedHouse(db);
  for (let nth = 0; nth < 200; nth++) await post('json', JSON.stringify(jsonMessage(chanceOf(nth)))); // warm
  restMb = house.memory().rssMb;
});
after(async () => {
  await database?.close();
  await house.remove();
});

const DOORS = ['json', 'tts', 'chirpstack'] as const;
type HttpDoor = (typeof DOORS)[number];

test('bytes and structures at the doors over HTTP: answered, and what is wrong is named', async (t) => {
  const tally = await fuzz(t, 0.3, 6, async (chance) => {
    const door = chance.pick(DOORS);
    const message = aMessage(door, chance);
    const kind = chance.next();
    const body =
      kind < 0.35
        ? mutateBytes(Buffer.from(JSON.stringify(message)), chance)
        : kind < 0.4
          ? randomBytes(chance.between(0, 500), chance)
          : Buffer.from(mutateJson(message, chance));
    const query =
      door === 'chirpstack' ? chance.pick(['', '?event=up', '?event=join', '?event=%00', '?event=up&event=x']) : '';
    return `${door} ${await requireGoodAnswer(await post(door, body, query), body)}`;
  });
  assert.ok(tally.size >= 6, 'each door took some and refused some');
});

test('HTTP as nobody would write it is refused or cut off', async (t) => {
  const port = Number(new URL(house.url).port);
  await fuzz(t, 0.1, 4, async (chance) => {
    const body = JSON.stringify(jsonMessage(chance));
    const head = `POST /ingest/json/${seeded.authoritySlug}/json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${seeded.keys.json}\r\n`;
    const request = chance.pick([
      `${head}Content-Length: ${body.length}\r\n\r\n${body}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      `${head}Content-Length: ${body.length}\r\nContent-Type: text/csv; charset=x\r\nContent-Encoding: gzip\r\n\r\n${body}`,
      `GET /${'a/'.repeat(chance.between(1, 9000))} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a=b; '.repeat(chance.between(1, 4000))}\r\n\r\n`,
    ]);
    const answer = await sendRaw(port, mutateBytes(Buffer.from(request), chance));
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
    assert.ok(status === undefined || Number(status) < 500, answer.slice(0, 500));
    return status ?? 'cut off';
  });
});

test('a payload over MQTT that cannot be taken is acknowledged, counted, and stands on the page of its device', async (t) => {
  const clients = await Promise.all([1, 2, 3, 4].map((nth) => anMqttClient(`payloads ${nth}`)));
  let nth = 0;
  await fuzz(t, 0.2, clients.length, async (chance, lane) => {
    const client = clients[lane]!;
    const device = seeded.devices[lane]!;
    const { device: _, ...message } = jsonMessage(chance);
    const payload =
      chance.next() < 0.4
        ? mutateBytes(Buffer.from(JSON.stringify(message)), chance)
        : Buffer.from(mutateJson(message, chance));
    nth = (nth % 65_535) + 1;
    const packetId = nth;
    client.write(publishPacket(`up/${device.identifier.value}`, payload, packetId));
    const answer = await client.read(4, 5_000);
    const expected = [0x40, 2, packetId >> 8, packetId & 255];
    assert.deepEqual([...answer], expected, `no PUBACK for ${payload.subarray(0, 300)}`);
    return 'acknowledged';
  });
  for (const client of clients) client.close();
  const { rows } = await sql<{ deviceId: number; faults: number }>`
    select device_id as "deviceId", count(*)::int as faults from ingest.v_fault f
    join ingest.v_source s on s.id = f.source_id and s.door = 'mqtt' group by 1`.execute(db);
  for (const { deviceId } of seeded.devices.slice(0, 4)) {
    assert.ok((rows.find((row) => row.deviceId === deviceId)?.faults ?? 0) > 3, 'its faults stand with the device');
  }
});

test('MQTT packets as nobody would send them are answered or cut off, and the broker goes on', async (t) => {
  const port = Number(new URL(house.mqttUrl).port);
  const username = `${seeded.authoritySlug}/mqtt`;
  await fuzz(t, 0.15, 4, async (chance, lane) => {
    const hello = connectPacket(username, seeded.keys.mqtt, `packets ${lane}`);
    const payload = Buffer.from(JSON.stringify({ no2: 3 }));
    const packets = [
      publishPacket('up/air-1', payload, chance.between(1, 65_535)),
      publishPacket(
        chance.pick(['', 'up', 'up/', '#', '$SYS/x', 'up/+', 'up/air-1/x', `up/${'x'.repeat(60_000)}`]),
        payload,
        7,
      ),
      subscribePacket(chance.pick(['#', 'up/#', '+/+', '$SYS/#', 'up/+']), 8),
      Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]), // announces 256 MB
      randomBytes(chance.between(1, 60), chance),
    ];
    const client = await RawClient.open(port);
    client.write(chance.next() < 0.3 ? mutateBytes(hello, chance) : hello);
    await client.read(4, 100);
    const sent = chance.pick(packets);
    client.write(chance.next() < 0.7 ? mutateBytes(sent, chance) : sent);
    const answer = await client.read(4, 60);
    assert.ok(!answer.includes(SECRET), 'nothing is given out to subscribers');
    const outcome = client.isClosed ? 'cut off' : answer.length > 0 ? 'answered' : 'silent';
    client.close();
    return outcome;
  });
  const client = await anMqttClient('afterwards');
  client.write(publishPacket('up/air-1', Buffer.from(JSON.stringify(jsonMessage(chanceOf(1)))), 1));
  assert.deepEqual([...(await client.read(4, 5_000))], [0x40, 2, 0, 1]);
  client.close();
});

test('queries at /v1.1 are answered, and what is wrong in them is named', async (t) => {
  const tally = await fuzz(t, 0.25, 4, async (chance) => {
    const address = anAddress(chance);
    const answer = await fetch(house.url + address);
    const text = await answer.text();
    assert.ok(answer.status < 500 || answer.status === 501, `${answer.status} for ${address}\n${text}`);
    if (answer.status >= 400) {
      const { message, cure } = JSON.parse(text);
      assert.ok(message?.length > 10 && cure?.length > 5, `${address}\n${text}`);
    }
    return String(answer.status);
  });
  assert.ok(tally.has('200') && tally.has('400'), 'some were right and some were wrong');
});

test('afterwards it stands as before: ready, no larger, its accounts add up, and no value was kept that was refused', async (t) => {
  assert.ok(house.isRunning);
  assert.equal((await fetch(`${house.url}/readyz`)).status, 200);
  const { rssMb, peakMb } = house.memory();
  t.diagnostic(
    `memory: ${Math.round(restMb)} MB before, ${Math.round(rssMb)} MB after, ${Math.round(peakMb)} MB at most`,
  );
  assert.ok(rssMb - restMb < MOST_GROWTH_MB, `it grew from ${restMb} to ${rssMb} MB`);
  const { rows } = await sql<{ outcome: string; count: number }>`
    select outcome, sum(count)::int as count from ingest.v_ledger group by 1`.execute(db);
  const of = (name: string) => rows.find(({ outcome }) => outcome === name)?.count ?? 0;
  const refused = rows
    .filter(({ outcome }) => outcome.startsWith('refused:'))
    .reduce((sum, { count }) => sum + count, 0);
  assert.equal(of('read'), of('stored') + of('duplicate') + of('blank') + of('simulated') + refused);
  const kept = await sql<{ place: string }>`
    select 'fault' as place from ingest.v_fault where message like ${`%${SECRET}%`}
    union all select 'inbox' from ingest.v_inbox where shape::text like ${`%${SECRET}%`}
    union all select 'field' from ingest.v_unknown_field where field like ${`%${SECRET}%`}
    union all select 'reading' from observations.v_observation where text_value like ${`%${SECRET}%`}`.execute(db);
  assert.deepEqual(kept.rows, []);
  assert.ok(!house.said.some((line) => line.includes(SECRET)), 'nor was it logged');
});

/** Runs `attempt` in several lanes for its share of the budget; tells what came out how often. */
async function fuzz(
  t: TestContext,
  share: number,
  lanes: number,
  attempt: (chance: Chance, lane: number) => Promise<string>,
): Promise<Map<string, number>> {
  const tally = new Map<string, number>();
  const until = performance.now() + share * BUDGET_MS;
  let slowestMs = 0;
  t.diagnostic(`LAMPPOST_TEST_SEED=${seed}`);
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const chance = chanceOf(seed + lane);
      while (performance.now() < until) {
        const began = performance.now();
        const outcome = await attempt(chance, lane);
        slowestMs = Math.max(slowestMs, performance.now() - began);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      }
    }),
  );
  const counts = [...tally].map(([outcome, count]) => `${outcome}: ${count}`);
  t.diagnostic(`${counts.join(', ')}; the slowest took ${Math.round(slowestMs)} ms`);
  assert.ok(slowestMs < SLOWEST_MS, `one took ${slowestMs} ms`);
  assert.ok(house.isRunning, house.said.slice(-10).join('\n'));
  return tally;
}

function post(door: HttpDoor, body: string | Buffer, query = ''): Promise<Response> {
  return fetch(`${house.url}/ingest/${door}/${seeded.authoritySlug}/${door}${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${seeded.keys[door]}`, 'content-type': 'application/json' },
    body: body as BodyInit,
  });
}

async function requireGoodAnswer(answer: Response, sent: Uint8Array): Promise<string> {
  const text = await answer.text();
  const context = `${answer.status} ${text.slice(0, 1000)}\nfor ${Buffer.from(sent.subarray(0, 1000))}`;
  assert.ok([200, 400, 413].includes(answer.status), context);
  const body = JSON.parse(text);
  assert.ok(!text.includes(SECRET), `an answer repeats a value: ${context}`);
  if (answer.status === 200) {
    const receipts: Receipt[] = [body, ...(body.results ?? [])];
    for (const receipt of receipts) {
      assert.ok(addsUp(receipt), context);
      if (Object.keys(receipt.refused).length > 0)
        assert.ok(receipt.notes.length > 0, `refused without a word: ${context}`);
    }
  } else {
    assert.ok(body.message.length > 10 && body.cure.length > 5, context);
    assert.ok(body.field !== undefined || body.error === 'ING_BODY_EMPTY', `names neither field nor byte: ${context}`);
  }
  return String(answer.status);
}

async function anMqttClient(clientId: string): Promise<RawClient> {
  const client = await RawClient.open(Number(new URL(house.mqttUrl).port));
  client.write(connectPacket(`${seeded.authoritySlug}/mqtt`, seeded.keys.mqtt, clientId));
  assert.deepEqual([...(await client.read(4, 5_000))], [0x20, 2, 0, 0]);
  return client;
}

function aMessage(door: HttpDoor, chance: Chance): unknown {
  const receivedAt = aTime(chance);
  const bytes = randomBytes(chance.between(0, 6), chance);
  const { identifier } = chance.pick(seeded.lorawan);
  if (door === 'tts') return ttsUplink(identifier.value, { receivedAt, fCnt: chance.between(0, 1e6) }, bytes);
  if (door === 'chirpstack') {
    return chirpstackUplink(identifier.value, { time: receivedAt, fCnt: 1, key: `key ${chance.next()}` }, bytes);
  }
  const items = Array.from({ length: chance.between(1, 5) }, () => jsonMessage(chance));
  return chance.pick([items[0], items, { device: 'air-1', readings: items }]);
}

function jsonMessage(chance: Chance) {
  const device = chance.pick(seeded.devices).identifier.value;
  return { device, time: aTime(chance), key: `key ${chance.next()}`, no2: chance.between(0, 100), pm10: 3.5, pm25: 2 };
}

function aTime(chance: Chance): string {
  return new Date(Date.now() - chance.between(0, 1e9)).toISOString();
}
