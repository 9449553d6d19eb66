/** The processes of a bench: our server (the real one), the floor's, and the load's. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load/load.ts';
import type { QueryOrder, QueryResult } from './load/query-load.ts';

export class LoadProcess {
  readonly #child = fork(join(import.meta.dirname, 'load', 'load-process.ts'));

  run(order: LoadOrder): Promise<LoadResult>;
  run(order: QueryOrder): Promise<QueryResult>;
  async run(order: LoadOrder | QueryOrder): Promise<LoadResult | QueryResult> {
    const answered = once(this.#child, 'message');
    this.#child.send(order);
    const [{ result, error }] = (await answered) as [{ result?: LoadResult | QueryResult; error?: string }];
    if (!result) throw new Error(`the load failed: ${error}`);
    return result;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}

export interface FloorServer {
  readonly http: number;
  readonly mqtt: number;
  readonly pid: number;
  stop(): unknown;
}

export async function startFloor(databaseUrl: string, datastreams: Record<string, number>): Promise<FloorServer> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'floor', 'floor-server.ts'), {
    env: { ...process.env, FLOOR_DATABASE_URL: databaseUrl, FLOOR_DATASTREAMS: JSON.stringify(datastreams) },
  });
  const [ports] = (await once(child, 'message')) as [{ http: number; mqtt: number }];
  return { ...ports, pid: child.pid!, stop: () => child.connected && child.disconnect() };
}

/** Resident memory of a process in megabytes; `undefined` where the system does not tell. */
export function residentMb(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
  } catch {
    return undefined;
  }
}

/** Looks four times a second until `stop`, which says how much it was at most. */
export function watchMemory(pid: number): () => number | undefined {
  let most = residentMb(pid);
  const timer = setInterval(() => {
    const now = residentMb(pid);
    if (now !== undefined && now > (most ?? 0)) most = now;
  }, 250);
  return () => {
    clearInterval(timer);
    return most;
  };
}
