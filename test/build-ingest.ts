/** An ingest on a test's own database: sources with keys, doors to knock at, the ledger to compare with. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import {
  aClockAt,
  createDispatcher,
  createJobs,
  createMetrics,
  createSecretBox,
  createServer,
  type Db,
  type House,
  loadSettings,
  silentLog,
  sql,
} from '../src/base/index.ts';
import { identityPlugin, type Viewer } from '../src/identity/index.ts';
import {
  createIngest,
  createSource,
  type Decoder,
  type Ingest,
  ingestDoors,
  type NewSource,
  type Source,
} from '../src/ingest/index.ts';
import type { TestDatabase } from './database.ts';

export type TestClock = ReturnType<typeof aClockAt>;
export type TestHouse = House & { readonly clock: TestClock };

/** A house without pages, at noon of 1 May 2026; its news runs until the tests of the file end. */
export async function aHouse({ database, db }: TestDatabase, env: NodeJS.ProcessEnv = {}): Promise<TestHouse> {
  const dispatcher = createDispatcher(database, silentLog);
  await dispatcher.start();
  after(() => dispatcher.stop());
  const data = mkdtempSync(join(tmpdir(), 'lamppost-test-'));
  return {
    settings: loadSettings({ LAMPPOST_MQTT_PORT: '0', LAMPPOST_DATA: data, ...env }),
    database,
    db,
    log: silentLog,
    clock: aClockAt('2026-05-01T12:00:00Z'),
    metrics: createMetrics(),
    dispatcher,
    jobs: createJobs(database, silentLog),
    secretBox: createSecretBox(data),
  };
}

/** For models whose codec only names its fields' bytes: `{ "no2": 0 }` gives byte 0 as no2. No code is run. */
export const byteCodec: Decoder = {
  async decode({ source }, { bytes }) {
    const offsets = JSON.parse(source) as Record<string, number>;
    if (bytes[0] === 0xff) return { ok: false, reason: 'errors' };
    return { ok: true, data: Object.fromEntries(Object.entries(offsets).map(([field, at]) => [field, bytes[at]])) };
  },
};

export function anIngest(house: House, codecBox: Decoder = byteCodec): Ingest {
  const ingest = createIngest(house, { codecBox });
  after(() => ingest.stop());
  return ingest;
}

/** Doors over HTTP that listen nowhere: use `inject`. */
export async function aDoorway(house: House, ingest: Ingest): Promise<FastifyInstance> {
  const app = createServer(silentLog, ({ message }) => message);
  await app.register(identityPlugin, { house });
  ingestDoors(app, house, ingest);
  await app.ready();
  after(() => app.close());
  return app;
}

let made = 0;

export async function aSource(
  house: House,
  viewer: Viewer,
  given: Partial<NewSource> & { authorityId: number },
): Promise<{ sourceId: number; slug: string; key: string }> {
  const slug = given.slug ?? `source-${++made}`;
  const wanted: NewSource = { door: 'json', name: `Source ${slug}`, ...given, slug };
  const { source, key } = await house.db.transaction().execute((tx) => createSource(tx, viewer, wanted, house.clock));
  return { sourceId: source.id, slug, key };
}

/** The ledger of a source (or of everything) by outcome. */
export async function ledgerOf(db: Db, sourceId?: number): Promise<Record<string, number>> {
  const { rows } = await sql<{ outcome: string; count: number }>`
    select outcome, sum(count)::bigint as count from ingest.v_ledger
    where ${sourceId ?? null}::int is null or source_id = ${sourceId ?? null} group by 1 order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

/** Faults kept of a source: code and message. */
export async function faultsOf(db: Db, sourceId: number): Promise<{ code: string; message: string; count: number }[]> {
  const { rows } = await sql<{ code: string; message: string; count: number }>`
    select code, message, count from ingest.fault where source_id = ${sourceId} order by code, message`.execute(db);
  return rows;
}

/** News of a topic, in order. */
export async function newsOf(db: Db, topic: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ payload: Record<string, unknown> }>`
    select payload from base.batch where topic = ${topic} order by id`.execute(db);
  return rows.map(({ payload }) => payload);
}

/** A source that stands in no database; for adapters, which are pure. */
export function aSourceOf(door: Source['door'], given: Partial<Source> = {}): Source {
  return {
    id: 1,
    authorityId: 1,
    authoritySlug: 'riverside',
    slug: 'source',
    name: 'Source',
    door,
    identifierKind: 'dev_eui',
    settings: {},
    credentialId: null,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    pausedAt: null,
    ...given,
  };
}

/** Waits for what news brings about; news of one database waits for transactions of others on the same server. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass in 10 seconds');
}
