/**
 * News goes up. Whoever changes something writes one batch row in the same transaction (`announce`); the dispatcher
 * hands committed rows to listeners in commit order. Identity order is not commit order, so a row is handed out only
 * once every transaction that began before it is decided (`xid < xmin` of the current snapshot). Each listener has its
 * own remembered cursor: at least once, across restarts. Watchers hear live news only, as it is committed (the notification
 * carries it, unless it is long), and remember nothing: a withdrawn promise must not wait for somebody's long transaction.
 * PostgreSQL lets transactions that notify commit one at a time, so news of which there is much is announced quietly: its
 * row is written like any other, and whoever committed wakes the dispatchers afterwards, a few times a second.
 */

import { sql } from 'kysely';
import pg from 'pg';
import type { Database, Db, Tx } from './database.ts';
import type { Log } from './log.ts';

export interface Batch {
  readonly id: number;
  readonly topic: string;
  // biome-ignore lint/suspicious/noExplicitAny: the topic's owner knows the shape
  readonly payload: any;
}
export type BatchListener = (batches: Batch[]) => Promise<void>;

const CHANNEL = 'lamppost_batch';
/** Characters: a notification holds 8,000 bytes. */
const LONGEST_CARRIED = 1_000;

/** Announces news inside the transaction that makes it true. */
export async function announce(tx: Tx, topic: string, payload: object): Promise<void> {
  const text = JSON.stringify(payload);
  const carried = text.length <= LONGEST_CARRIED;
  await sql`with written as (insert into base.batch (topic, payload) values (${topic}, ${text}) returning id, topic, payload)
    select pg_notify(${CHANNEL}, case when ${carried}::boolean then to_jsonb(written)::text else '' end) from written`.execute(
    tx,
  );
}

/** The same without a notification: call `wakeSoon` after the commit, or it is heard at the next look. */
export async function announceQuietly(tx: Tx, topic: string, payload: object): Promise<void> {
  await sql`insert into base.batch (topic, payload) values (${topic}, ${JSON.stringify(payload)})`.execute(tx);
}

export interface Dispatcher {
  /** A remembered listener: hears every batch of the topic at least once. Register before `start`. */
  on(topic: string, listener: string, handle: BatchListener): void;
  /** A live watcher: hears once, in no order, what is committed from now on; returns how to stop. */
  watch(topic: string, handle: (batch: Batch) => void): () => void;
  /** Something was announced quietly and is committed: dispatchers look within a tenth of a second, those of other processes too. */
  wakeSoon(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PAGE = 500;
const POLL_MS = 2_000; // NOTIFY wakes us; the poll is for news held back by a long transaction, and a lost connection
const GATHER_MS = 100;

export function createDispatcher(database: Database, log: Log): Dispatcher {
  const listeners = new Map<string, { topic: string; handle: BatchListener }>();
  const watchers = new Set<{ topic: string; handle: (batch: Batch) => void }>();
  let live: { xid: string; id: number } = { xid: '0', id: 0 };
  const toldAtOnce = new Set<number>(); // ids of news that watchers heard by notification and `live` has not passed
  let client: pg.Client | undefined;
  let stopped = false;
  let awake: (() => void) | undefined;
  let isNews = false; // something came since the last look
  let running: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;

  const wake = () => {
    isNews = true;
    awake?.();
  };

  function tell(batch: Batch): void {
    for (const { topic, handle } of watchers) {
      if (topic !== batch.topic && topic !== '*') continue;
      try {
        handle(batch);
      } catch (error) {
        log.error({ err: error, batch: batch.id }, 'a watcher failed');
      }
    }
  }

  async function connect(): Promise<void> {
    client = new pg.Client({ connectionString: database.url, application_name: 'lamppost news' });
    client.on('notification', ({ payload }) => {
      if (payload) {
        const batch = JSON.parse(payload) as Batch;
        toldAtOnce.add(batch.id);
        tell(batch);
      }
      wake();
    });
    client.on('error', () => {
      client = undefined;
    });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  }

  async function handOut(): Promise<void> {
    for (const [name, { topic, handle }] of listeners) {
      for (;;) {
        const cursor = await readCursor(database.db, name);
        const batches = await committedAfter(database.db, cursor, topic);
        if (batches.length === 0) break;
        try {
          await handle(batches);
        } catch (error) {
          log.error(
            { err: error, listener: name, batch: batches[0]!.id },
            'a listener failed; the same news is tried again',
          );
          break;
        }
        await writeCursor(database.db, name, batches.at(-1)!);
        if (batches.length < PAGE) break;
      }
    }
    const news = await committedAfter(database.db, live, null);
    const last = news.at(-1);
    if (last) live = { xid: last.xid, id: last.id };
    for (const batch of news) if (!toldAtOnce.delete(batch.id)) tell(batch);
    if (news.length === PAGE) isNews = true;
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        isNews = false;
        if (!client) await connect();
        await handOut();
      } catch (error) {
        if (!stopped) log.warn({ err: error }, 'news is waiting for the database');
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, isNews ? 0 : POLL_MS);
        awake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await new Promise((resolve) => setTimeout(resolve, 5)); // let a burst of commits become one page
    }
  }

  return {
    on(topic, listener, handle) {
      listeners.set(listener, { topic, handle });
    },
    watch(topic, handle) {
      const watcher = { topic, handle };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    wakeSoon() {
      if (gathering || stopped) return;
      gathering = setTimeout(() => {
        gathering = undefined;
        client?.query(`notify ${CHANNEL}`).catch(() => {}); // the poll finds it
      }, GATHER_MS).unref();
    },
    async start() {
      await connect();
      const { rows } = await sql<{ xid: string; id: number }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0 as id`.execute(database.db);
      live = rows[0]!;
      running = run();
    },
    async stop() {
      stopped = true;
      clearTimeout(gathering);
      wake();
      await running;
      await client?.end().catch(() => {});
    },
  };
}

interface StoredBatch extends Batch {
  readonly xid: string;
}

async function committedAfter(
  db: Db,
  after: { xid: string; id: number },
  topic: string | null,
): Promise<StoredBatch[]> {
  const { rows } = await sql<StoredBatch>`
    select id, xid::text as xid, topic, payload from base.batch
    where (xid, id) > (${after.xid}::xid8, ${after.id}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
      and (${topic}::text is null or topic = ${topic})
    order by xid, id limit ${PAGE}`.execute(db);
  return rows;
}

async function readCursor(db: Db, listener: string): Promise<{ xid: string; id: number }> {
  const { rows } = await sql<{ xid: string; id: number }>`
    select xid::text as xid, id from base.batch_cursor where listener = ${listener}`.execute(db);
  return rows[0] ?? { xid: '0', id: 0 };
}

async function writeCursor(db: Db, listener: string, at: StoredBatch): Promise<void> {
  await sql`insert into base.batch_cursor (listener, xid, id) values (${listener}, ${at.xid}::xid8, ${at.id})
    on conflict (listener) do update set xid = excluded.xid, id = excluded.id`.execute(db);
}

/** Forgets news that every listener has heard and that is older than a day. */
export async function forgetOldBatches(db: Db): Promise<void> {
  await sql`delete from base.batch where announced_at < now() - interval '1 day'
    and (xid, id) <= all (select xid, id from base.batch_cursor)`.execute(db);
}
