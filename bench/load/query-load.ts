/** Queries one after the other, with a pause between them, as a page or a dashboard asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openHttpGet } from './http-load.ts';

export interface QueryOrder {
  readonly port: number;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface QueryResult {
  readonly queries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the last answer, to look whether it is one. */
  readonly bytes: number;
  readonly failures: Record<string, number>;
}

const PAUSE_MS = 10;

export async function runQueries({ port, paths, warmUpMs, measureMs }: QueryOrder): Promise<QueryResult> {
  let answered: (answer: { status: number; body: string }) => void = () => {};
  const sender = await openHttpGet(port, (status, body) => answered({ status, body }));
  const failures: Record<string, number> = {};
  const latencies: number[] = [];
  let bytes = 0;
  const began = performance.now();
  for (let nth = 0; performance.now() - began < warmUpMs + measureMs; nth++) {
    const from = performance.now();
    const answer = new Promise<{ status: number; body: string }>((resolve) => {
      answered = resolve;
    });
    sender.send({ device: '', body: paths[nth % paths.length]! });
    const { status, body } = await answer;
    if (status !== 200)
      failures[`${status} ${body.slice(0, 200)}`] = (failures[`${status} ${body.slice(0, 200)}`] ?? 0) + 1;
    else if (from - began > warmUpMs) latencies.push(performance.now() - from);
    bytes = body.length;
    await sleep(PAUSE_MS);
  }
  sender.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { queries: latencies.length, p50Ms: at(0.5), p99Ms: at(0.99), bytes, failures };
}
