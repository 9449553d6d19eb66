import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { Tx } from '../../base/index.ts';

const transactions = new WeakMap<pg.ClientBase, Tx>();

/**
 * The transaction that is open on this client, for functions of lower rooms that ask for one by type. The caller has begun it
 * and will end it: hot statements go to the client itself, prepared.
 */
export function transactionOn(client: pg.ClientBase): Tx {
  let tx = transactions.get(client);
  if (!tx) {
    const held = { query: client.query.bind(client), release() {} } as unknown as PostgresPoolClient;
    const pool = { connect: async () => held, end: async () => {} } as unknown as PostgresPool;
    tx = new Kysely({ dialect: new PostgresDialect({ pool }) }) as unknown as Tx;
    transactions.set(client, tx);
  }
  return tx;
}
