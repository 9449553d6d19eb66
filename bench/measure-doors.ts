/** Each door, ours and its floor in turn, so that both meet the same neighbours on the machine. */
import { type Db, sql } from '../src/base/index.ts';
import type { RunningHouse } from '../test/running-house.ts';
import type { LoadOrder, LoadResult } from './load/load.ts';
import { DOOR_FACTS, type Door } from './messages.ts';
import type { BenchOptions } from './options.ts';
import type { Bench } from './prepare.ts';
import { type FloorServer, type LoadProcess, watchMemory } from './processes.ts';
import { processorSeconds } from './processor-time.ts';

export interface DoorFigures {
  readonly door: Door;
  /** Durable readings a second; p50 and p99 of a message, from sending to its acknowledgement. */
  readonly ours: Figures;
  readonly floor: Figures;
  readonly ratio: number;
}
interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakMb: number | undefined;
  /** Milliseconds of processor time for 1,000 readings: of the server, and of PostgreSQL. */
  readonly serverMs: number | undefined;
  readonly databaseMs: number | undefined;
}
type Measured = LoadResult & { peakMb: number | undefined; serverS: number | undefined; databaseS: number | undefined };

interface Servers {
  readonly house: RunningHouse;
  readonly floor: FloorServer;
  readonly load: LoadProcess;
}

let runs = 0;

export async function measureDoor(
  door: Door,
  { house, floor, load }: Servers,
  bench: Bench,
  db: Db,
  options: BenchOptions,
): Promise<DoorFigures> {
  const devices = door === 'tts' ? bench.coded : bench.plain;
  const ours: Measured[] = [];
  const floors: Measured[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const order = { door, devices, warmUpMs: options.warmUpMs, measureMs: options.measureMs };
    ours.push(await measure(house.pid, { ...order, run: runs++, ...oursAt(door, house, bench) }, () => countOurs(db)));
    floors.push(await measure(floor.pid, { ...order, run: runs++, ...floorAt(door, floor) }, () => countFloor(db)));
  }
  const figures = { ours: together(ours), floor: together(floors) };
  return { door, ...figures, ratio: figures.ours.perSecond / figures.floor.perSecond };

  async function measure(pid: number, order: LoadOrder, count: () => Promise<number>) {
    const before = await count();
    const [serverBefore, databaseBefore] = [processorSeconds(pid)?.own, processorSeconds(house.pid)?.descendants];
    const stopWatching = watchMemory(pid);
    const result = await load.run(order);
    const peakMb = stopWatching();
    const [serverAfter, databaseAfter] = [processorSeconds(pid)?.own, processorSeconds(house.pid)?.descendants];
    if (Object.keys(result.failures).length > 0) throw new Error(`${door}: ${JSON.stringify(result.failures)}`);
    const stored = (await count()) - before;
    if (stored < result.readingsInAll) {
      throw new Error(`${door}: ${result.readingsInAll} readings were acknowledged and ${stored} are there`);
    }
    return {
      ...result,
      peakMb,
      serverS: less(serverAfter, serverBefore),
      databaseS: less(databaseAfter, databaseBefore),
    };
  }
}

export function oursAt(door: Door, house: RunningHouse, { house: { authoritySlug, keys } }: Bench) {
  if (door === 'mqtt') {
    const port = Number(new URL(house.mqttUrl).port);
    return { mqtt: { port, username: `${authoritySlug}/mqtt`, key: keys.mqtt } };
  }
  const source = door === 'tts' ? 'tts' : 'json';
  const port = Number(new URL(house.url).port);
  return { http: { port, path: `/ingest/${source}/${authoritySlug}/${source}`, key: keys[source] } };
}

export function floorAt(door: Door, floor: FloorServer) {
  if (door === 'mqtt') return { mqtt: { port: floor.mqtt, username: 'floor', key: 'floor' } };
  return { http: { port: floor.http, path: door === 'tts' ? '/tts' : '/json', key: 'floor' } };
}

/** From the ledger, which is committed with the rows and quicker to ask. */
async function countOurs(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(count), 0)::bigint as count from ingest.v_ledger where outcome = 'stored'`.execute(db);
  return rows[0]!.count;
}

async function countFloor(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from floor.observation`.execute(db);
  return rows[0]!.count;
}

function less(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

function together(results: readonly Measured[]): Figures {
  const sum = (of: (result: Measured) => number) => results.reduce((total, result) => total + of(result), 0);
  const mean = (of: (result: Measured) => number) => sum(of) / results.length;
  const inAll = sum(({ readingsInAll }) => readingsInAll);
  const each = (of: (result: Measured) => number | undefined) =>
    results.some((result) => of(result) === undefined) ? undefined : (sum((result) => of(result)!) * 1e6) / inAll;
  const peaks = results.map(({ peakMb }) => peakMb).filter((peak) => peak !== undefined);
  return {
    perSecond: sum(({ readings }) => readings) / sum(({ seconds }) => seconds),
    p50Ms: mean(({ p50Ms }) => p50Ms),
    p99Ms: mean(({ p99Ms }) => p99Ms),
    peakMb: peaks.length > 0 ? Math.max(...peaks) : undefined,
    serverMs: each(({ serverS }) => serverS),
    databaseMs: each(({ databaseS }) => databaseS),
  };
}

export function titleOf(door: Door): string {
  return DOOR_FACTS[door].title;
}
