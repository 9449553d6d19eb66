/**
 * Granting and revoking, for higher rooms too: the permission that is asked for is the authority's policy, which names
 * the roles of each kind. Every change is told to those above, and the project's standing is reckoned anew (by trigger).
 */
import { announce, type Db, type Tx } from '../base/index.ts';
import { audit, isRole, ROLES, type Role, rolesOf } from '../identity/index.ts';
import { endClearance, insertClearance, rolesToClear, writersOfPromise } from './clearance.store.ts';
import { CLEARANCE_KINDS, type ClearanceEvidence, type ClearanceKind, isClearanceKind } from './clearance.ts';
import { requireProjectById } from './find-project.ts';
import { lockProject } from './outcome.store.ts';
import {
  clearanceKindUnknown,
  clearanceOwnWork,
  clearanceReasonMissing,
  clearanceRoleNotHeld,
  clearanceValidityPast,
  projectUnknown,
} from './projects.errors.ts';

export interface Grant {
  authorityId: number;
  projectId: number;
  kind: ClearanceKind;
  evidence: ClearanceEvidence;
  /** Other kinds the evidence says are needed: a screening asks for a DPIA. */
  asksFor?: readonly ClearanceKind[];
  grantedBy: number;
  /** Null: until somebody revokes it. */
  validUntil: Date | null;
  at: Date;
}

/**
 * Writes down that a requirement is met, in place of what stood before. Refuses a person whose roles the policy does not
 * name for this kind, and anybody who wrote or submitted the declaration: nobody clears their own work.
 */
export async function grantClearance(tx: Tx, grant: Grant): Promise<{ clearanceId: number }> {
  const { authorityId, projectId, kind, grantedBy, at } = grant;
  if (!isClearanceKind(kind)) throw clearanceKindUnknown({ field: 'kind', kind });
  await requireOfAuthority(tx, projectId, authorityId);
  const [wanted, held] = [
    await rolesToClear(tx, authorityId, kind),
    new Set(await rolesOf(tx, grantedBy, authorityId)),
  ];
  if (!wanted.some((role) => held.has(role)))
    throw clearanceRoleNotHeld({ kind: CLEARANCE_KINDS[kind].title, roles: sayRoles(wanted) });
  if ((await writersOfPromise(tx, projectId)).includes(grantedBy)) throw clearanceOwnWork();
  if (grant.validUntil && grant.validUntil <= at) throw clearanceValidityPast({ field: 'validUntil' });
  await endClearance(tx, { projectId, kind, by: null, reason: 'another took its place', at });
  const clearanceId = await insertClearance(tx, { ...grant, asksFor: grant.asksFor ?? [] });
  const [actor, subject] = [{ personId: grantedBy }, { kind: 'clearance', id: clearanceId }];
  const facts = { project: projectId, kind, on: grant.evidence.kind };
  await audit(tx, { authorityId, actor, action: 'clearance.grant', subject, facts });
  await announce(tx, 'projects.clearance-changed', { authorityId, projectId });
  return { clearanceId };
}

export interface Revocation {
  authorityId: number;
  projectId: number;
  kind: ClearanceKind;
  /** Public: it stands on the register while it matters. */
  reason: string;
  /** Null: the house itself, because an assessment was superseded or its review day passed. */
  revokedBy: number | null;
  at: Date;
}

/** Takes a clearance back; one that does not stand stays as it is. By a person it needs a reason. */
export async function revokeClearance(tx: Tx, revocation: Revocation): Promise<void> {
  const { authorityId, projectId, kind, revokedBy, at } = revocation;
  if (!isClearanceKind(kind)) throw clearanceKindUnknown({ field: 'kind', kind });
  await requireOfAuthority(tx, projectId, authorityId);
  const reason = revocation.reason.trim();
  if (reason === '') throw clearanceReasonMissing({ field: 'reason' });
  const ended = await endClearance(tx, { projectId, kind, by: revokedBy, reason, at });
  if (ended === undefined) return;
  const actor = revokedBy === null ? 'house' : { personId: revokedBy };
  const subject = { kind: 'clearance', id: ended };
  await audit(tx, {
    authorityId,
    actor,
    action: 'clearance.revoke',
    subject,
    reason,
    facts: { project: projectId, kind },
  });
  await announce(tx, 'projects.clearance-changed', { authorityId, projectId });
}

/** "Approver or senior information risk owner". */
export function sayRoles(roles: readonly Role[]): string {
  return roles.map((role) => (isRole(role) ? ROLES[role].label.toLowerCase() : role)).join(' or ');
}

async function requireOfAuthority(db: Tx, projectId: number, authorityId: number): Promise<void> {
  const project = await lockProject(db, projectId);
  if (project?.authorityId !== authorityId) throw projectUnknown({ project: `number ${projectId}` });
}

/** Used where a page shows who may clear what. */
export async function mayClear(db: Db, personId: number, projectId: number, kind: ClearanceKind): Promise<boolean> {
  const { authorityId } = await requireProjectById(db, projectId);
  const held = new Set(await rolesOf(db, personId, authorityId));
  const wanted = await rolesToClear(db, authorityId, kind);
  return wanted.some((role) => held.has(role)) && !(await writersOfPromise(db, projectId)).includes(personId);
}
