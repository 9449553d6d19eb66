import type { Clock, Tx } from '../base/index.ts';
import { forbidden, keyUnknown, signInNeeded } from './identity.errors.ts';
import { createKey, findKey, type KeyKind, type ListedKey } from './keys.store.ts';
import { can, requirePermission } from './permissions.ts';
import { revokeKey } from './revoke-key.ts';
import type { KeyScope, Viewer } from './viewer.ts';

export interface WantedKey {
  readonly authorityId: number;
  readonly kind: KeyKind;
  readonly name: string;
  readonly scope?: KeyScope;
  readonly expiresAt?: Date | null;
}

/**
 * Issues a key on a person's behalf: their own for their command line (any member), a source's with `source.edit`, an
 * analyst's with `key.edit`. That the scope names things of the authority is for the caller to see to.
 */
export async function issueKey(
  tx: Tx,
  viewer: Viewer,
  wanted: WantedKey,
  clock: Clock,
): Promise<{ key: string; prefix: string; credentialId: number }> {
  if (viewer.kind !== 'person') throw signInNeeded();
  if (wanted.kind === 'person') requireMember(viewer, wanted.authorityId);
  else requirePermission(viewer, wanted.kind === 'source' ? 'source.edit' : 'key.edit', wanted.authorityId);
  const own = wanted.kind === 'person' ? { personId: viewer.personId } : {};
  return createKey(tx, { ...wanted, ...own, createdBy: viewer.personId }, clock);
}

/**
 * Revokes a key: one's own, or with the permission that issues it; an administrator revokes any. Throws
 * IDN_KEY_UNKNOWN for keys of other authorities, as for none at all.
 */
export async function withdrawKey(tx: Tx, viewer: Viewer, credentialId: number, clock: Clock): Promise<ListedKey> {
  if (viewer.kind !== 'person') throw signInNeeded();
  const key = await findKey(tx, credentialId);
  if (!key || !mayWithdraw(viewer, key)) throw keyUnknown();
  await revokeKey(tx, credentialId, clock, viewer);
  return key;
}

/** Whether pages offer to revoke the key. */
export function mayWithdraw(viewer: Viewer, key: Pick<ListedKey, 'kind' | 'authorityId' | 'personId'>): boolean {
  if (viewer.kind === 'person' && key.personId === viewer.personId) return true;
  if (key.kind === 'source' && can(viewer, 'source.edit', key.authorityId)) return true;
  return can(viewer, 'key.edit', key.authorityId);
}

function requireMember(viewer: Viewer, authorityId: number): void {
  if (can(viewer, 'project.read', authorityId)) return;
  throw forbidden({ allows: 'have a key of your own there', roles: 'of a member' });
}
