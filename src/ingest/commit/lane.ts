/**
 * Group commit. Whatever waits when a lane is free becomes one transaction; while it runs the next group gathers, so groups
 * grow with the load and a lone message waits for nobody. There are two lanes, a device is always in the same one, so readings
 * of one device are committed in the order they came. The lanes take turns, because two small transactions at once cost more than
 * one after the other; only a lane with much waiting does not wait for its turn.
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
/** Messages that are worth a transaction beside the one that runs. */
const WORTH_OVERLAPPING = 200;
const PROBLEM_FOR_MS = 10_000;

/** Lanes that take turns. */
export function createLanes(count: number, committer: Committer, log: Log): Lane[] {
  const lanes: Lane[] = [];
  for (let i = 0; i < count; i++) lanes.push(new Lane(committer, log, lanes));
  return lanes;
}

export class Lane {
  readonly #committer: Committer;
  readonly #log: Log;
  readonly #lanes: readonly Lane[];
  #waiting: Waiting[] = [];
  #running = false;
  #idle: (() => void)[] = [];

  constructor(committer: Committer, log: Log, lanes: readonly Lane[]) {
    this.#committer = committer;
    this.#log = log;
    this.#lanes = lanes;
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
    this.#startWhereUseful();
  }

  #startWhereUseful(): void {
    if (this.#running || this.#waiting.length === 0) return;
    if (this.#waiting.length < WORTH_OVERLAPPING && this.#lanes.some((lane) => lane.#running)) return;
    this.#running = true;
    setImmediate(() => void this.#run()); // what arrives in the same turn joins the same group
  }

  /** Resolves when nothing waits or runs any more. */
  drained(): Promise<void> {
    return this.#running || this.#waiting.length > 0
      ? new Promise((resolve) => this.#idle.push(resolve))
      : Promise.resolve();
  }

  async #run(): Promise<void> {
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
    this.#running = false;
    if (this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
    for (const lane of this.#lanes) if (lane !== this) lane.#startWhereUseful();
    this.#startWhereUseful();
  }
}
