/**
 * Group commit. Whatever waits when a lane is free becomes one transaction; while it runs the next group gathers, so groups
 * grow with the load and a lone message waits for nobody. There are two lanes, a device is always in the same one: two
 * transactions in flight, and readings of one device are committed in the order they came.
 */
import type pg from 'pg';
import { isDatabaseAway, type Log } from '../../base/index.ts';
import { RaceLost } from '../../observations/index.ts';
import { type Judgement, judge, refuse } from '../gate/judgement.ts';
import { notStorable, unavailable } from '../ingest.errors.ts';
import type { Receipt } from '../receipt.ts';
import { commitGroup, type GroupOutcome, type Within } from './commit-group.ts';

export interface Waiting {
  readonly judgement: Judgement;
  readonly settle: (receipt: Receipt) => void;
  readonly fail: (error: unknown) => void;
}

export interface LaneOptions {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly within?: Within | undefined;
  readonly onCommit: (receipts: readonly Receipt[], seconds: number) => void;
}

/** Messages a transaction at most: beyond it, larger groups gain nothing and make waiting uneven. */
export const MOST_IN_GROUP = 4_000;
const ATTEMPTS = 6;

export class Lane {
  #waiting: Waiting[] = [];
  #running = false;
  #idle: (() => void)[] = [];
  readonly #options: LaneOptions;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Why the last group was not committed; undefined once one was. */
  problem: string | undefined;

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
        await this.#commit(group);
        this.problem = undefined;
      } catch (error) {
        this.problem = 'The database does not take readings.';
        const failure = unavailable({ cause: error });
        for (const item of group) item.fail(failure);
        for (const item of this.#waiting.splice(0)) item.fail(failure);
        this.#options.log.warn({ err: error }, 'readings wait at their senders: the database is away');
      }
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Throws only when the database is away. A group that cannot be stored is halved until the message at fault stands alone. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { receipts } = await this.#attempt(group.map(({ judgement }) => judgement));
      for (const [i, item] of group.entries()) item.settle(receipts[i]!);
      return;
    } catch (error) {
      if (isAway(error)) throw error;
      if (group.length === 1) return this.#settleUnstorable(group[0]!, error);
      this.#options.log.warn({ err: error, messages: group.length }, 'a group could not be stored; it is halved');
    }
    const half = group.length >> 1;
    await this.#commit(group.slice(0, half));
    await this.#commit(group.slice(half));
  }

  async #settleUnstorable({ judgement, settle, fail }: Waiting, error: unknown): Promise<void> {
    this.#options.log.error({ err: error, source: judgement.uplink.source.id }, 'a message could not be stored');
    try {
      const { receipts } = await this.#attempt([asUnstorable(judgement)]);
      settle(receipts[0]!);
    } catch (again) {
      if (isAway(again)) throw again;
      fail(again);
    }
  }

  async #attempt(judgements: readonly Judgement[]): Promise<GroupOutcome> {
    for (let attempt = 1; ; attempt++) {
      const began = performance.now();
      const client = await this.#options.pool.connect();
      let broken: Error | undefined;
      try {
        const outcome = await commitGroup(client, judgements, this.#options.within);
        this.#options.onCommit(outcome.receipts, (performance.now() - began) / 1000);
        return outcome;
      } catch (error) {
        await client.query('rollback').catch((lost) => {
          broken = lost;
        });
        if (!mustRunAgain(error) || attempt === ATTEMPTS) throw error;
      } finally {
        client.release(broken);
      }
    }
  }
}

/** Lost a race for a sequence, a deadlock, or a serialization failure. */
function mustRunAgain(error: unknown): boolean {
  return error instanceof RaceLost || /^40/.test((error as { code?: string }).code ?? '');
}

/** Away, too slow to answer, out of room or read-only: nothing is wrong with the messages, and their senders keep them. */
function isAway(error: unknown): boolean {
  return (
    isDatabaseAway(error) ||
    mustRunAgain(error) ||
    /^(25006|53|55|57|58|XX)/.test((error as { code?: string }).code ?? '')
  );
}

/** The message as one that was refused whole. Its fields and identifier stay out: one of them is what the store refused. */
function asUnstorable(judgement: Judgement): Judgement {
  const { source, receivedAt, imported } = judgement.uplink;
  const uplink = { source, receivedAt, imported, device: { kind: source.identifierKind, value: '' } };
  const settled = judge(uplink, judgement.plan);
  const { message, cure } = notStorable();
  let readings = judgement.candidates.length + judgement.blank + judgement.simulated;
  for (const count of judgement.refused.values()) readings += count;
  refuse(settled, 'unparseable', `${message} ${cure}`, Math.max(readings, 1));
  return settled;
}
