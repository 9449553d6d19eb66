import { type Db, sql, type Tx } from '../base/index.ts';

export interface Delivery {
  readonly id: number;
  readonly authorityId: number;
  readonly webhookId: number;
  readonly webhookName: string;
  readonly url: string;
  readonly alertId: number;
  readonly alertTitle: string;
  readonly event: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly nextAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

const SELECT = sql`select d.id, d.authority_id as "authorityId", d.webhook_id as "webhookId", w.name as "webhookName", w.url,
  d.alert_id as "alertId", a.title as "alertTitle", d.event, d.state, d.attempts, d.next_at as "nextAt", d.last_status as "lastStatus",
  d.last_error as "lastError", d.created_at as "createdAt", d.delivered_at as "deliveredAt"
  from actions.delivery d join actions.webhook w on w.id = d.webhook_id join actions.alert a on a.id = d.alert_id`;

/** Queues one delivery; undefined when the same event of the same alert is already queued for the webhook. */
export async function queueDelivery(
  tx: Tx,
  delivery: { authorityId: number; webhookId: number; alertId: number; event: string },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into actions.delivery (authority_id, webhook_id, alert_id, event, next_at)
    values (${delivery.authorityId}, ${delivery.webhookId}, ${delivery.alertId}, ${delivery.event}, now())
    on conflict (webhook_id, alert_id, event) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function findDelivery(
  db: Db,
  id: number,
): Promise<(Delivery & { secretSealed: Buffer; pausedAt: Date | null }) | undefined> {
  const { rows } = await sql<Delivery & { secretSealed: Buffer; pausedAt: Date | null }>`
    select t.*, w.secret_sealed as "secretSealed", w.paused_at as "pausedAt" from (${SELECT} where d.id = ${id}) t
    join actions.webhook w on w.id = t."webhookId"`.execute(db);
  return rows[0];
}

export async function listDeliveries(
  db: Db,
  of: { alertId?: number; authorityIds?: readonly number[]; state?: Delivery['state'] },
): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`${SELECT}
    where (${of.alertId ?? null}::int is null or d.alert_id = ${of.alertId ?? null})
      and (${of.authorityIds ? [...of.authorityIds] : null}::int[] is null or d.authority_id = any(${of.authorityIds ? [...of.authorityIds] : null}::int[]))
      and (${of.state ?? null}::text is null or d.state = ${of.state ?? null})
    order by d.created_at desc, d.id desc limit 200`.execute(db);
  return rows;
}

export async function recordAttempt(
  db: Db | Tx,
  id: number,
  outcome: { state: Delivery['state']; status: number | null; error: string | null; nextAt: Date | null; at: Date },
): Promise<void> {
  await sql`update actions.delivery set state = ${outcome.state}, attempts = attempts + 1, last_status = ${outcome.status},
      last_error = ${outcome.error}, next_at = ${outcome.nextAt},
      delivered_at = ${outcome.state === 'delivered' ? outcome.at : null}
    where id = ${id}`.execute(db);
}

/** Puts a dead delivery back into the queue with fresh attempts. */
export async function reviveDelivery(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`update actions.delivery set state = 'waiting', attempts = 0, next_at = now()
    where id = ${id} and state = 'dead' returning id`.execute(tx);
  return rows.length > 0;
}
