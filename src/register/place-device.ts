import { announce, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { selectInState } from './declaration.store.ts';
import { requireDeviceById } from './device.store.ts';
import { stageCalledNone } from './dwelling-classes.ts';
import { dwellingUndeclared, placementBackwards, placeUnknown } from './register.errors.ts';

export interface PlacementInput {
  readonly placeId: number;
  /** On what: lamp column 12, gate post, living room. */
  readonly mountedOn?: string;
  readonly heightM?: number | null;
  /** Since when; now when left out. */
  readonly from?: Date;
}

/**
 * Says where a device stands from now (or `from`) on; the placement before ends then and stays as history. Saying the
 * same again changes nothing. Refuses a home unless the declaration in force says that its data are about people.
 */
export async function placeDevice(tx: Tx, viewer: Viewer, deviceId: number, input: PlacementInput): Promise<boolean> {
  const device = await requireDeviceById(tx, deviceId);
  const { authorityId, projectId } = device;
  requirePermission(viewer, 'device.edit', authorityId);
  const { rows } = await sql<{ isDwelling: boolean }>`
    select is_dwelling as "isDwelling" from register.place
    where id = ${input.placeId} and authority_id = ${authorityId}`.execute(tx);
  const place = rows[0];
  if (!place) throw placeUnknown({ field: 'place', place: `number ${input.placeId}` });
  if (place.isDwelling) {
    // With nothing in force the gate refuses every reading, so the placement may be planned.
    const inForce = await selectInState(tx, projectId, 'in_force');
    const stage = inForce && stageCalledNone(inForce.body);
    if (stage) throw dwellingUndeclared({ field: 'place', stage: stage.replace('_', ' ') });
  }
  const mountedOn = input.mountedOn?.trim() ?? '';
  const heightM = input.heightM ?? null;
  if (device.placeId === input.placeId && device.mountedOn === mountedOn && device.heightM === heightM) return false;
  const from = input.from ?? new Date();
  if (device.placedFrom && device.placedFrom >= from)
    throw placementBackwards({ field: 'from', since: device.placedFrom.toISOString() });
  await sql`update register.placement set valid_to = ${from} where device_id = ${deviceId} and valid_to is null`.execute(
    tx,
  );
  await sql`insert into register.placement (authority_id, device_id, place_id, mounted_on, height_m, valid_from)
    values (${authorityId}, ${deviceId}, ${input.placeId}, ${mountedOn}, ${heightM}, ${from})`.execute(tx);
  const facts = { place: input.placeId, from: from.toISOString() };
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'device.place',
    subject: { kind: 'device', id: deviceId },
    facts,
  });
  await announce(tx, 'register.changed', { authorityId, projectId, deviceId });
  return true;
}
