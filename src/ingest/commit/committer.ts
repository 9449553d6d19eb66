/**
 * Commits groups of messages, one transaction each. A transaction that lost a race is run again; a group that cannot be stored
 * is halved until the message at fault stands alone and is refused: a bad one never takes its neighbours with it.
 */
import type pg from 'pg';
import { isDatabaseAway, type Log } from '../../base/index.ts';
import { NOT_ALL_NEWER, RaceLost } from '../../observations/index.ts';
import { type Judgement, judge, refuse } from '../gate/judgement.ts';
import { notStorable } from '../ingest.errors.ts';
import type { Receipt } from '../receipt.ts';
import { Belief } from './belief.ts';
import { commitAtOnce } from './commit-at-once.ts';
import { commitGroup, type Within } from './commit-group.ts';
import { RecentContacts } from './recent-contacts.ts';

export interface CommitterOptions {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly within?: Within | undefined;
  /** Groups of the usual kind go out in one piece; `within` is then left out where no silent device was heard. */
  readonly atOnce?: boolean;
  /** After each transaction. */
  readonly onCommit: (receipts: readonly Receipt[], seconds: number) => void;
}

const ATTEMPTS = 6;

export class Committer {
  readonly #options: CommitterOptions;
  readonly #recent = new RecentContacts();
  readonly #belief = new Belief();

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /**
   * Hands over each receipt once its message is committed. Throws when the database is away: what was not handed over then was
   * not committed.
   */
  async commit(judgements: readonly Judgement[], settle: (index: number, receipt: Receipt) => void): Promise<void> {
    try {
      const receipts = await this.#attempt(judgements);
      for (const [index, receipt] of receipts.entries()) settle(index, receipt);
      return;
    } catch (error) {
      if (isAway(error)) throw error;
      if (judgements.length === 1) return this.#refuseWhole(judgements[0]!, error, settle);
      this.#options.log.warn({ err: error, messages: judgements.length }, 'a group could not be stored; it is halved');
    }
    const half = judgements.length >> 1;
    await this.commit(judgements.slice(0, half), settle);
    await this.commit(judgements.slice(half), (index, receipt) => settle(half + index, receipt));
  }

  async #refuseWhole(
    judgement: Judgement,
    error: unknown,
    settle: (index: number, receipt: Receipt) => void,
  ): Promise<void> {
    this.#options.log.error({ err: error, source: judgement.uplink.source.id }, 'a message could not be stored');
    const receipts = await this.#attempt([asUnstorable(judgement)]);
    settle(0, receipts[0]!);
  }

  async #attempt(judgements: readonly Judgement[]): Promise<Receipt[]> {
    const { within, atOnce = false } = this.#options;
    let lost = 0;
    for (let attempt = 1; ; attempt++) {
      const began = performance.now();
      const client = await this.#options.pool.connect();
      let broken: Error | undefined;
      try {
        const whole =
          atOnce && attempt === 1
            ? this.#belief.tryAtOnce(() => commitAtOnce(client, judgements, this.#recent))
            : undefined;
        const { receipts } = await (whole ??
          commitGroup(client, judgements, { within, recent: this.#recent, careful: lost > 0 }));
        this.#options.onCommit(receipts, (performance.now() - began) / 1000);
        return receipts;
      } catch (error) {
        await client.query('rollback').catch((gone) => {
          broken = gone;
        });
        if (codeOf(error) !== NOT_ALL_NEWER) lost++;
        if (!mustRunAgain(error) || attempt === ATTEMPTS) throw error;
      } finally {
        client.release(broken);
      }
    }
  }
}

/** Lost a race for a sequence, a deadlock, or a serialization failure. */
function mustRunAgain(error: unknown): boolean {
  return error instanceof RaceLost || /^40/.test(codeOf(error));
}

/** Away, too slow to answer, out of room or read-only: nothing is wrong with the messages, and their senders keep them. */
function isAway(error: unknown): boolean {
  return isDatabaseAway(error) || mustRunAgain(error) || /^(25006|53|55|57|58|XX)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? '';
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
