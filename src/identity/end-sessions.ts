/** Ending sessions: one's own, one by one; a colleague's, all of them, for those who manage people. */
import type { Clock, Tx } from '../base/index.ts';
import { audit, auditAccount } from './audit.ts';
import { signInNeeded } from './identity.errors.ts';
import { requireAccountInReach } from './reach-account.ts';
import { type ListedSession, listSessions, revokeSession, revokeSessions } from './sessions.store.ts';
import type { Viewer } from './viewer.ts';

/** Ends one of one's own sessions, by the id the list shows; of another person's nothing happens. */
export async function endOwnSession(tx: Tx, viewer: Viewer, sessionId: string, clock: Clock): Promise<void> {
  if (viewer.kind !== 'person') throw signInNeeded();
  if (!(await revokeSession(tx, viewer.personId, sessionId, clock))) return;
  await auditAccount(tx, viewer.personId, { actor: viewer, action: 'session.end' }, clock);
}

/** Where a person of the authority is signed in. Throws IDN_PERSON_ELSEWHERE for people of other authorities too. */
export async function sessionsOfPerson(
  tx: Tx,
  viewer: Viewer,
  who: { authorityId: number; personId: number },
  clock: Clock,
): Promise<ListedSession[]> {
  await requireAccountInReach(tx, viewer, who);
  return listSessions(tx, who.personId, clock);
}

/** Signs a person out everywhere: a lost laptop, a wrong hand. */
export async function endSessionsOf(
  tx: Tx,
  viewer: Viewer,
  who: { authorityId: number; personId: number },
  clock: Clock,
): Promise<void> {
  await requireAccountInReach(tx, viewer, who);
  await revokeSessions(tx, who.personId, clock);
  const subject = { kind: 'person', id: who.personId };
  await audit(tx, { authorityId: who.authorityId, actor: viewer, action: 'session.end-all', subject }, clock);
}
