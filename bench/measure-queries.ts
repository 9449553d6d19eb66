/** Reading while readings come in: the latest 100 of a datastream through /v1.1, and the newest of all observations. */
import pg from 'pg';
import type { RunningHouse } from '../test/running-house.ts';
import { explainNewest } from './explain-newest.ts';
import type { QueryResult } from './load/query-load.ts';
import { floorAt, oursAt } from './measure-doors.ts';
import type { BenchOptions } from './options.ts';
import type { Bench } from './prepare.ts';
import { type FloorServer, LoadProcess } from './processes.ts';

export interface QueryFigures {
  readonly title: string;
  readonly ours: QueryResult;
  readonly floor: QueryResult | undefined;
}

interface Servers {
  readonly house: RunningHouse;
  readonly floor: FloorServer;
  readonly load: LoadProcess;
}

const RUNS_FROM = 500; // far from those of the doors
let runs = RUNS_FROM;

/** `rate`: readings a second that come in meanwhile; none without it. */
export async function measureLatest(
  { house, floor, load }: Servers,
  bench: Bench,
  options: BenchOptions,
  rate: number | 'as many as go',
): Promise<QueryFigures> {
  const ids = bench.plain.slice(0, 200).map((device) => bench.datastreams[device]!);
  const asker = new LoadProcess();
  const time = { warmUpMs: options.warmUpMs, measureMs: options.measureMs * options.rounds };
  const ask = async (port: number, paths: string[], target: ReturnType<typeof oursAt>): Promise<QueryResult> => {
    const busy =
      rate === 0
        ? undefined
        : load.run({
            door: 'single',
            devices: bench.plain,
            run: runs++,
            ...target,
            ...(typeof rate === 'number' ? { rate } : {}),
            warmUpMs: time.warmUpMs,
            measureMs: time.measureMs + 500,
          });
    const result = await asker.run({ port, paths, ...time });
    await busy;
    return result;
  };
  const path = (id: number) => `/v1.1/Datastreams(${id})/Observations?$orderby=phenomenonTime%20desc&$top=100`;
  const ours = await ask(Number(new URL(house.url).port), ids.map(path), oursAt('single', house, bench));
  const bare = await ask(
    floor.http,
    ids.map((id) => `/latest/${id}`),
    floorAt('single', floor),
  );
  asker.stop();
  const meanwhile =
    rate === 0
      ? 'nothing comes in'
      : `${typeof rate === 'number' ? rate.toLocaleString('en') : rate} readings/s come in`;
  return { title: `latest 100 of a datastream, ${meanwhile}`, ours, floor: bare };
}

const NEWEST = '/v1.1/Observations?$orderby=phenomenonTime%20desc&$top=1';

/** The newest of all: its time over HTTP, and how the database finds it. */
export async function measureNewest(
  { house }: Servers,
  databaseUrl: string,
  options: BenchOptions,
): Promise<QueryFigures & { plan: string; usesIndex: boolean; rows: number }> {
  const asker = new LoadProcess();
  const port = Number(new URL(house.url).port);
  const ours = await asker.run({ port, paths: [NEWEST], warmUpMs: 1000, measureMs: options.measureMs });
  asker.stop();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ rows: number }>(
    "select reltuples::float8 as rows from pg_class where oid = 'observations.observation'::regclass",
  );
  const plan = await explainNewest(client, NEWEST);
  await client.end();
  const usesIndex = /Index (Only )?Scan .*observation/.test(plan) && !/Seq Scan on observation\b/.test(plan);
  return { title: 'newest of all observations', ours, floor: undefined, plan, usesIndex, rows: rows[0]!.rows };
}
