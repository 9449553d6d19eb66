import type { House, Tx } from '../base/index.ts';
import { audit, can, requirePermission, type Viewer } from '../identity/index.ts';
import { deliveryUnknown } from './actions.errors.ts';
import { DELIVER_TASK } from './deliver.task.ts';
import { findDelivery, reviveDelivery } from './delivery.store.ts';

/** Sends a dead delivery again. */
export async function redeliver(tx: Tx, house: Pick<House, 'jobs'>, viewer: Viewer, deliveryId: number): Promise<void> {
  const delivery = await findDelivery(tx, deliveryId);
  if (!delivery || !can(viewer, 'alert.read', delivery.authorityId)) throw deliveryUnknown({ id: deliveryId });
  requirePermission(viewer, 'alert.handle', delivery.authorityId);
  if (!(await reviveDelivery(tx, deliveryId))) return;
  const subject = { kind: 'delivery', id: deliveryId };
  await audit(tx, { authorityId: delivery.authorityId, actor: viewer, action: 'webhook.send-again', subject });
  await house.jobs.add(tx, DELIVER_TASK, { deliveryId });
}
