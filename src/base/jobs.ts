/** Jobs and schedules on PostgreSQL, by graphile-worker (schema `graphile_worker`). Tasks are named `room.task`. */
import { Logger, makeWorkerUtils, parseCronItems, type Runner, run, type WorkerUtils } from 'graphile-worker';
import { sql } from 'kysely';
import type { Database, Db, Tx } from './database.ts';
import type { Log } from './log.ts';

export type JobPayload = Record<string, unknown>;

export interface Jobs {
  /** Names a task. Register all before `start`. A task that throws is tried again with growing pauses. */
  task(name: string, handle: (payload: JobPayload) => Promise<void>): void;
  /** Runs a task by a crontab line, in UTC. */
  cron(task: string, pattern: string): void;
  /** Adds a job in the caller's transaction. The same `key` waiting twice becomes one. */
  add(
    db: Db | Tx,
    task: string,
    payload?: JobPayload,
    options?: { runAt?: Date; key?: string; maxAttempts?: number },
  ): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createJobs(database: Database, log: Log): Jobs {
  const tasks: Record<string, (payload: unknown) => Promise<void>> = {};
  const crons: { task: string; match: string }[] = [];
  let runner: Runner | undefined;
  let tools: WorkerUtils | undefined;
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error({}, `jobs: ${message}`);
    else if (level === 'warning') log.warn({}, `jobs: ${message}`);
  });
  return {
    task(name, handle) {
      tasks[name] = (payload) => handle((payload ?? {}) as JobPayload);
    },
    cron(task, pattern) {
      crons.push({ task, match: pattern });
    },
    async add(db, task, payload = {}, options = {}) {
      await sql`select graphile_worker.add_job(${task}, payload := ${JSON.stringify(payload)}::json,
        run_at := ${options.runAt ?? null}, job_key := ${options.key ?? null}, max_attempts := ${options.maxAttempts ?? null})`.execute(
        db,
      );
    },
    async start() {
      tools = await makeWorkerUtils({ pgPool: database.pool, logger });
      await tools.migrate();
      runner = await run({
        pgPool: database.pool,
        logger,
        concurrency: 4,
        noHandleSignals: true,
        pollInterval: 1000,
        taskList: tasks,
        parsedCronItems: parseCronItems(crons.map(({ task, match }) => ({ task, match, identifier: task }))),
      });
      runner.promise.catch((error) => log.error({ err: error }, 'the job runner stopped'));
    },
    async stop() {
      await runner?.stop();
      await tools?.release();
    },
  };
}
