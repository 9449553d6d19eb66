import { timingSafeEqual } from 'node:crypto';
import { type Db, hashToken, newToken, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { requireDeviceById } from './device.store.ts';
import { personOf } from './write-declaration.ts';

/**
 * Gives a device a key of its own and revokes the ones before. The key is returned once and never again; only its
 * SHA-256 is kept.
 */
export async function rotateCredential(
  tx: Tx,
  viewer: Viewer,
  deviceId: number,
  at: Date = new Date(),
): Promise<{ key: string; credentialId: number }> {
  const device = await requireDeviceById(tx, deviceId);
  requirePermission(viewer, 'device.edit', device.authorityId);
  await sql`update register.device_credential set revoked_at = ${at}
    where device_id = ${deviceId} and revoked_at is null`.execute(tx);
  const prefix = newToken(9).replace(/[-_]/g, 'x');
  const secret = newToken();
  const { rows } = await sql<{ id: number }>`
    insert into register.device_credential (authority_id, device_id, prefix, secret_hash, created_by, created_at)
    values (${device.authorityId}, ${deviceId}, ${prefix}, ${hashToken(secret)}, ${personOf(viewer)}, ${at})
    returning id`.execute(tx);
  const subject = { kind: 'device', id: deviceId };
  await audit(tx, { authorityId: device.authorityId, actor: viewer, action: 'device.key', subject, facts: { prefix } });
  return { key: `lpd_${prefix}_${secret}`, credentialId: rows[0]!.id };
}

/** The device whose key this is; undefined for anything else, revoked keys too. */
export async function deviceOfKey(db: Db, key: string): Promise<{ deviceId: number; authorityId: number } | undefined> {
  const parts = /^lpd_([A-Za-z0-9]+)_([A-Za-z0-9_-]+)$/.exec(key);
  if (!parts) return undefined;
  const { rows } = await sql<{ deviceId: number; authorityId: number; secretHash: Buffer }>`
    select device_id as "deviceId", authority_id as "authorityId", secret_hash as "secretHash"
    from register.device_credential where prefix = ${parts[1]!} and revoked_at is null`.execute(db);
  const found = rows[0];
  if (!found || !timingSafeEqual(found.secretHash, hashToken(parts[2]!))) return undefined;
  return { deviceId: found.deviceId, authorityId: found.authorityId };
}
