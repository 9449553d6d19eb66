/**
 * Databases for tests: a real PostgreSQL, a template migrated once, and a clone of it for each test file, so that files
 * run in parallel and leave nothing behind. The server is the one LAMPPOST_TEST_DATABASE_URL names (the test runner
 * starts it) or a throw-away one for this process.
 */
import { createHash } from 'node:crypto';
import { after } from 'node:test';
import pg from 'pg';
import { type Database, type Db, listMigrations, migrate, openDatabase } from '../src/base/index.ts';

export interface TestDatabase {
  readonly database: Database;
  readonly db: Db;
  readonly url: string;
  drop(): Promise<void>;
}

let server: Promise<string> | undefined;
let clones = 0;

/** A fresh, migrated database of this test file's own; dropped when the file ends. */
export async function aDatabase(): Promise<TestDatabase> {
  server ??= findServer();
  const admin = await server;
  const template = await ensureTemplate(admin);
  const name = `lamppost_test_${process.pid}_${++clones}`;
  await asAdmin(admin, (client) => client.query(`create database ${name} template ${template}`));
  const url = named(admin, name);
  const database = openDatabase(url);
  let dropped = false;
  const drop = async () => {
    if (dropped) return;
    dropped = true;
    await database.close();
    // hooks registered later do not run when this one fails; what is left goes with the throw-away server
    await asAdmin(admin, (client) => client.query(`drop database if exists ${name} with (force)`)).catch(() => {});
  };
  after(drop);
  return { database, db: database.db, url, drop };
}

async function findServer(): Promise<string> {
  const given = process.env.LAMPPOST_TEST_DATABASE_URL;
  if (given) return given;
  const { startThrowawayPostgres } = await import('../src/base/embedded-postgres/throwaway-postgres.ts');
  const own = await startThrowawayPostgres();
  // not `after`: that would be the end of the first test that asked, and the clones of the others still stand on it
  process.once('beforeExit', () => void own.stop());
  return own.url;
}

/** The template's name carries the migrations' checksum, so a changed migration makes a new one. */
async function ensureTemplate(admin: string): Promise<string> {
  const checksum = createHash('sha256')
    .update(
      listMigrations()
        .map((migration) => migration.checksum)
        .join(),
    )
    .digest('hex');
  const template = `lamppost_template_${checksum.slice(0, 12)}`;
  await asAdmin(admin, async (client) => {
    await client.query('select pg_advisory_lock(7346102)');
    const { rows } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [template]);
    if (rows.length > 0) return;
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template}`);
    await migrate(named(admin, template));
    await client.query(`alter database ${template} is_template true`);
  });
  return template;
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function named(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.toString();
}
