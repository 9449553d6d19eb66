import pg from 'pg';

type LoginOutcome =
  | { kind: 'in'; mark: string; version: string }
  | { kind: 'not yet'; why: string }
  | { kind: 'nobody'; why: string }
  | { kind: 'refused'; why: string };

/** The address of our database on a port of this machine. */
export function databaseUrl(port: number, password: string): string {
  return `postgres://lamppost:${password}@127.0.0.1:${port}/lamppost`;
}

/** Tries once to log in and asks the server who it is. SCRAM also proves that the server knows our password. */
export async function tryLogin(url: string): Promise<LoginOutcome> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 });
  client.on('error', () => {}); // the query below reports it
  try {
    await client.connect();
    const { rows } = await client.query<{ mark: string; version: string }>(
      "select current_setting('cluster_name') as mark, current_setting('server_version') as version",
    );
    return { kind: 'in', ...rows[0]! };
  } catch (error) {
    return judge(error as Error & { code?: string });
  } finally {
    await client.end().catch(() => {});
  }
}

function judge(error: Error & { code?: string }): LoginOutcome {
  const why = error.message;
  // starting up, shutting down or recovering; every connection taken by the clients of a killed parent
  if (error.code === '57P03' || error.code === '57P01' || error.code === '53300') return { kind: 'not yet', why };
  return /^[0-9A-Z]{5}$/.test(error.code ?? '') ? { kind: 'refused', why } : { kind: 'nobody', why };
}
