/** What a person does with their own second factor, and an administrator with that of somebody who lost theirs. */
import type { Clock, Db, Tx } from '../../base/index.ts';
import { audit, auditAccount } from '../audit.ts';
import { codeWrong, factorRequired, factorUnknown, signInNeeded } from '../identity.errors.ts';
import { requireAccountInReach } from '../reach-account.ts';
import { revokeSessions } from '../sessions.store.ts';
import { beginAttempt, forgetAttempts } from '../sign-in-limits.store.ts';
import type { PersonViewer, Viewer } from '../viewer.ts';
import { type FactorHouse, giveRecoveryCodes, type OfferedFactor, offerFactor, takeFactor } from './enrol-factor.ts';
import { deleteFactor, factorState } from './factor.store.ts';
import { spendCode } from './spend-code.ts';

/** What a person scans to set up a second factor of their own accord. */
export function offerOwnFactor(tx: Tx, house: FactorHouse, viewer: Viewer, clock: Clock): Promise<OfferedFactor> {
  return offerFactor(tx, house, requirePerson(viewer).personId, clock);
}

/** Confirms it with a first code; every other session of the person ends. The recovery codes are returned this once. */
export async function takeOwnFactor(
  tx: Tx,
  house: FactorHouse,
  viewer: Viewer,
  { code, sessionId }: { code: string; sessionId: string },
  clock: Clock,
): Promise<string[]> {
  const { personId } = requirePerson(viewer);
  const codes = await takeFactor(tx, house, personId, code, clock);
  await revokeSessions(tx, personId, clock, sessionId);
  return codes;
}

interface CodeFromHere {
  readonly code: string;
  readonly address: string;
}

/** Removes one's own second factor with a code of it. Throws IDN_FACTOR_REQUIRED where an authority asks for one. */
export async function removeOwnFactor(db: Db, house: FactorHouse, viewer: Viewer, from: CodeFromHere, clock: Clock) {
  const { personId } = requirePerson(viewer);
  const { requiredBy } = await factorState(db, personId);
  if (requiredBy.length > 0) throw factorRequired({ field: 'code', authority: requiredBy.join(' and ') });
  await withCode(db, house, viewer, from, clock, async (tx) => {
    await deleteFactor(tx, personId);
    await auditAccount(tx, personId, { actor: viewer, action: 'person.factor-remove' }, clock);
  });
}

/** New recovery codes for a code; the ones before stop working. */
export function renewRecoveryCodes(db: Db, house: FactorHouse, viewer: Viewer, from: CodeFromHere, clock: Clock) {
  const { personId } = requirePerson(viewer);
  return withCode(db, house, viewer, from, clock, async (tx) => {
    await auditAccount(tx, personId, { actor: viewer, action: 'person.recovery-codes' }, clock);
    return giveRecoveryCodes(tx, personId);
  });
}

/**
 * An administrator removes the second factor of somebody who lost it: their sessions end, and at the next sign-in the
 * password is enough to set up a new one. Throws IDN_PERSON_ELSEWHERE as for a password link, or IDN_FACTOR_UNKNOWN.
 */
export async function resetFactor(
  tx: Tx,
  viewer: Viewer,
  who: { authorityId: number; personId: number },
  clock: Clock,
): Promise<void> {
  await requireAccountInReach(tx, viewer, who);
  if (!(await deleteFactor(tx, who.personId))) throw factorUnknown();
  await revokeSessions(tx, who.personId, clock);
  const subject = { kind: 'person', id: who.personId };
  await audit(tx, { authorityId: who.authorityId, actor: viewer, action: 'person.factor-reset', subject }, clock);
}

async function withCode<T>(
  db: Db,
  house: FactorHouse,
  viewer: Viewer,
  { code, address }: CodeFromHere,
  clock: Clock,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { personId, email } = requirePerson(viewer);
  const attempt = await beginAttempt(db, email, address, clock.now(), 'code');
  const done = await db.transaction().execute(async (tx) => {
    if (!(await spendCode(tx, house, personId, code, clock))) throw codeWrong({ field: 'code' });
    return work(tx);
  });
  await forgetAttempts(db, attempt);
  return done;
}

function requirePerson(viewer: Viewer): PersonViewer {
  if (viewer.kind !== 'person') throw signInNeeded();
  return viewer;
}
