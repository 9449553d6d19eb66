import { type Clock, type Db, sql } from '../../base/index.ts';
import type { ProgressBar } from '../progress-bar.ts';
import { FLEET, FOOTFALL } from './fleet.ts';
import { type DemoMessage, messagesBetween, STRANGER } from './messages.ts';
import type { Sender } from './send-messages.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back the demo's history goes. */
const HISTORY_DAYS = 60;
/** Since when counters without an approval and a device nobody knows have been sending. */
const REFUSED_SINCE_DAYS = 2;
const WINDOW_MS = 6 * HOUR_MS;
/** For how long a site that says nothing has been quiet at most: what is younger was heard from a living device. */
const ALIVE_MS = 48 * HOUR_MS;

export interface Filling {
  readonly seed: number;
  readonly clock: Clock;
  createProgressBar(title: string): ProgressBar;
  /** How far back to begin; sixty days unless told. */
  readonly days?: number;
}

/**
 * Sends what the demo's devices measured since each was last heard, up to now: sixty days at the first start, the gap since
 * the last stop at others. Says how many readings were stored, and the instant up to which everything is in.
 */
export async function fillHistory(
  db: Db,
  sender: Sender,
  { seed, clock, createProgressBar, days = HISTORY_DAYS }: Filling,
): Promise<{ stored: number; untilMs: number }> {
  const began = performance.now();
  const untilMs = clock.now().getTime();
  const heard = await lastHeard(db);
  const earliest = untilMs - days * DAY_MS;
  const refusedSince = Math.max(untilMs - REFUSED_SINCE_DAYS * DAY_MS, ...heard.values());
  const sentUntil = (identifier: string) =>
    Math.max(heard.get(identifier) ?? (REFUSED.has(identifier) ? refusedSince : earliest), earliest);
  const isNews = ({ identifier, at }: DemoMessage) => at.getTime() > sentUntil(identifier);
  const bar = createProgressBar(heard.size === 0 ? 'Sixty days of readings' : 'Readings since the last stop');
  const fromMs = Math.min(...FLEET.map(({ identifier }) => sentUntil(identifier)));
  let stored = 0;
  for (let at = fromMs; at < untilMs; at += WINDOW_MS) {
    const messages = messagesBetween(seed, at, Math.min(at + WINDOW_MS, untilMs)).filter(isNews);
    for (const receipt of await sender.sendPast(messages, untilMs - ALIVE_MS)) stored += receipt.stored;
    bar.show((at - fromMs) / (untilMs - fromMs), `${stored.toLocaleString('en-GB')} readings`);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  bar.end(`${stored.toLocaleString('en-GB')} readings in ${seconds} s`);
  return { stored, untilMs };
}

/** Who sends without anything being stored, as long as nobody approves or registers them. */
const REFUSED = new Set([
  STRANGER,
  ...FLEET.filter(({ project }) => project === FOOTFALL).map(({ identifier }) => identifier),
]);

/** When each device was last heard, by its identifier. */
async function lastHeard(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ identifier: string; at: Date }>`
    select i.value as identifier, max(l.phenomenon_time + l.millis * interval '1 millisecond') as at
    from register.v_device_identifier i
    join register.v_datastream ds on ds.device_id = i.device_id
    join observations.v_latest l on l.datastream_id = ds.id
    group by i.value`.execute(db);
  return new Map(rows.map(({ identifier, at }) => [identifier, at.getTime()]));
}
