import type { Writable } from 'node:stream';
import pg from 'pg';

/**
 * Its statements probe indexes, row by row. A plan made while a table was still empty would read all of it for every row, and is
 * kept until the table is analysed: an hour's work on a first day.
 */
const PROBE_INDEXES = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

/**
 * Connections for group commits, apart from the pool of everything else: they send statements without waiting for the answers
 * to those before (a transaction is a few round trips less), and commits never wait for a page to give a connection back.
 */
export function openPipelinedPool(like: pg.Pool, max: number): pg.Pool {
  const { options } = like as pg.Pool & { options: pg.PoolConfig };
  const pipelined = { ...options, options: `${options.options ?? ''} ${PROBE_INDEXES}`, pipeline: true, max };
  const pool = new pg.Pool(pipelined);
  // A connection lost is reported by the commit that uses it, or the next one: the event itself must not end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** What `send` sends on a pipelined client, all of it before it returns, goes out in one piece. */
export function inOnePiece<T>(client: pg.ClientBase, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}
