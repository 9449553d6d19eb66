import { type Clock, type Db, sql } from '../../base/index.ts';
import type { ProgressBar } from '../progress-bar.ts';
import { FLEET, FOOTFALL } from './fleet.ts';
import { type DemoMessage, messagesBetween, STRANGER } from './messages.ts';
import type { Sender } from './send-messages.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back the demo's history goes. */
export const HISTORY_DAYS = 60;
/** Since when counters without an approval and a device nobody knows have been sending. */
const REFUSED_SINCE_DAYS = 2;
const WINDOW_MS = 6 * HOUR_MS;
const ALIVE_MS = 3 * HOUR_MS;

/**
 * Sends what the demo's devices measured since each was last heard, up to now: sixty days at the first start, the gap since
 * the last stop at others. Says how many readings were stored, and the instant up to which everything is in.
 */
export async function fillHistory(
  db: Db,
  sender: Sender,
  { seed, clock, bar }: { seed: number; clock: Clock; bar: ProgressBar },
): Promise<{ stored: number; untilMs: number }> {
  const untilMs = clock.now().getTime();
  const heard = await lastHeard(db);
  const earliest = untilMs - HISTORY_DAYS * DAY_MS;
  const lastOf = (identifier: string) => Math.max(heard.get(identifier) ?? 0, earliest);
  const refusedSince = Math.max(untilMs - REFUSED_SINCE_DAYS * DAY_MS, ...heard.values());
  const isNews = ({ identifier, at }: DemoMessage) =>
    at.getTime() > (neverStored.has(identifier) ? refusedSince : lastOf(identifier));
  const fromMs = Math.min(
    ...FLEET.filter(({ identifier }) => !neverStored.has(identifier)).map(({ identifier }) => lastOf(identifier)),
  );
  let stored = 0;
  for (let at = fromMs; at < untilMs; at += WINDOW_MS) {
    const messages = messagesBetween(seed, at, Math.min(at + WINDOW_MS, untilMs)).filter(isNews);
    for (const receipt of await sender.sendPast(messages, untilMs - ALIVE_MS)) stored += receipt.stored;
    bar.show((at - fromMs) / (untilMs - fromMs), `${stored.toLocaleString('en-GB')} readings`);
  }
  return { stored, untilMs };
}

const neverStored = new Set([
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
