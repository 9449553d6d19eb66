import { announce, type Clock, type Db, sql, type Tx } from '../base/index.ts';
import { audit, can, type Role, requirePermission, type Viewer } from '../identity/index.ts';
import { findStanding, notePromise, recordApproval } from '../projects/index.ts';
import {
  lockDeclarations,
  markEnded,
  markInForce,
  type StoredDeclaration,
  selectDeclaration,
  selectInState,
} from './declaration.store.ts';
import { requireClassesForDwellings } from './dwelling-classes.ts';
import { declarationMoved, declarationUnknown, notSuspended, reasonMissing } from './register.errors.ts';
import { requireCleared } from './require-cleared.ts';
import { promiseFactsOf } from './traits.ts';
import { requireTrial } from './trial.ts';
import { noteComing, personOf } from './write-declaration.ts';

export interface Decision {
  /** In which of their roles the person decides; the first that allows it when left out. */
  role?: Role;
  reason?: string;
  /** For histories written after the event. */
  at?: Date;
}

/**
 * A second person approves the version that waits: it is in force from now on, the one before is superseded. Refuses
 * the person who submitted it, those who wrote something of it, people without the permission, a version that no longer waits,
 * and one whose project lacks a clearance it needs.
 */
export async function approveDeclaration(tx: Tx, viewer: Viewer, declarationId: number, decision: Decision = {}) {
  const waiting = await requireSubmitted(tx, viewer, declarationId, 'approved');
  await recordApproval(tx, viewer, { ...approvalOf(waiting, decision), decision: 'approved' });
  await requireClassesForDwellings(tx, waiting.projectId, waiting.body);
  const { id, projectId, version, authorityId } = waiting;
  await requireTrial(tx, projectId, waiting.body, decision.at ?? null);
  await notePromise(tx, waiting, { now: promiseFactsOf(waiting), coming: null });
  await requireCleared(tx, projectId);
  await notePromise(tx, waiting, { approved: true });
  await markInForce(tx, { id, projectId, version, by: personOf(viewer), at: decision.at ?? null });
  await announce(tx, 'register.changed', { authorityId, projectId });
}

/**
 * A second person lets a suspended declaration hold again, once everything it needs is cleared. Refuses the people who
 * wrote or submitted it, and while something is missing still.
 */
export async function resumeDeclaration(tx: Tx, viewer: Viewer, declarationId: number, decision: Decision = {}) {
  const suspended = await requireById(tx, declarationId);
  const { authorityId, projectId } = suspended;
  requirePermission(viewer, 'declaration.approve', authorityId);
  await lockDeclarations(tx, projectId);
  const standing = await findStanding(tx, projectId);
  if ((await requireById(tx, declarationId)).state !== 'in_force' || !standing?.isSuspended) throw notSuspended();
  await recordApproval(tx, viewer, { ...approvalOf(suspended, decision), decision: 'approved' });
  await requireCleared(tx, projectId);
  await notePromise(tx, suspended, { approved: true });
  await announce(tx, 'register.changed', { authorityId, projectId });
}

/** A second person rejects the version that waits, with a reason; what was in force stays. */
export async function rejectDeclaration(
  tx: Tx,
  viewer: Viewer,
  declarationId: number,
  decision: Decision & { reason: string },
): Promise<void> {
  const waiting = await requireSubmitted(tx, viewer, declarationId, 'rejected');
  await recordApproval(tx, viewer, { ...approvalOf(waiting, decision), decision: 'rejected' });
  const reason = decision.reason.trim();
  await markEnded(tx, { id: waiting.id, state: 'rejected', by: personOf(viewer), reason, at: decision.at ?? null });
  await noteComing(tx, waiting);
  await announce(tx, 'register.changed', { authorityId: waiting.authorityId, projectId: waiting.projectId });
}

/**
 * Takes a promise back, with a reason. In force, it stops holding at once, and with it everything the project's devices
 * send is refused; waiting, it is no longer decided on. One person may do this: stopping never needs four eyes.
 */
export async function withdrawDeclaration(
  tx: Tx,
  viewer: Viewer,
  declarationId: number,
  options: { reason: string; at?: Date },
): Promise<void> {
  const declaration = await requireById(tx, declarationId);
  requirePermission(viewer, 'declaration.withdraw', declaration.authorityId);
  const reason = options.reason.trim();
  if (reason === '') throw reasonMissing({ field: 'reason' });
  await lockDeclarations(tx, declaration.projectId);
  const { state, version, authorityId, projectId } = await requireById(tx, declarationId);
  if (state !== 'in_force' && state !== 'submitted')
    throw declarationMoved({ version, state: STATE_SAYS[state], wanted: 'withdrawn' });
  await markEnded(tx, { id: declarationId, state: 'withdrawn', by: personOf(viewer), reason, at: options.at ?? null });
  const subject = { kind: 'declaration', id: declarationId, version };
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'declaration.withdraw',
    subject,
    reason,
    facts: { from: state },
  });
  if (state === 'in_force') await notePromise(tx, declaration, { now: null });
  else await noteComing(tx, declaration);
  await announce(tx, 'register.changed', { authorityId, projectId });
}

/** Ends the promises whose last day is over; a job for each morning. Says how many ended. */
export async function endPastDeclarations(tx: Tx, clock: Clock): Promise<number> {
  const today = clock.now().toISOString().slice(0, 10);
  const { rows } = await sql<{ id: number; version: number; authorityId: number; projectId: number }>`
    select id, version, authority_id as "authorityId", project_id as "projectId" from register.declaration
    where state = 'in_force' and body ->> 'ends_on' < ${today} for update`.execute(tx);
  for (const { id, version, authorityId, projectId } of rows) {
    await markEnded(tx, { id, state: 'withdrawn', by: null, reason: 'its last day is over', at: clock.now() });
    const subject = { kind: 'declaration', id, version };
    await audit(tx, { authorityId, actor: 'house', action: 'declaration.end', subject }, clock);
    await notePromise(tx, { authorityId, projectId }, { now: null });
    await announce(tx, 'register.changed', { authorityId, projectId });
  }
  return rows.length;
}

/** The promise that holds for a project now, if there is one: in force, not over, not suspended. */
export async function declarationInForce(db: Db, projectId: number): Promise<StoredDeclaration | undefined> {
  return selectDeclaration(
    db,
    sql`exists (select 1 from register.v_published_declaration p where p.id = dc.id and p.is_in_force)
      and dc.project_id = ${projectId}`,
  );
}

/** The version somebody has to decide on, for those who may see projects of its authority. */
export async function declarationWaiting(
  db: Db,
  viewer: Viewer,
  projectId: number,
): Promise<StoredDeclaration | undefined> {
  const waiting = await selectInState(db, projectId, 'submitted');
  return waiting && can(viewer, 'project.read', waiting.authorityId) ? waiting : undefined;
}

export const STATE_SAYS: Record<StoredDeclaration['state'], string> = {
  draft: 'a draft',
  submitted: 'waiting for approval',
  in_force: 'in force',
  rejected: 'rejected',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
};

async function requireSubmitted(tx: Tx, viewer: Viewer, id: number, wanted: string): Promise<StoredDeclaration> {
  const found = await requireById(tx, id);
  requirePermission(viewer, 'declaration.approve', found.authorityId);
  await lockDeclarations(tx, found.projectId);
  const now = await requireById(tx, id);
  if (now.state !== 'submitted') throw declarationMoved({ version: now.version, state: STATE_SAYS[now.state], wanted });
  return now;
}

async function requireById(tx: Tx, id: number): Promise<StoredDeclaration> {
  const declaration = await selectDeclaration(tx, sql`dc.id = ${id}`);
  if (!declaration) throw declarationUnknown();
  return declaration;
}

function approvalOf(waiting: StoredDeclaration, { role, reason, at }: Decision) {
  return {
    authorityId: waiting.authorityId,
    subjectKind: 'declaration' as const,
    subjectId: waiting.id,
    subjectVersion: waiting.version,
    submittedBy: waiting.submittedBy,
    writers: waiting.writers,
    reason: reason ?? null,
    ...(role === undefined ? {} : { role }),
    ...(at === undefined ? {} : { decidedAt: at }),
  };
}
