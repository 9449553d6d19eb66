/**
 * Group commit. Whatever waits when a lane is free becomes one transaction; while it runs the next group gathers, so groups
 * grow with the load and a lone message waits for nobody. There are two lanes, a device is always in the same one: two
 * transactions in flight, and readings of one device are committed in the order they came.
 */
import type { Log } from '../../base/index.ts';
import type { Judgement } from '../gate/judgement.ts';
import { unavailable } from '../ingest.errors.ts';
import type { Receipt } from '../receipt.ts';
import type { Committer } from './committer.ts';

export interface Waiting {
  readonly judgement: Judgement;
  readonly settle: (receipt: Receipt) => void;
  readonly fail: (error: unknown) => void;
}

/** Messages a transaction at most: beyond it, larger groups gain nothing and make waiting uneven. */
export const MOST_IN_GROUP = 4_000;
const PROBLEM_FOR_MS = 10_000;

export class Lane {
  readonly #committer: Committer;
  readonly #log: Log;
  #waiting: Waiting[] = [];
  #running = false;
  #idle: (() => void)[] = [];

  constructor(committer: Committer, log: Log) {
    this.#committer = committer;
    this.#log = log;
  }

  #failedAtMs = Number.NEGATIVE_INFINITY;

  /** Why the last group was not committed; undefined once one was, or when that is some seconds ago and nobody has tried since. */
  get problem(): string | undefined {
    return performance.now() - this.#failedAtMs < PROBLEM_FOR_MS ? 'The database does not take readings.' : undefined;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  push(item: Waiting): void {
    this.#waiting.push(item);
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => void this.#run()); // what arrives in the same turn joins the same group
  }

  /** Resolves when nothing waits or runs any more. */
  drained(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MOST_IN_GROUP);
      try {
        const judgements = group.map(({ judgement }) => judgement);
        await this.#committer.commit(judgements, (index, receipt) => group[index]!.settle(receipt));
        this.#failedAtMs = Number.NEGATIVE_INFINITY;
      } catch (error) {
        this.#failedAtMs = performance.now();
        const failure = unavailable({ cause: error });
        for (const item of [...group, ...this.#waiting.splice(0)]) item.fail(failure); // no-op where settled
        this.#log.warn({ err: error }, 'readings wait at their senders: the database is away');
      }
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
