import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { aDatabase } from '../../test/database.ts';
import { announce, createDispatcher, forgetOldBatches } from './batches.ts';
import { openDatabase, type Tx } from './database.ts';
import { startThrowawayPostgres } from './embedded-postgres/throwaway-postgres.ts';
import { silentLog } from './log.ts';

// A server of its own: news waits for every transaction on the server that is older, and other tests have long ones.
const binaries = process.env.LAMPPOST_TEST_BINARIES;
const server = await startThrowawayPostgres(binaries ? { binaries } : {});
process.env.LAMPPOST_TEST_DATABASE_URL = server.url;
after(() => server.stop());

const until = async (met: () => boolean, limitMs = 10_000) => {
  const end = Date.now() + limitMs;
  while (!met()) {
    assert.ok(Date.now() < end, 'waited too long');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

test('news held back by a slow transaction is not skipped when a later one commits first', async (t) => {
  const { db, database } = await aDatabase();
  const heard: string[] = [];
  const dispatcher = createDispatcher(database, silentLog);
  dispatcher.on('news', 'reader', async (batches) => {
    heard.push(...batches.map((batch) => batch.payload.name));
  });
  await dispatcher.start();
  t.after(() => dispatcher.stop());

  let finish = () => {};
  const slow = db.transaction().execute(async (tx: Tx) => {
    await announce(tx, 'news', { name: 'slow' });
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  await until(() => finish.name !== 'finish');
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'quick' }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  finish();
  await slow;
  await until(() => heard.length === 2);
  assert.deepEqual(heard, ['slow', 'quick']);
});

test('what was rolled back is not news, and a listener goes on where it stopped', async (t) => {
  const { db, database, url } = await aDatabase();
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'first' }));
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await announce(tx, 'news', { name: 'never' });
      throw new Error('changed my mind');
    }),
  );
  const heard: string[] = [];
  for (const round of ['one', 'two']) {
    const other = openDatabase(url);
    const dispatcher = createDispatcher(other, silentLog);
    dispatcher.on('news', 'reader', async (batches) => {
      heard.push(...batches.map((batch) => `${round}:${batch.payload.name}`));
    });
    await dispatcher.start();
    if (round === 'two') await db.transaction().execute((tx) => announce(tx, 'news', { name: 'second' }));
    await until(() => heard.length === (round === 'one' ? 1 : 2));
    await dispatcher.stop();
    await other.close();
  }
  assert.deepEqual(heard, ['one:first', 'two:second']);
  t.diagnostic(`${(await database.pool.query('select count(*) from base.batch')).rows[0].count} batches kept`);
});

test('a listener that fails hears the same news again', async (t) => {
  const { db, database } = await aDatabase();
  const dispatcher = createDispatcher(database, silentLog);
  let tries = 0;
  dispatcher.on('news', 'stumbles', async () => {
    tries += 1;
    if (tries === 1) throw new Error('stumbled');
  });
  await dispatcher.start();
  t.after(() => dispatcher.stop());
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'again' }));
  await until(() => tries === 2);
});

test('a watcher hears of what is committed at once and once, whatever older transaction is still open', async (t) => {
  const { db, database } = await aDatabase();
  const heard: string[] = [];
  const dispatcher = createDispatcher(database, silentLog);
  dispatcher.watch('news', (batch) => heard.push(batch.payload.name));
  await dispatcher.start();
  t.after(() => dispatcher.stop());

  let finish = () => {};
  t.after(() => finish());
  const slow = db.transaction().execute(async (tx: Tx) => {
    await announce(tx, 'news', { name: 'slow' });
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  await until(() => finish.name !== 'finish');
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'quick' }));
  await until(() => heard.length === 1, 1000);
  const long = 'x'.repeat(9000); // more than a notification holds: it comes in its turn
  await db.transaction().execute((tx) => announce(tx, 'news', { name: long }));
  finish();
  await slow;
  await until(() => heard.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.deepEqual(heard.toSorted(), ['quick', 'slow', long]);
});

test('news that comes while other news is handed out does not wait for the next look', async (t) => {
  const { db, database } = await aDatabase();
  const heard: string[] = [];
  const dispatcher = createDispatcher(database, silentLog);
  dispatcher.on('news', 'slow reader', async (batches) => {
    heard.push(...batches.map((batch) => batch.payload.name));
    if (heard.length === 1) {
      await db.transaction().execute((tx) => announce(tx, 'news', { name: 'meanwhile' }));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  dispatcher.on('other', 'other reader', async (batches) => {
    heard.push(...batches.map((batch) => batch.payload.name));
  });
  await dispatcher.start();
  t.after(() => dispatcher.stop());
  await new Promise((resolve) => setTimeout(resolve, 100)); // it waits now
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'first' }));
  await until(() => heard.length === 2, 1000);
  assert.deepEqual(heard, ['first', 'meanwhile']);
});

test('news that all have heard is forgotten after a day, though one of them never hears any', async () => {
  const { db, database } = await aDatabase();
  await db.transaction().execute((tx) => announce(tx, 'news', { name: 'old' }));
  await sql`update base.batch set announced_at = now() - interval '2 days'`.execute(db);
  const heard: string[] = [];
  const dispatcher = createDispatcher(database, silentLog);
  dispatcher.on('news', 'reader', async (batches) => void heard.push(...batches.map(({ payload }) => payload.name)));
  dispatcher.on('other', 'idle reader', async () => {});
  await dispatcher.start();
  const cursors = async () =>
    (await sql<{ listener: string }>`select listener from base.batch_cursor order by 1`.execute(db)).rows.length;
  // a long transaction of another test holds news back: everything on one server shares its horizon
  for (let waited = 0; waited < 15_000 && ((await cursors()) < 2 || heard.length === 0); waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await dispatcher.stop();
  assert.deepEqual(heard, ['old']);
  await forgetOldBatches(db);
  assert.equal((await sql`select 1 from base.batch`.execute(db)).rows.length, 0);
});
