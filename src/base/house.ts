import type { Dispatcher } from './batches.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './config.ts';
import type { Database, Db } from './database.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { SecretBox } from './tokens.ts';

/** What every room of one running Lamppost shares. Built once, in main/compose.ts, and handed down as an argument. */
export interface House {
  readonly settings: Settings;
  readonly database: Database;
  readonly db: Db;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly dispatcher: Dispatcher;
  readonly jobs: Jobs;
  readonly secretBox: SecretBox;
}
