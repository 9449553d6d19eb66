import { type Clock, sql, type Tx } from '../base/index.ts';
import { keyCache } from './key-cache.ts';

/**
 * Revokes a key: from now on it opens nothing in this process, and nothing anywhere 10 seconds after the commit. Asks
 * nobody: for the command line and for rooms that asked already; doors use `withdrawKey`. False when it was revoked.
 */
export async function revokeKey(tx: Tx, credentialId: number, clock: Clock): Promise<boolean> {
  const { rows } = await sql<{ prefix: string }>`update identity.credential set revoked_at = ${clock.now()}
    where id = ${credentialId} and revoked_at is null returning prefix`.execute(tx);
  const revoked = rows[0];
  if (revoked) keyCache.revoke(revoked.prefix);
  return revoked !== undefined;
}
