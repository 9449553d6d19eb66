/** Builders for tests of observations: readings with defaults, and a transaction to commit them in. */
import type { Database } from '../src/base/index.ts';
import { type Committed, commitObservations, type NewObservation } from '../src/observations/index.ts';

/** A reading of 20 for datastream 1 at noon; its key is that of its value unless given. */
export function anObservation(given: Partial<NewObservation> & { at?: string } = {}): NewObservation {
  const { at, ...rest } = given;
  const value = rest.value === undefined ? 20 : rest.value;
  return {
    datastreamId: 1,
    authorityId: 1,
    phenomenonTime: new Date(at ?? '2026-05-01T12:00:00Z'),
    textValue: null,
    key: BigInt(Math.round((value ?? 0) * 1000)),
    receivedAt: new Date('2026-05-01T12:00:01Z'),
    ...rest,
    value,
  };
}

export async function commitInTransaction(
  database: Database,
  rows: NewObservation[],
  options: { careful?: boolean } = {},
): Promise<Committed> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    const committed = await commitObservations(client, rows, options);
    await client.query('commit');
    return committed;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
