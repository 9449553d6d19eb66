import { sql, type Tx } from '../base/index.ts';
import { audit, can, type Permission, type Role, requirePermission, type Viewer } from '../identity/index.ts';
import {
  approvalNeedsPerson,
  approvalOwnWork,
  approvalRoleNotHeld,
  rejectionReasonMissing,
} from './projects.errors.ts';

export interface ApprovalInput {
  authorityId: number;
  /** What was decided on; the permission asked for is `<subjectKind>.approve`. */
  subjectKind: 'declaration';
  subjectId: number;
  subjectVersion: number;
  /** The person who submitted it, who may not decide. */
  submittedBy: number | null;
  /** Everybody who wrote something of it, who may not either. */
  writers?: readonly number[];
  /** In which of their roles the person decides; the first that allows it when left out. */
  role?: Role;
  decision: 'approved' | 'rejected';
  reason?: string | null;
  /** For histories written after the event. */
  decidedAt?: Date;
}

/**
 * Writes down that a named person, in a role, approved or rejected a version, and when. Four eyes: refuses the person
 * who submitted it and everybody who wrote something of it. Refuses keys, roles the person does not hold or that do not permit it, and a rejection without reason.
 */
export async function recordApproval(
  tx: Tx,
  viewer: Viewer,
  input: ApprovalInput,
): Promise<{ id: number; role: Role }> {
  const permission = `${input.subjectKind}.approve` as Permission;
  requirePermission(viewer, permission, input.authorityId);
  if (viewer.kind !== 'person') throw approvalNeedsPerson({ subject: input.subjectKind });
  if (viewer.personId === input.submittedBy || input.writers?.includes(viewer.personId))
    throw approvalOwnWork({ subject: input.subjectKind });
  const role = roleToDecideIn(viewer, permission, input.authorityId, input.role);
  if (!role) throw approvalRoleNotHeld({ field: 'role', role: input.role, subject: input.subjectKind });
  const reason = input.reason?.trim() || null;
  if (input.decision === 'rejected' && !reason) throw rejectionReasonMissing({ field: 'reason' });
  const { rows } = await sql<{ id: number }>`
    insert into projects.approval
      (authority_id, subject_kind, subject_id, subject_version, person_id, role, decision, reason, decided_at)
    values (${input.authorityId}, ${input.subjectKind}, ${input.subjectId}, ${input.subjectVersion}, ${viewer.personId},
            ${role}, ${input.decision}, ${reason}, coalesce(${input.decidedAt ?? null}::timestamptz, now()))
    returning id`.execute(tx);
  const { authorityId, subjectId: about, subjectVersion: version } = input;
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: `${input.subjectKind}.${input.decision === 'approved' ? 'approve' : 'reject'}`,
    subject: { kind: input.subjectKind, id: about, version },
    reason,
    facts: { role, approval: rows[0]!.id },
  });
  return { id: rows[0]!.id, role };
}

type Person = Extract<Viewer, { kind: 'person' }>;

function roleToDecideIn(viewer: Person, permission: Permission, authorityId: number, wanted?: Role): Role | undefined {
  const place = viewer.places.find((each) => each.authorityId === authorityId);
  return place?.roles.find((role) => {
    if (wanted !== undefined && role !== wanted) return false;
    return can({ ...viewer, places: [{ ...place, roles: [role] }] }, permission, authorityId);
  });
}
