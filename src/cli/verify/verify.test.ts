import assert from 'node:assert/strict';
import test from 'node:test';
import { aHouse, anIngest, aSource } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt, type Db, sql } from '../../base/index.ts';
import { listSources, type Uplink } from '../../ingest/index.ts';
import { runRetention } from '../../observations/index.ts';
import { readBooks } from './accounts.store.ts';
import { discrepanciesOf } from './check-books.ts';
import { sayBooks } from './say-books.ts';

/** A house whose ingest took some of everything: stored, beside, duplicate, blank, simulated, refused, unknown. */
async function aHouseWithReadings(): Promise<{ db: Db }> {
  const own = await aDatabase();
  const house = await aHouse(own);
  const { db } = own;
  const project = await anAirProject(db, { authoritySlug: 'riverside' });
  const { slug } = await aSource(house, project.lead.viewer, { authorityId: project.authorityId, slug: 'meters' });
  const source = (await listSources(db, project.lead.viewer)).find((each) => each.slug === slug)!;
  const ingest = anIngest(house);
  const uplink = (minute: number, fields: Record<string, unknown>, more: Partial<Uplink> = {}): Uplink => ({
    source,
    device: project.devices[0].identifier,
    receivedAt: house.clock.now(),
    time: new Date(Date.UTC(2026, 4, 1, 10, minute)),
    fields,
    ...more,
  });
  await ingest.accept([
    uplink(0, { no2: 20, pm10: 12, pm25: 8 }),
    uplink(0, { no2: 20, pm10: 12, pm25: 8 }),
    uplink(0, { no2: 21 }),
    uplink(5, { no2: null, pm10: 13, pm25: 99_999 }),
    uplink(10, { no2: 22, pm10: 13, pm25: 9 }, { simulated: true }),
    uplink(15, { no2: 23 }, { device: { kind: 'dev_eui', value: 'FFFFFFFFFFFFFFFF' } }),
  ]);
  await ingest.stop(); // the ledger is folded: what is planted finds its lines
  return { db };
}

test('everything adds up after some of everything', async () => {
  const { db } = await aHouseWithReadings();
  const books = await readBooks(db);
  assert.deepEqual(discrepanciesOf(books), []);
  const text = sayBooks(books).join('\n');
  assert.match(text, /riverside\/meters +14 +5 +3 +1 +3 +2\n/);
  assert.match(text, /refused by riverside\/meters: out-of-range 1, unknown-device 1/);
  assert.match(text, /riverside +5 +0 +5/);
});

test('what retention deleted is accounted for', async () => {
  const { db } = await aHouseWithReadings();
  await runRetention(db, aClockAt('2029-01-01T00:00:00Z'));
  const books = await readBooks(db);
  assert.deepEqual(discrepanciesOf(books), []);
  assert.match(sayBooks(books).join('\n'), /riverside +5 +5 +0/);
});

const planted: [what: string, plant: ReturnType<typeof sql>, says: RegExp][] = [
  [
    'a row that vanished',
    sql`delete from observations.observation where sequence = 0 and datastream_id = (select min(datastream_id) from observations.observation)`,
    /^riverside\/device-\d+: 4 rows stand, but the ledger says 5 stored \(1 missing\)\.$/,
  ],
  [
    'a row that nobody booked',
    sql`insert into observations.observation (phenomenon_time, received_at, value, key, datastream_id, authority_id)
      select phenomenon_time + interval '1 day', received_at, value, key, datastream_id, authority_id
      from observations.observation limit 1`,
    /^riverside\/device-\d+: 6 rows stand, but the ledger says 5 stored \(1 too many\)\.$/,
  ],
  [
    'a row of a datastream that is not in the register',
    sql`insert into observations.observation (phenomenon_time, received_at, value, key, datastream_id, authority_id)
      values (now(), now(), 1, 1, 999999, 1)`,
    /^#-999999: 1 rows stand, but the ledger says 0 stored \(1 too many\)\.$/,
  ],
  [
    'a reading that was read and not accounted for',
    sql`update ingest.ledger set count = count + 1 where outcome = 'read' and device_id <> 0`,
    /^riverside\/meters: 15 read, but 14 accounted for \(1 too many\)\.$/,
  ],
  [
    'a value kept beside another that the ledger does not know',
    sql`delete from ingest.ledger where outcome = 'beside'`,
    /^riverside\/device-\d+: 1 rows stand beside others, but the ledger says 0\.$/,
  ],
  [
    'two days that make up for each other',
    sql`with moved as (update ingest.ledger set count = count - 1 where outcome = 'duplicate' returning *)
      insert into ingest.ledger select source_id, authority_id, device_id, day + 1, outcome, 1, last_at from moved`,
    /^riverside\/meters: 2 lines of a device and day do not add up, though their sum does\.$/,
  ],
  [
    'an import whose counts do not add up',
    sql`insert into ingest.import_run (authority_id, source_id, file_name, sha256, mapping, finished_at, counts)
      select authority_id, id, 'may.csv', '', 'csv', now(), '{"read": 10, "stored": 7, "refused": {"clock": 2}}' from ingest.source`,
    /^import 1 of may\.csv through riverside\/meters: 10 read, but 9 accounted for\.$/,
  ],
];

for (const [what, plant, says] of planted) {
  test(`${what} is found`, async () => {
    const { db } = await aHouseWithReadings();
    await plant.execute(db);
    const found = discrepanciesOf(await readBooks(db));
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0]!, says);
  });
}
