import { type Db, isDatabaseAway, type Log } from '../../base/index.ts';
import { foldLedger } from './ledger.store.ts';

const EVERY_MS = 3_000;

/** Keeps the ledger's entries few: folds them every few seconds while there are any, and at every stop. */
export class LedgerFolder {
  readonly #db: Db;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #folding: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(db: Db, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /** There may be something to fold. */
  wake(): void {
    if (this.#timer || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#folding = this.#fold();
    }, EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#folding;
    await this.#fold();
  }

  async #fold(): Promise<void> {
    try {
      while ((await foldLedger(this.#db)) > 0);
    } catch (error) {
      // Nothing is lost: the entries stand until they are folded, here or after the next start.
      if (!isDatabaseAway(error)) this.#log.warn({ err: error }, 'the ledger could not be folded');
    }
  }
}
