import { type Db, type House, sql, type Tx } from '../base/index.ts';
import { endAlertsOf, insertAlert, type NewAlert } from './alert.store.ts';
import { DELIVER_TASK } from './deliver.task.ts';
import { queueDelivery } from './delivery.store.ts';
import { listWebhooksOf } from './webhook.store.ts';

/** Raises an alert and queues its delivery to every webhook of the authority, all in the caller's transaction. */
export async function raiseAlert(
  tx: Tx,
  house: Pick<House, 'jobs'>,
  alert: NewAlert,
): Promise<{ id: number; raised: boolean }> {
  const { id, raised } = await insertAlert(tx, alert);
  if (raised) await queueDeliveries(tx, house, alert.authorityId, id, 'alert.raised');
  return { id, raised };
}

/** Notes that the cause of an alert is over, and tells the webhooks. */
export async function endAlert(tx: Tx, house: Pick<House, 'jobs'>, origin: string, at: Date): Promise<number> {
  const ended = await endAlertsOf(tx, origin, at);
  for (const id of ended) await queueDeliveries(tx, house, await authorityOf(tx, id), id, 'alert.over');
  return ended.length;
}

async function queueDeliveries(
  tx: Tx,
  house: Pick<House, 'jobs'>,
  authorityId: number,
  alertId: number,
  event: string,
): Promise<void> {
  for (const webhook of await listWebhooksOf(tx, authorityId)) {
    if (webhook.pausedAt) continue;
    const deliveryId = await queueDelivery(tx, { authorityId, webhookId: webhook.id, alertId, event });
    if (deliveryId !== undefined) await house.jobs.add(tx, DELIVER_TASK, { deliveryId });
  }
}

async function authorityOf(db: Db, alertId: number): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`select authority_id as id from actions.alert where id = ${alertId}`.execute(db);
  return rows[0]!.id;
}
