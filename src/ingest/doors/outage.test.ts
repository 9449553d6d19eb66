import assert from 'node:assert/strict';
import test from 'node:test';
import { aDoorway, aHouse, anIngest, aSource, ledgerOf } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const ingest = anIngest(house);
const app = await aDoorway(house, ingest);
const project = await anAirProject(db);
const [device] = project.devices;
const { authorityId, authoritySlug } = project;
const source = await aSource(house, project.lead.viewer, { authorityId });
const send = (minute: number, no2: unknown = minute) =>
  app.inject({
    method: 'POST',
    url: `/ingest/json/${authoritySlug}/${source.slug}`,
    headers: { authorization: `Bearer ${source.key}` },
    payload: { device: device.identifier.value, time: new Date(Date.UTC(2026, 4, 1, 10, minute)).toISOString(), no2 },
  });

/** Commits on this table wait while `work` runs. */
async function withBlockedTable(table: string, work: () => Promise<void>) {
  const blocker = await own.database.pool.connect();
  await blocker.query('begin');
  await blocker.query(`lock table ${table} in access exclusive mode`);
  try {
    await work();
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
}

test('a connection lost on the way to the commit: 503 with Retry-After to all who wait, nothing stored, and the resend is stored once', async () => {
  assert.equal((await send(0)).statusCode, 200);
  const waiting: ReturnType<typeof send>[] = [];
  await withBlockedTable('ingest.ledger', async () => {
    for (let minute = 2; minute <= 20; minute += 2) waiting.push(send(minute));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    assert.ok(rows.length > 0);
    for (const { pid } of rows) await sql`select pg_terminate_backend(${pid})`.execute(db);
    await new Promise((resolve) => setTimeout(resolve, 150));
  });
  const answers = await Promise.all(waiting);
  const refused = answers.filter(({ statusCode }) => statusCode === 503);
  assert.ok(refused.length > 0);
  assert.ok(refused.every(({ headers }) => headers['retry-after'] !== undefined));
  const acknowledged = answers.filter(({ statusCode }) => statusCode === 200).length;
  assert.equal((await ledgerOf(db, source.sourceId)).stored, 1 + acknowledged);
  assert.equal(refused.length + acknowledged, answers.length);
  for (let minute = 2; minute <= 20; minute += 2) assert.equal((await send(minute)).statusCode, 200);
  assert.equal((await ledgerOf(db, source.sourceId)).stored, 11);
  assert.equal(ingest.problem(), undefined);
});

test('a message that the store refuses is refused alone, its neighbours in the same group are stored', async () => {
  await sql`alter table observations.observation add constraint test_poison check (value <> 66.6)`.execute(db);
  const before = (await ledgerOf(db, source.sourceId)).stored!;
  const answers = await Promise.all([30, 32, 34, 36, 38].map((minute) => send(minute, minute === 34 ? 66.6 : 1)));
  assert.deepEqual(
    answers.map((answer) => answer.json().stored),
    [1, 1, 0, 1, 1],
  );
  assert.deepEqual(answers[2]!.json().refused, { unparseable: 1 });
  assert.equal((await ledgerOf(db, source.sourceId)).stored, before + 4);
});

test('when ingest stops, what waits is committed and what comes after is told to come back', async () => {
  let last: ReturnType<typeof send> | undefined;
  let stopped: Promise<void> | undefined;
  await withBlockedTable('ingest.ledger', async () => {
    last = send(50);
    await new Promise((resolve) => setTimeout(resolve, 100));
    stopped = ingest.stop();
    assert.equal((await send(52)).statusCode, 503);
  });
  await stopped;
  assert.equal((await last!).json().stored, 1);
});
