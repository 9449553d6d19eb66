/** Lending a role for a time: who is away names who acts for them, from when to when, and why. */
import type { Clock, Tx } from '../../base/index.ts';
import { audit } from '../audit.ts';
import { checkText } from '../fields.ts';
import { delegationUnknown, fieldInvalid, forbidden, ownRoles, rolesClash } from '../identity.errors.ts';
import { keyCache } from '../key-cache.ts';
import { grantedRolesOf, lockPerson, rolesToCome } from '../memberships.store.ts';
import { can } from '../permissions.ts';
import { findClash, ROLES, type Role } from '../roles.ts';
import type { Viewer } from '../viewer.ts';
import { type Delegation, findDelegation, insertDelegation, markDelegationEnded } from './delegation.store.ts';

export interface WantedDelegation {
  readonly authorityId: number;
  readonly role: Role;
  readonly fromPersonId: number;
  readonly toPersonId: number;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly reason: string;
}

const LONGEST_DAYS = 184; // half a year; a role needed for longer is granted

/**
 * Lends a role that one holds oneself, or, for those who manage people, one that somebody else holds and not to themselves.
 * The borrower is a member of the authority. Throws IDN_FIELD_INVALID naming the field, IDN_OWN_ROLES, IDN_ROLES_CLASH.
 */
export async function delegateRole(tx: Tx, viewer: Viewer, wanted: WantedDelegation, clock: Clock): Promise<number> {
  const { authorityId, role, fromPersonId, toPersonId, validFrom, validTo } = wanted;
  requireMayLend(viewer, wanted);
  await lockPerson(tx, toPersonId);
  const refuse = (field: string, why: string) => fieldInvalid({ field, why });
  const lends = await grantedRolesOf(tx, fromPersonId, authorityId);
  if (!lends.includes(role)) throw refuse('role', 'Choose a role that the person who lends it was given.');
  const borrowers = await grantedRolesOf(tx, toPersonId, authorityId);
  if (toPersonId === fromPersonId || borrowers.length === 0) throw refuse('to', 'Choose a colleague of the authority.');
  if (borrowers.includes(role)) throw refuse('to', 'Choose somebody else: this person holds the role already.');
  if (validTo <= validFrom || validTo <= clock.now())
    throw refuse('until', 'Enter a last day that is not over and not before the first.');
  if (validTo.getTime() - validFrom.getTime() > LONGEST_DAYS * 86_400_000)
    throw refuse('until', 'Enter a last day within half a year.');
  const clash = findClash([...borrowers, ...(await rolesToCome(tx, toPersonId, authorityId)), role]);
  if (clash) {
    const [one, other] = clash.map((each) => ROLES[each].label.toLowerCase());
    throw rolesClash({ field: 'to', one, other });
  }
  const reason = checkText(wanted.reason, 'reason', 'why');
  const createdBy = viewer.kind === 'person' ? viewer.personId : null;
  const id = await insertDelegation(tx, { ...wanted, reason, createdBy, createdAt: clock.now() });
  const facts = {
    role,
    from: fromPersonId,
    since: validFrom.toISOString(),
    until: validTo.toISOString(),
    delegation: id,
  };
  const subject = { kind: 'person', id: toPersonId };
  await audit(tx, { authorityId, actor: viewer, action: 'delegation.lend', subject, reason, facts }, clock);
  keyCache.forgetPerson(toPersonId);
  return id;
}

/** Ends a delegation early: who lends, who borrows, or who manages people. Throws IDN_DELEGATION_UNKNOWN. */
export async function endDelegation(tx: Tx, viewer: Viewer, id: number, clock: Clock): Promise<void> {
  const delegation = await findDelegation(tx, id);
  if (!delegation || viewer.kind !== 'person' || !mayEnd(viewer, delegation)) throw delegationUnknown();
  const { authorityId, role, fromPersonId, toPersonId } = delegation;
  await markDelegationEnded(tx, id, viewer.personId, clock.now());
  const facts = { role, from: fromPersonId, delegation: id };
  const subject = { kind: 'person', id: toPersonId };
  await audit(tx, { authorityId, actor: viewer, action: 'delegation.end', subject, facts }, clock);
  keyCache.forgetPerson(toPersonId);
}

/** Whether pages offer to end it. */
export function mayEnd(viewer: Viewer, { authorityId, fromPersonId, toPersonId }: Delegation): boolean {
  if (viewer.kind !== 'person') return false;
  return [fromPersonId, toPersonId].includes(viewer.personId) || can(viewer, 'people.edit', authorityId);
}

function requireMayLend(viewer: Viewer, { authorityId, fromPersonId, toPersonId }: WantedDelegation): void {
  const isOwn = viewer.kind === 'person' && viewer.personId === fromPersonId;
  if (isOwn && can(viewer, 'project.read', authorityId)) return;
  if (!can(viewer, 'people.edit', authorityId)) {
    throw forbidden({ allows: 'lend a role that somebody else holds', roles: 'administrator' });
  }
  if (viewer.kind === 'person' && viewer.personId === toPersonId) throw ownRoles();
}
