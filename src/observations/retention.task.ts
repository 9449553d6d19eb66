import type { House } from '../base/index.ts';
import { runRetention } from './run-retention.ts';

/** Registers the daily deletion, at 03:00 UTC. Call before the jobs start. */
export function scheduleRetention({ jobs, db, clock, log }: Pick<House, 'jobs' | 'db' | 'clock' | 'log'>): void {
  jobs.task('observations.retention', async () => {
    const retired = await runRetention(db, clock);
    const deleted = retired.reduce((sum, run) => sum + run.deleted, 0);
    log.info({ datastreams: retired.length, deleted }, 'retention has run');
  });
  jobs.cron('observations.retention', '0 3 * * *');
}
