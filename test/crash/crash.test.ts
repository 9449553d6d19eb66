/**
 * SIGKILL at random moments while readings come in over HTTP and MQTT QoS 1: of Node alone, and of everything with
 * PostgreSQL. Starting again needs no repair, and every acknowledged reading is there exactly once. Rounds of each kind:
 * LAMPPOST_TEST_CRASH_ROUNDS (10). The same moments again: LAMPPOST_TEST_SEED.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, openDatabase, sql } from '../../src/base/index.ts';
import { seedHouse } from '../build-house.ts';
import { RunningHouse } from '../running-house.ts';
import { aSeed, type Chance, chanceOf } from '../seeded-random.ts';
import { Notebook, readingId } from './notebook.ts';
import { sendOverHttp, sendOverMqtt, type Tally } from './senders.ts';

const ROUNDS = Number(process.env.LAMPPOST_TEST_CRASH_ROUNDS ?? 10);

test('what was acknowledged before a kill stands exactly once after it, and starting again needs no repair', async (t) => {
  const chance = chanceOf(aSeed());
  t.diagnostic(`LAMPPOST_TEST_SEED=${chance.seed}, ${ROUNDS} rounds of Node alone and ${ROUNDS} of everything`);
  const house = new RunningHouse();
  t.after(() => house.remove());
  await house.start();
  const seeded = await inDatabase(house, (db) => seedHouse(db));

  const notebook = new Notebook(seeded.devices);
  const tally: Tally = { http: 0, mqtt: 0, resent: 0 };
  let goOn = true;
  let over = false;
  const until = { goesOn: () => goOn && !over, isOver: () => over };
  t.after(() => {
    over = true;
  });
  const json = { url: house.url, path: `/ingest/json/${seeded.authoritySlug}/json`, key: seeded.keys.json };
  const mqtt = { url: house.mqttUrl, username: `${seeded.authoritySlug}/mqtt`, key: seeded.keys.mqtt };
  const senders = Promise.all([
    ...[1, 1, 1, 25].map((batch) => sendOverHttp({ ...json, batch }, notebook, tally, until)),
    ...[5, 20].map((window) => sendOverMqtt({ ...mqtt, window }, notebook, tally, until)),
  ]);
  senders.catch(() => {
    over = true;
  });

  for (let round = 0; round < ROUNDS * 2 && !over; round++) {
    await killAndStart(t, house, chance, round, { notebook, tally });
  }
  await sleep(500); // what comes after the last start counts too
  goOn = false;
  await senders;
  await inDatabase(house, async (db) => {
    await requireEachOnce(t, db, notebook);
    await requireAccountsAddUp(db);
  });
  assert.ok(tally.http > 0 && tally.mqtt > 0, 'both ways in were used');
  assert.equal(await house.stop(), 0, 'after all that it still stops cleanly');
});

async function killAndStart(
  t: TestContext,
  house: RunningHouse,
  chance: Chance,
  round: number,
  { notebook, tally }: { notebook: Notebook; tally: Tally },
): Promise<void> {
  const everything = round % 2 === 1;
  const whileStarting = round > 0 && chance.next() < 0.2;
  const afterMs = whileStarting ? chance.between(0, 900) : chance.between(20, 1200);
  const before = notebook.acknowledged.size;
  await sleep(whileStarting ? chance.between(20, 1200) : afterMs);
  if (everything) await house.killEverything();
  else await house.killNode();
  if (whileStarting) {
    await house.spawn();
    await sleep(afterMs);
    if (everything) await house.killEverything();
    else await house.killNode();
  }
  await house.spawn();
  const readyMs = await house.untilReady();
  const last = house.said.filter((line) => /repair|corrupt|stale/i.test(line));
  assert.deepEqual(last, [], 'nothing asks for a repair');
  const what = everything ? 'everything' : 'Node alone';
  const when = whileStarting ? `and again ${afterMs} ms into its start` : `after ${afterMs} ms`;
  t.diagnostic(
    `round ${round + 1}: ${what} ${when}; ready in ${Math.round(readyMs)} ms; ${notebook.acknowledged.size - before} readings acknowledged, ` +
      `${tally.http} messages over HTTP and ${tally.mqtt} over MQTT so far, ${tally.resent} attempts again`,
  );
}

async function requireEachOnce(t: TestContext, db: Db, notebook: Notebook): Promise<void> {
  const { rows } = await sql<{ datastream: number; atMs: number; key: string; value: number; times: number }>`
    select datastream_id as datastream, extract(epoch from phenomenon_time)::float8 * 1000 + millis as "atMs", key::text,
      min(value) as value, count(*)::int as times
    from observations.v_observation group by 1, 2, 3`.execute(db);
  const standing = new Map(rows.map((row) => [readingId(row.datastream, row.atMs, row.key), row]));
  const lost = [...notebook.acknowledged].filter((id) => !standing.has(id));
  const twice = rows.filter(({ times }) => times !== 1);
  const strange = [...standing].filter(([id, { value }]) => notebook.made.get(id) !== value);
  t.diagnostic(
    `${notebook.acknowledged.size} readings acknowledged, ${rows.length} stored: ${lost.length} lost, ${twice.length} stored twice`,
  );
  assert.deepEqual(lost.slice(0, 5), [], `${lost.length} acknowledged readings are not there`);
  assert.deepEqual(twice.slice(0, 5), [], `${twice.length} readings are there more than once`);
  assert.deepEqual(strange.slice(0, 5), [], `${strange.length} readings are not as they were sent`);
}

/** Ledger and rows were committed together, so they agree however often it was killed; so does the latest value. */
async function requireAccountsAddUp(db: Db): Promise<void> {
  const { rows } = await sql<{ booked: number; stored: number; latestWrong: number }>`
    select (select sum(count)::int from ingest.v_ledger where outcome = 'stored') as booked,
      (select count(*)::int from observations.v_observation) as stored,
      (select count(*)::int from observations.v_latest l where exists (select 1 from observations.v_observation o
        where o.datastream_id = l.datastream_id and o.phenomenon_time > l.phenomenon_time)) as "latestWrong"`.execute(
    db,
  );
  assert.equal(rows[0]!.booked, rows[0]!.stored, 'the ledger says how many were stored');
  assert.equal(rows[0]!.latestWrong, 0, 'the latest value is the latest');
}

async function inDatabase<T>(house: RunningHouse, work: (db: Db) => Promise<T>): Promise<T> {
  const database = openDatabase(await house.databaseUrl());
  try {
    return await work(database.db);
  } finally {
    await database.close();
  }
}
