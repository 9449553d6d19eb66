import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type pg from 'pg';
import type { Db } from '../src/base/index.ts';
import { PUBLIC } from '../src/identity/index.ts';
import { answer } from '../src/sensorthings/read/answer.ts';

/** The plan, as it ran, of the statement that reads the page at `url`: written by SensorThings itself, run by hand. */
export async function explainNewest(client: pg.Client, url: string): Promise<string> {
  const [path, query] = url.slice('/v1.1/'.length).split('?') as [string, string];
  const statements: CompiledQuery[] = [];
  const db = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (any) => new PostgresIntrospector(any),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void statements.push(query),
  }) as unknown as Db;
  await answer(db, path, query, 'http://127.0.0.1/v1.1', {
    viewer: PUBLIC,
    publicUrl: 'http://127.0.0.1',
    now: new Date().toISOString(),
  });
  const page = statements.find(({ sql }) => /order by/.test(sql))!;
  const { rows } = await client.query(`explain (analyze, buffers) ${page.sql}`, [...page.parameters]);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
