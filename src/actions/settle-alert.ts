import type { Clock, Db, Tx } from '../base/index.ts';
import { audit, can, requirePermission, type Viewer } from '../identity/index.ts';
import { alertNotReopened, alertSettled, alertUnknown, reasonNeeded } from './actions.errors.ts';
import { type Alert, findAlert, reopenAlert, settleAlert } from './alert.store.ts';

/** The alert, if this viewer may see it; otherwise it does not exist for them. */
export async function requireAlert(db: Db, viewer: Viewer, id: number): Promise<Alert> {
  const alert = await findAlert(db, id);
  if (!alert || !can(viewer, 'alert.read', alert.authorityId)) throw alertUnknown({ id });
  return alert;
}

/** Says "I am dealing with it". */
export async function acknowledgeAlert(tx: Tx, viewer: Viewer, id: number, clock: Clock, note?: string): Promise<void> {
  await settle(tx, viewer, id, 'acknowledged', clock, note?.trim() || null);
}

/** Says "it is dealt with", for what was in hand, or ended before anybody took it. */
export async function finishAlert(tx: Tx, viewer: Viewer, id: number, clock: Clock, note?: string): Promise<void> {
  await settle(tx, viewer, id, 'done', clock, note?.trim() || null);
}

/** Says "nothing to do here" with a reason, which feeds the evaluation of the project. */
export async function dismissAlert(tx: Tx, viewer: Viewer, id: number, clock: Clock, reason: string): Promise<void> {
  if (reason.trim().length < 5) throw reasonNeeded({ field: 'reason' });
  await settle(tx, viewer, id, 'dismissed', clock, reason.trim());
}

/** Takes back what was settled. */
export async function undoSettling(tx: Tx, viewer: Viewer, id: number): Promise<void> {
  const alert = await requireAlert(tx, viewer, id);
  requirePermission(viewer, 'alert.handle', alert.authorityId);
  if (!(await reopenAlert(tx, id))) throw alertNotReopened();
  const { authorityId, state: from } = alert;
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'alert.undo',
    subject: { kind: 'alert', id },
    facts: { from },
  });
}

async function settle(
  tx: Tx,
  viewer: Viewer,
  id: number,
  to: 'acknowledged' | 'done' | 'dismissed',
  clock: Clock,
  reason: string | null,
): Promise<void> {
  const alert = await requireAlert(tx, viewer, id);
  requirePermission(viewer, 'alert.handle', alert.authorityId);
  const personId = viewer.kind === 'person' ? viewer.personId : 0;
  if (!(await settleAlert(tx, id, to, { personId, at: clock.now(), reason }))) {
    const now = await requireAlert(tx, viewer, id);
    throw alertSettled({ state: now.state, by: now.handledByName ? ` by ${now.handledByName}` : '' });
  }
  const { authorityId } = alert;
  await audit(
    tx,
    { authorityId, actor: viewer, action: `alert.${DEEDS[to]}`, subject: { kind: 'alert', id }, reason },
    clock,
  );
}

const DEEDS = { acknowledged: 'acknowledge', done: 'finish', dismissed: 'dismiss' } as const;
