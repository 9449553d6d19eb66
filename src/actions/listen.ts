/** What actions hears from the rooms below: findings that open, change or close, and devices that drift from their model. */
import { type House, sql } from '../base/index.ts';
import { FINDING_NEWS, findFinding } from '../insights/index.ts';
import { refreshAlert } from './alert.store.ts';
import { DELIVER_TASK, deliver } from './deliver.task.ts';
import { endAlert, raiseAlert } from './raise-alert.ts';

export const DRIFT_NEWS = 'ingest.drift';
const DRIFT_SEVERITY = 20;

export function listenForAlerts(house: House): void {
  house.jobs.task(DELIVER_TASK, (payload) => deliver(house, Number(payload.deliveryId)));
  house.dispatcher.on(FINDING_NEWS, 'actions.findings', async (batches) => {
    for (const { payload } of batches) await onFinding(house, payload.findingId, payload.what);
  });
  house.dispatcher.on(DRIFT_NEWS, 'actions.drift', async (batches) => {
    for (const { payload } of batches) await onDrift(house, payload);
  });
}

async function onFinding(
  house: House,
  findingId: number,
  what: 'opened' | 'worse' | 'better' | 'closed',
): Promise<void> {
  const finding = await findFinding(house.db, findingId);
  if (!finding) return;
  const origin = `finding:${finding.id}`;
  await house.db.transaction().execute(async (tx) => {
    if (what === 'closed') {
      await endAlert(tx, house, origin, finding.closedAt ?? house.clock.now());
      return;
    }
    const { severity, title } = finding;
    const says = { severity, title, detail: String(finding.evidence.sentence ?? '') };
    if (what === 'better') {
      await refreshAlert(tx, origin, says);
      return;
    }
    if (finding.state === 'closed') return; // heard late: the news that it is over follows
    await raiseAlert(tx, house, {
      ...says,
      authorityId: finding.authorityId,
      projectId: finding.projectId,
      origin,
      deviceId: finding.subjectKind === 'device' ? finding.subjectId : null,
      placeId: finding.subjectKind === 'place' ? finding.subjectId : null,
      raisedAt: house.clock.now(),
    });
  });
}

interface Drift {
  readonly deviceId: number;
  readonly authorityId: number;
  readonly what: 'unknown-field' | 'missing-channel';
  readonly field: string;
  readonly over?: boolean;
}

async function onDrift(house: House, drift: Drift): Promise<void> {
  const { rows } = await sql<{ name: string; projectId: number }>`
    select name, project_id as "projectId" from register.v_device where id = ${drift.deviceId}`.execute(house.db);
  const device = rows[0];
  if (!device) return;
  const origin = `device:${drift.deviceId}:${drift.what}:${drift.field}`;
  await house.db.transaction().execute(async (tx) => {
    if (drift.over) {
      await endAlert(tx, house, origin, house.clock.now());
      return;
    }
    const unknown = drift.what === 'unknown-field';
    await raiseAlert(tx, house, {
      authorityId: drift.authorityId,
      projectId: device.projectId,
      origin,
      deviceId: drift.deviceId,
      placeId: null,
      severity: DRIFT_SEVERITY,
      title: unknown
        ? `${device.name} sends a field nobody declared: ${drift.field}`
        : `${device.name} no longer sends ${drift.field}`,
      detail: unknown
        ? 'The field is dropped and counted. If the device should measure it, add it to the model and the declaration; if not, ask the supplier to switch it off.'
        : 'The field was missing three times running. Its firmware may have changed: compare the model with what arrives on the device’s page.',
      raisedAt: house.clock.now(),
    });
  });
}
