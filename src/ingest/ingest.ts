/**
 * The way of a reading, from uplink to receipt. Every door calls `accept`; what it resolves with is committed, with fsync on, and
 * what it rejects with ING_UNAVAILABLE was not, so the door must not acknowledge it.
 */
import type { House } from '../base/index.ts';
import { Committer } from './commit/committer.ts';
import { forgetOldReceipts } from './commit/keyed-receipts.store.ts';
import { createLanes } from './commit/lane.ts';
import { LedgerFolder } from './commit/ledger-folder.ts';
import { openPipelinedPool } from './commit/pipelined-pool.ts';
import { prepare, type Workbench } from './commit/prepare.ts';
import { setAwakeLive } from './commit/wake.ts';
import type { Decoder } from './decode/decode.ts';
import { createDryRuns } from './dry-runs.ts';
import type { Judgement } from './gate/judgement.ts';
import { unavailable } from './ingest.errors.ts';
import { createIngestMetrics } from './metrics.ts';
import { createPlans } from './plans.ts';
import type { Receipt } from './receipt.ts';
import { createSourceDirectory, type SourceDirectory } from './sources/source-directory.ts';
import type { Uplink } from './uplink.ts';

export interface Ingest {
  /** One receipt an uplink, in their order, after the commit. Rejects with ING_UNAVAILABLE when the database is away. */
  accept(uplinks: readonly Uplink[]): Promise<Receipt[]>;
  readonly sources: SourceDirectory;
  start(): Promise<void>;
  /** What keeps readings from being committed, in a sentence. */
  problem(): string | undefined;
  /** Refuses new messages and waits for those that wait. */
  stop(): Promise<void>;
}

/** Messages that may wait at once; beyond it senders are told to come back. */
const MOST_WAITING = 100_000;
const LANES = 2;
const HOUR_MS = 3_600_000;

export type IngestHouse = Pick<House, 'database' | 'db' | 'clock' | 'log' | 'metrics' | 'dispatcher'>;

export function createIngest(house: IngestHouse, { codecBox }: { codecBox: Decoder }): Ingest {
  const { database, db, clock, log, metrics, dispatcher } = house;
  const plans = createPlans(db, dispatcher, clock);
  const sources = createSourceDirectory(house);
  const dryRuns = createDryRuns(db, log);
  const bench: Workbench = { plans, decoder: codecBox, clock, log, dryRuns };
  const meters = createIngestMetrics(metrics, () => lanes.reduce((sum, lane) => sum + lane.waiting, 0));
  const within = setAwakeLive(clock);
  const folder = new LedgerFolder(db, log);
  const onCommit = (receipts: readonly Receipt[], seconds: number) => {
    meters.note(receipts, seconds);
    folder.wake();
    dispatcher.wakeSoon();
  };
  const pool = openPipelinedPool(database.pool, LANES);
  const committer = new Committer({ pool, log, within, atOnce: true, onCommit });
  const lanes = createLanes(LANES, committer, log);
  let stopping = false;
  let forgetting: NodeJS.Timeout | undefined;

  function enter(judgement: Judgement, settle: (receipt: Receipt) => void, fail: (error: unknown) => void): void {
    lanes[(judgement.plan?.deviceId ?? 0) % LANES]!.push({ judgement, settle, fail });
  }

  return {
    sources,
    accept(uplinks) {
      const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
      if (stopping || waiting + uplinks.length > MOST_WAITING) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        const receipts = new Array<Receipt>(uplinks.length);
        let open = uplinks.length;
        if (open === 0) resolve(receipts);
        for (let i = 0; i < uplinks.length; i++) {
          const settle = (receipt: Receipt) => {
            receipts[i] = receipt;
            if (--open === 0) resolve(receipts);
          };
          const judgement = prepare(uplinks[i]!, bench);
          if (judgement instanceof Promise)
            judgement.then(
              (done) => enter(done, settle, reject),
              (error) => reject(asUnavailable(error)),
            );
          else enter(judgement, settle, reject);
        }
      });
    },
    async start() {
      dryRuns.start();
      folder.wake(); // a process that was killed may have left entries
      forgetting = setInterval(() => {
        forgetOldReceipts(db, clock).catch((error) => log.warn({ err: error }, 'old receipts could not be forgotten'));
      }, HOUR_MS).unref();
    },
    problem: () => (stopping ? 'Readings are not taken: it is stopping.' : lanes.find((lane) => lane.problem)?.problem),
    async stop() {
      stopping = true;
      clearInterval(forgetting);
      await Promise.all(lanes.map((lane) => lane.drained()));
      await folder.stop();
      await dryRuns.stop();
      if (!pool.ended) await pool.end();
      plans.stop();
      sources.stop();
    },
  };
}

/** A plan that cannot be loaded is a database that is away. */
function asUnavailable(error: unknown): unknown {
  return unavailable({ cause: error });
}
