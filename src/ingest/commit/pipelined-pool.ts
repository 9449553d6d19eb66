import pg from 'pg';

/**
 * Connections for group commits, apart from the pool of everything else: they send statements without waiting for the answers
 * to those before (a transaction is a few round trips less), and commits never wait for a page to give a connection back.
 */
export function openPipelinedPool(like: pg.Pool, max: number): pg.Pool {
  const options = { ...(like as pg.Pool & { options: pg.PoolConfig }).options, pipeline: true, max };
  const pool = new pg.Pool(options);
  // A connection lost is reported by the commit that uses it, or the next one: the event itself must not end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
