/**
 * Dry runs of declarations: what devices send goes through the gate a second time, with the promise of a version that is not in
 * force, and only what would become of it is counted. No value is kept; counts of the last seconds are lost with a killed process.
 */
import { type Db, type Log, sql } from '../base/index.ts';
import type { ChannelPlan, DevicePlan } from '../register/index.ts';
import { isAdmitted, passGate } from './gate/pass-gate.ts';
import type { Uplink } from './uplink.ts';

const FLUSH_MS = 5_000;
const MOST_REMEMBERED = 100_000;

export interface DryRuns {
  /** Whether a message has to be read for a dry run, whatever becomes of it otherwise. */
  wants(uplink: Uplink, plan: DevicePlan): boolean;
  note(uplink: Uplink, plan: DevicePlan, fields: Readonly<Record<string, unknown>>, nowMs: number): void;
  start(): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export function createDryRuns(db: Db, log: Log): DryRuns {
  const counts = new Map<number, { authorityId: number; outcomes: Map<string, number> }>(); // by run
  const lastAt = new Map<number, number>(); // by datastream: when a reading would have been stored
  let timer: NodeJS.Timeout | undefined;

  function add(plan: DevicePlan, outcome: string, count = 1): void {
    const runId = plan.dryRun!.id;
    let run = counts.get(runId);
    if (!run) {
      run = { authorityId: plan.authorityId, outcomes: new Map() };
      counts.set(runId, run);
    }
    run.outcomes.set(outcome, (run.outcomes.get(outcome) ?? 0) + count);
  }

  function isTooSoon(datastreamId: number, atMs: number, leastGapMs: number): boolean {
    const last = lastAt.get(datastreamId);
    if (last !== undefined && leastGapMs > 0 && Math.abs(atMs - last) < leastGapMs) return true;
    if (lastAt.size >= MOST_REMEMBERED) lastAt.clear();
    lastAt.set(datastreamId, atMs);
    return false;
  }

  async function flush(): Promise<void> {
    for (const [runId, { authorityId, outcomes }] of [...counts]) {
      counts.delete(runId);
      await sql`insert into ingest.dry_run_count as c (run_id, authority_id, outcome, count)
        select ${runId}, ${authorityId}, outcome, count
        from unnest(${[...outcomes.keys()]}::text[], ${[...outcomes.values()]}::bigint[]) as counted (outcome, count)
        on conflict (run_id, outcome) do update set count = c.count + excluded.count`.execute(db);
    }
  }

  const flushQuietly = () => flush().catch((error) => log.warn({ err: error }, 'counts of a dry run were lost'));

  return {
    wants: (uplink, plan) =>
      plan.dryRun !== undefined && isAdmitted(plan) && !uplink.simulated && !uplink.problem && !uplink.imported,
    note(uplink, plan, fields, nowMs) {
      const tried = passGate(uplink, { ...plan, channels: plan.dryRun!.channels }, fields, nowMs);
      const whole = passGate(uplink, { ...plan, channels: plan.dryRun!.channels.map(unreduced) }, fields, nowMs);
      const atMs = (uplink.time ?? uplink.receivedAt).getTime();
      for (const candidate of tried.candidates) {
        const { field, datastreamId, leastGapMs, value } = candidate;
        if (isTooSoon(datastreamId, atMs, leastGapMs)) add(plan, 'refused:too-frequent');
        else {
          const said = whole.candidates.find((each) => each.field === field);
          add(plan, said?.value === value ? 'admitted' : 'reduced');
        }
      }
      for (const [reason, count] of tried.refused) add(plan, `refused:${reason}`, count);
      if (tried.blank > 0) add(plan, 'blank', tried.blank);
    },
    start() {
      timer = setInterval(flushQuietly, FLUSH_MS).unref();
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flushQuietly();
    },
  };
}

/** The channel with a promise that takes nothing away, to see whether another does. */
function unreduced(channel: ChannelPlan): ChannelPlan {
  return channel.declared ? { ...channel, declared: { ...channel.declared, decimals: 6, suppressBelow: 0 } } : channel;
}

/** What a dry run counted, by outcome, most first. */
export async function dryRunCounts(db: Db, runId: number): Promise<{ outcome: string; count: number }[]> {
  const { rows } = await sql<{ outcome: string; count: string }>`
    select outcome, count from ingest.dry_run_count where run_id = ${runId} order by count desc, outcome`.execute(db);
  return rows.map(({ outcome, count }) => ({ outcome, count: Number(count) }));
}
