import { type Clock, type Db, sql } from '../base/index.ts';
import { auditAccount } from './audit.ts';
import { passwordWrong, signInNeeded } from './identity.errors.ts';
import { setPassword } from './password.store.ts';
import { verifyPassword } from './passwords.ts';
import { revokeSessions } from './sessions.store.ts';
import { beginAttempt, forgetAttempts } from './sign-in-limits.store.ts';
import type { Viewer } from './viewer.ts';

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  /** The session that goes on; every other one of the person ends. */
  readonly sessionId: string;
  readonly address: string;
}

/**
 * A person changes their own password and must show the one they have. Throws IDN_PASSWORD_WRONG, IDN_PASSWORD_WEAK,
 * or IDN_SIGN_IN_TOO_OFTEN after many wrong ones.
 */
export async function changePassword(db: Db, viewer: Viewer, change: PasswordChange, clock: Clock): Promise<void> {
  if (viewer.kind !== 'person') throw signInNeeded();
  const attempt = await beginAttempt(db, viewer.email, change.address, clock.now());
  const { rows } = await sql<{ hash: string | null }>`
    select password_hash as hash from identity.person where id = ${viewer.personId}`.execute(db);
  if (!(await verifyPassword(change.current.slice(0, 1000), rows[0]?.hash ?? undefined))) {
    throw passwordWrong({ field: 'current' });
  }
  await forgetAttempts(db, attempt);
  await db.transaction().execute(async (tx) => {
    await setPassword(tx, viewer.personId, change.next, { field: 'next' });
    await revokeSessions(tx, viewer.personId, clock, change.sessionId);
    await auditAccount(tx, viewer.personId, { actor: viewer, action: 'person.password' }, clock);
  });
}
