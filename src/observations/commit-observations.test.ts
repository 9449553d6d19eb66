import assert from 'node:assert/strict';
import test from 'node:test';
import { anObservation, commitInTransaction } from '../../test/build-observations.ts';
import { aDatabase } from '../../test/database.ts';
import { RaceLost } from './commit-observations.ts';
import { latestOf } from './latest.store.ts';
import { pageObservations } from './observation-page.store.ts';
import { timeBuckets } from './time-buckets.store.ts';

const { database, db } = await aDatabase();
const all = async (datastreamId: number) =>
  (await pageObservations(db, { datastreamIds: [datastreamId], order: 'oldest-first' })).rows;

test('a resend changes nothing', async () => {
  const row = anObservation({ datastreamId: 10 });
  assert.deepEqual((await commitInTransaction(database, [row])).fates, ['stored']);
  const again = await commitInTransaction(database, [row, row]);
  assert.deepEqual(again.fates, ['duplicate', 'duplicate']);
  assert.deepEqual([again.stored, again.duplicate, again.datastreams, again.from], [0, 2, [], undefined]);
  assert.equal((await all(10)).length, 1);
});

test('the same hour twice with different values: both are kept, the second is told as beside and is the latest', async () => {
  const committed = await commitInTransaction(database, [
    anObservation({ datastreamId: 11, value: 41.2 }),
    anObservation({ datastreamId: 11, value: 43.9 }),
  ]);
  assert.deepEqual(committed.fates, ['stored', 'beside']);
  assert.equal(committed.stored, 2);
  assert.deepEqual(
    (await all(11)).map(({ value, sequence }) => [value, sequence]),
    [
      [41.2, 0],
      [43.9, 1],
    ],
  );
  assert.equal((await latestOf(db, [11])).get(11)!.value, 43.9);
});

test('milliseconds are kept, and ids have the whole second', async () => {
  await commitInTransaction(database, [anObservation({ datastreamId: 12, at: '2026-05-01T12:00:00.734Z' })]);
  const [row] = await all(12);
  assert.equal(row!.phenomenonTime.toISOString(), '2026-05-01T12:00:00.734Z');
  assert.equal(BigInt(row!.id) & 0xffn, 0n);
});

test('a late reading is stored and the latest stays the newest', async () => {
  await commitInTransaction(database, [anObservation({ datastreamId: 13, at: '2026-05-01T12:00:00Z', value: 1 })]);
  await commitInTransaction(database, [anObservation({ datastreamId: 13, at: '2026-05-01T11:00:00Z', value: 2 })]);
  assert.equal((await latestOf(db, [13])).get(13)!.value, 1);
  assert.equal((await all(13)).length, 2);
});

test('what stands in the store keeps a reading that comes too close out, on both sides', async () => {
  const gap = { datastreamId: 14, leastGapMs: 54 * 60_000 };
  await commitInTransaction(database, [anObservation({ ...gap, at: '2026-05-01T12:00:00Z' })]);
  const committed = await commitInTransaction(database, [
    anObservation({ ...gap, at: '2026-05-01T12:40:00Z' }),
    anObservation({ ...gap, at: '2026-05-01T11:20:00Z' }),
    anObservation({ ...gap, at: '2026-05-01T12:54:00Z' }),
  ]);
  assert.deepEqual(committed.fates, ['too-close', 'too-close', 'stored']);
});

test('readings that are newer than all that stands, late ones and duplicates may come together', async () => {
  const at = (minute: number, datastreamId: number, value = minute) =>
    anObservation({
      datastreamId,
      value,
      phenomenonTime: new Date(Date.UTC(2026, 4, 1, 12, minute)),
      leastGapMs: 54_000,
    });
  await commitInTransaction(database, [at(10, 20), at(10, 21)]);
  const committed = await commitInTransaction(database, [
    at(12, 20),
    at(5, 21),
    at(10, 21),
    at(1, 22),
    at(10, 21, 99),
    at(2, 22),
  ]);
  assert.deepEqual(committed.fates, ['stored', 'stored', 'duplicate', 'stored', 'beside', 'stored']);
  assert.deepEqual(
    [committed.stored, committed.beside, committed.duplicate, committed.datastreams],
    [5, 1, 1, [20, 21, 22]],
  );
  assert.deepEqual([committed.from?.getUTCMinutes(), committed.to?.getUTCMinutes()], [1, 12]);
  const latest = await latestOf(db, [20, 21, 22]);
  assert.deepEqual(
    [20, 21, 22].map((id) => latest.get(id)!.value),
    [12, 99, 2],
  );
});

test('categories keep their text, quotes and backslashes too', async () => {
  const text = 'AVAI"LA\\BLE, {x}';
  await commitInTransaction(database, [anObservation({ datastreamId: 15, value: null, textValue: text })]);
  assert.equal((await all(15))[0]!.textValue, text);
});

test('two transactions that store values for the same second: the second waits, and its value is kept beside', async () => {
  const one = await database.pool.connect();
  try {
    await one.query('begin');
    await one.query(`insert into observations.observation (datastream_id, authority_id, phenomenon_time, received_at, key, value)
      values (16, 1, '2026-05-01T12:00:00Z', now(), 1, 1)`);
    const other = commitInTransaction(database, [anObservation({ datastreamId: 16, value: 2 })]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await one.query('commit');
    assert.deepEqual((await other).fates, ['beside']);
  } finally {
    one.release();
  }
});

test('a race that is lost among what stands must be run again', async () => {
  const one = await database.pool.connect();
  try {
    await one.query('begin');
    await one.query(`insert into observations.observation (datastream_id, authority_id, phenomenon_time, received_at, key, value)
      values (23, 1, '2026-05-01T12:00:00Z', now(), 1, 1)`);
    const other = commitInTransaction(database, [anObservation({ datastreamId: 23, value: 2 })], { careful: true });
    const lost = assert.rejects(other, RaceLost);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await one.query('commit');
    await lost;
  } finally {
    one.release();
  }
});

test('pages walk every observation once, whatever arrives meanwhile', async () => {
  const minutes = Array.from({ length: 25 }, (_, i) => new Date(Date.UTC(2026, 4, 2, 0, i)).toISOString());
  await commitInTransaction(
    database,
    minutes.flatMap((at) => [17, 18].map((datastreamId) => anObservation({ datastreamId, at }))),
  );
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await pageObservations(db, { datastreamIds: [17, 18], limit: 7, after });
    seen.push(...page.rows.map(({ id }) => id));
    after = page.after;
    await commitInTransaction(database, [anObservation({ datastreamId: 17, at: '2026-05-03T00:00:00Z' })]);
  } while (after);
  assert.equal(seen.length, 50);
  assert.equal(new Set(seen).size, 50);
});

test('hours and days are cut in the zone asked for', async () => {
  await commitInTransaction(database, [
    anObservation({ datastreamId: 19, at: '2026-03-29T00:30:00Z', value: 1 }),
    anObservation({ datastreamId: 19, at: '2026-03-29T23:30:00Z', value: 3 }),
  ]);
  const from = new Date('2026-03-28T00:00:00Z');
  const to = new Date('2026-03-31T00:00:00Z');
  assert.deepEqual(await timeBuckets(db, [19], from, to, 'day'), [
    { datastreamId: 19, bucket: new Date('2026-03-29T00:00:00Z'), count: 2, mean: 2, min: 1, max: 3 },
  ]);
  const london = await timeBuckets(db, [19], from, to, 'day', 'Europe/London');
  assert.deepEqual(
    london.map(({ bucket }) => bucket.toISOString()),
    ['2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'],
  );
});
