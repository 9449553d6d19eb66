import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { aDoorway, aHouse, anIngest, aSource, ledgerOf } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { addsUp } from '../receipt.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const app = await aDoorway(house, anIngest(house));
const project = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const [device] = project.devices;
const eui = device.identifier.value;
const sources = {
  json: await aSource(house, project.lead.viewer, { authorityId, door: 'json' }),
  tts: await aSource(house, project.lead.viewer, { authorityId, door: 'tts' }),
  chirpstack: await aSource(house, project.lead.viewer, { authorityId, door: 'chirpstack' }),
};
type FuzzedDoor = keyof typeof sources;
const doors = Object.keys(sources) as FuzzedDoor[];

async function knock(door: FuzzedDoor, payload: string | Buffer, query = '') {
  const response = await app.inject({
    method: 'POST',
    url: `/ingest/${door}/${authoritySlug}/${sources[door].slug}${query}`,
    headers: { authorization: `Bearer ${sources[door].key}`, 'content-type': 'application/json' },
    payload,
  });
  const body = response.json();
  assert.ok([200, 400, 413].includes(response.statusCode), `${response.statusCode} ${response.body} for ${payload}`);
  if (response.statusCode === 200) {
    assert.ok(addsUp(body), response.body);
    for (const result of body.results ?? []) assert.ok(addsUp(result), response.body);
  } else {
    assert.ok(/^(ING|BASE)_/.test(body.error) && body.message.length > 10 && body.cure.length > 5, response.body);
  }
  return response;
}

const runs = { numRuns: 150 };

test('random bytes at every door are answered, never with a 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...doors), fc.uint8Array({ maxLength: 300 }), async (door, bytes) => {
      await knock(door, Buffer.from(bytes));
    }),
    runs,
  );
});

test('random JSON at every door is answered, never with a 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...doors), fc.json({ maxDepth: 6 }), async (door, json) => {
      await knock(door, json);
    }),
    runs,
  );
});

const oddTime = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2026-05-01T11:00:00Z', '2026-05-01T11:00', '0000-00-00T00:00:00Z', '', '+275760-09-13T00:00:00Z'),
  fc.jsonValue(),
);
const oddValue = fc.oneof(
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constantFrom(null, '', 'NaN', '-999', '1e400'),
  fc.jsonValue(),
);
const oddDevice = fc.oneof(fc.constantFrom(eui, 'x'), fc.string({ unit: 'binary', maxLength: 300 }), fc.jsonValue());
const fields = fc.dictionary(
  fc.oneof(fc.constantFrom('no2', 'pm10', '__proto__', 'constructor'), fc.string({ unit: 'binary' })),
  oddValue,
  { maxKeys: 6 },
);

test('nearly right messages of our JSON are answered, never with a 5xx', async () => {
  const message = fc.record({ device: oddDevice, time: oddTime, key: fc.jsonValue(), fields }, { requiredKeys: [] });
  const flat = fc.tuple(message, fields).map(([head, rest]) => ({ ...rest, ...head }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(flat, fc.array(flat, { maxLength: 20 }), fc.record({ device: oddDevice, readings: fc.array(flat) })),
      async (body) => {
        await knock('json', JSON.stringify(body));
      },
    ),
    runs,
  );
});

test('nearly right messages of network servers are answered, never with a 5xx', async () => {
  const base64 = fc.oneof(fc.base64String(), fc.string(), fc.jsonValue());
  const tts = fc.record(
    {
      end_device_ids: fc.oneof(fc.record({ dev_eui: oddDevice }), fc.jsonValue()),
      received_at: oddTime,
      simulated: fc.jsonValue(),
      correlation_ids: fc.jsonValue(),
      uplink_message: fc.oneof(
        fc.record(
          {
            received_at: oddTime,
            f_port: fc.jsonValue(),
            session_key_id: fc.jsonValue(),
            frm_payload: base64,
            decoded_payload: fc.oneof(fields, fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  const chirpstack = fc.record(
    {
      deviceInfo: fc.oneof(fc.record({ devEui: oddDevice }), fc.jsonValue()),
      time: oddTime,
      data: base64,
      object: fc.oneof(fields, fc.jsonValue()),
      deduplicationId: fc.jsonValue(),
      fPort: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(tts, async (body) => void (await knock('tts', JSON.stringify(body)))),
    runs,
  );
  const event = fc.constantFrom('', '?event=up', '?event=log', '?event=%00', '?event=up&event=join');
  await fc.assert(
    fc.asyncProperty(
      chirpstack,
      event,
      async (body, query) => void (await knock('chirpstack', JSON.stringify(body), query)),
    ),
    runs,
  );
});

test('deep, wide and long messages are refused in bounded time', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const deepFields = `{"device":"${eui}","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
  const wide = JSON.stringify({
    device: eui,
    ...Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, i])),
  });
  const long = JSON.stringify({ device: eui, no2: 'x'.repeat(4_000_000) });
  const many = JSON.stringify(Array.from({ length: 10_001 }, () => 1));
  const began = performance.now();
  for (const payload of [deep, deepFields, wide, long, many]) await knock('json', payload);
  const tooLong = await knock('json', Buffer.alloc(6 * 1024 * 1024, ' ')).catch((error) => error);
  assert.match(String(tooLong), /413/);
  assert.ok(performance.now() - began < 5_000);
});

test('after all of it the accounts add up, and what is kept of it is bounded', async () => {
  const { read, stored = 0, duplicate = 0, blank = 0, simulated = 0, ...rest } = await ledgerOf(db);
  const refused = Object.entries(rest).reduce(
    (sum, [outcome, count]) => sum + (outcome.startsWith('refused:') ? count : 0),
    0,
  );
  assert.equal(read, stored + duplicate + blank + simulated + refused);
  const { rows } = await sql<{ stands: number; faults: number; inbox: number; unknown: number }>`select
    (select count(*) from observations.observation) as stands, (select count(*) from ingest.fault) as faults,
    (select count(*) from ingest.inbox) as inbox, (select count(*) from ingest.unknown_field) as unknown`.execute(db);
  assert.equal(rows[0]!.stands, stored);
  assert.ok(rows[0]!.faults <= 3100 && rows[0]!.inbox <= 1500 && rows[0]!.unknown <= 600, JSON.stringify(rows[0]));
});
