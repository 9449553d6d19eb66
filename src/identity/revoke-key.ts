import { type Clock, sql, type Tx } from '../base/index.ts';
import { type Actor, audit } from './audit.ts';
import { keyCache } from './key-cache.ts';

/**
 * Revokes a key: from now on it opens nothing in this process, and nothing anywhere 10 seconds after the commit. Asks
 * nobody: for the command line and for rooms that asked already; doors use `withdrawKey`. False when it was revoked.
 */
export async function revokeKey(tx: Tx, credentialId: number, clock: Clock, actor: Actor = 'house'): Promise<boolean> {
  const { rows } = await sql<{ prefix: string; authorityId: number }>`
    update identity.credential set revoked_at = ${clock.now()}
    where id = ${credentialId} and revoked_at is null returning prefix, authority_id as "authorityId"`.execute(tx);
  const revoked = rows[0];
  if (!revoked) return false;
  keyCache.revoke(revoked.prefix);
  const { authorityId, prefix } = revoked;
  const subject = { kind: 'key', id: credentialId };
  await audit(tx, { authorityId, actor, action: 'key.revoke', subject, facts: { prefix } });
  return true;
}
