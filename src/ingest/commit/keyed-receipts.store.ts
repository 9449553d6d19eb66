import type pg from 'pg';
import { type Clock, type Db, sql } from '../../base/index.ts';
import type { Judgement } from '../gate/judgement.ts';
import { keyOfText } from '../gate/message-key.ts';

/**
 * A message with a key but no time takes the time of its receipt, and a resend that of the first receipt, so that it falls on
 * the same reading. Returns the time of the first receipt for each such message.
 */
export async function keyedReceipts(
  client: pg.ClientBase,
  judgements: readonly Judgement[],
): Promise<Map<Judgement, Date>> {
  const times = new Map<Judgement, Date>();
  const wanting = judgements.filter(needsReceipt);
  if (wanting.length === 0) return times;
  const receipts = new Map<string, { deviceId: number; key: string; atMs: number; judgements: Judgement[] }>();
  for (const judgement of wanting) {
    const deviceId = judgement.plan!.deviceId;
    const key = String(keyOfText(judgement.uplink.key!));
    const atMs = judgement.uplink.receivedAt.getTime();
    const receipt = receipts.get(`${deviceId} ${key}`);
    if (receipt) receipt.judgements.push(judgement);
    else receipts.set(`${deviceId} ${key}`, { deviceId, key, atMs, judgements: [judgement] });
  }
  const sorted = [...receipts.values()].sort(
    (a, b) => a.deviceId - b.deviceId || (BigInt(a.key) < BigInt(b.key) ? -1 : 1),
  );
  // The update that changes nothing makes the statement return the first receipt, and waits for one that is on its way.
  const { rows } = await client.query<{ deviceId: number; key: string; receivedAt: Date }>(
    `insert into ingest.keyed_receipt as k (device_id, key, received_at)
     select device_id, key, to_timestamp(at_ms / 1000) from unnest($1::int[], $2::bigint[], $3::float8[]) as n (device_id, key, at_ms)
     on conflict (device_id, key) do update set received_at = k.received_at
     returning device_id as "deviceId", key::text as key, received_at as "receivedAt"`,
    [sorted.map(({ deviceId }) => deviceId), sorted.map(({ key }) => key), sorted.map(({ atMs }) => atMs)],
  );
  for (const { deviceId, key, receivedAt } of rows) {
    for (const judgement of receipts.get(`${deviceId} ${key}`)!.judgements) times.set(judgement, receivedAt);
  }
  return times;
}

/** True for a message with a key but no time: the time of its first receipt must be looked up. */
export function needsReceipt({ uplink, candidates }: Judgement): boolean {
  return candidates.length > 0 && !uplink.time && uplink.key !== undefined;
}

const KEPT_FOR_MS = 30 * 86_400_000;

/** Forgets receipts that no sender would repeat any more. */
export async function forgetOldReceipts(db: Db, clock: Clock): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_FOR_MS);
  await sql`delete from ingest.keyed_receipt where received_at < ${before}`.execute(db);
}
