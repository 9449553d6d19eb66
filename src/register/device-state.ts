import { announce, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { requireDeviceById, writeState } from './device.store.ts';
import type { DeviceState } from './device-plan.ts';
import { deviceRetired } from './register.errors.ts';
import { requireRoomInTrial } from './trial.ts';
import { personOf } from './write-declaration.ts';

export interface StateChange {
  readonly state: DeviceState;
  readonly reason?: string;
  readonly at?: Date;
}

/**
 * A person says what state a device is in, which is kept with who and why. What is retired stays retired: its history is
 * closed. False when it was in that state already.
 */
export async function setDeviceState(tx: Tx, viewer: Viewer, deviceId: number, change: StateChange): Promise<boolean> {
  const device = await requireDeviceById(tx, deviceId);
  requirePermission(viewer, 'device.edit', device.authorityId);
  if (device.state === 'retired' && change.state !== 'retired') throw deviceRetired({ device: device.name });
  if (!(await changeState(tx, viewer, deviceId, change))) return false;
  const { authorityId, state: from } = device;
  const subject = { kind: 'device', id: deviceId };
  const facts = { from, to: change.state };
  await audit(tx, { authorityId, actor: viewer, action: 'device.state', subject, facts, reason: change.reason });
  await announceDevice(tx, device);
  return true;
}

/**
 * The house itself noticed something (silent for too long, heard again): the state is kept without a person. Changes
 * nothing about planned and retired devices, which only people move. False when nothing changed.
 */
export async function noteDeviceState(
  tx: Tx,
  deviceId: number,
  change: StateChange & { readonly reason: string },
): Promise<boolean> {
  const device = await requireDeviceById(tx, deviceId);
  if (device.state === 'planned' || device.state === 'retired') return false;
  const { state, reason, at = null } = change;
  if (!(await writeState(tx, { deviceId, state, reason, personId: null, at }))) return false;
  await announceDevice(tx, device);
  return true;
}

/** A person saw that the device is where and what the register says. */
export async function confirmDevice(tx: Tx, viewer: Viewer, deviceId: number, at?: Date): Promise<void> {
  const device = await requireDeviceById(tx, deviceId);
  requirePermission(viewer, 'device.edit', device.authorityId);
  await sql`update register.device set confirmed_at = coalesce(${at ?? null}::timestamptz, now())
    where id = ${deviceId}`.execute(tx);
  const subject = { kind: 'device', id: deviceId };
  await audit(tx, { authorityId: device.authorityId, actor: viewer, action: 'device.confirm', subject });
  await announceDevice(tx, device);
}

/** Writes the state without asking for the permission again and without news. */
export async function changeState(tx: Tx, viewer: Viewer, deviceId: number, change: StateChange): Promise<boolean> {
  const { state, at = null } = change;
  const reason = change.reason?.trim() || null;
  if (state !== 'planned' && state !== 'retired') await requireRoomInTrial(tx, await requireDeviceById(tx, deviceId));
  return writeState(tx, { deviceId, state, reason, personId: personOf(viewer), at });
}

async function announceDevice(tx: Tx, device: { id: number; authorityId: number; projectId: number }): Promise<void> {
  const { id: deviceId, authorityId, projectId } = device;
  await announce(tx, 'register.changed', { authorityId, projectId, deviceId });
}
