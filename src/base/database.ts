/**
 * One pool of connections to PostgreSQL >= 15, seen through Kysely. Stores write SQL as SQL (the `sql` template); hot
 * paths take the pool itself. int8 comes back as a number and throws beyond 2^53: ids of observations, which do pass
 * it, are built as text in SQL. `date` columns come back as YYYY-MM-DD text, timestamps as Date.
 */
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

// biome-ignore lint/complexity/noBannedTypes: tables are named in SQL, not in types (docs/decisions/0002)
export type Tables = {};
export type Db = Kysely<Tables>;
/** A Db inside a transaction: functions that must not run outside one ask for it by type. */
export type Tx = Transaction<Tables>;

const INT8 = 20;
const DATE = 1082;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return parseInt8;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

/** Opens a pool; connections are made on first use. `max` connections, each in UTC with a statement timeout. */
export function openDatabase(url: string, options: { max?: number; statementTimeoutMs?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    types,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC -c jit=off',
    application_name: 'lamppost',
  });
  // a connection that is lost is noticed by the query on it or by the next one, which reports it
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, url, close: () => db.destroy() };
}

/** True for errors that mean "the database is away or shutting down", which doors answer with 503 and Retry-After. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? '';
  if (/^(08|57P0|53300)/.test(code)) return true; // connection exceptions, admin shutdown, too many connections
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'].includes(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after/.test(error.message);
}

/** True when the database answers but not now: a query took too long, lost a race, or there is no room. */
export function isDatabaseBusy(error: unknown): boolean {
  return /^(40|53|55P03|57014)/.test(codeOf(error));
}

/** True when the database refused a value for what it is: no such number, day or text (SQLSTATE class 22). */
export function isValueRefused(error: unknown): boolean {
  return /^22/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}

/** True when a unique constraint (optionally that one) refused the row. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const { code, constraint: name } = (error ?? {}) as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || name === constraint);
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`);
  return value;
}
