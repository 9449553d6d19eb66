/** What an accepted assessment means for the project's requirements (room `projects`). */
import { sql, type Tx } from '../base/index.ts';
import { type ClearanceKind, grantClearance, revokeClearance } from '../projects/index.ts';
import type { AssessmentVersion } from './assessment.store.ts';

/** Grants what the framework clears until the end of the review day. Who accepts must be one the authority's policy names. */
export async function clearProject(
  tx: Tx,
  version: AssessmentVersion,
  given: { by: number; at: Date; reviewOn: string; asksFor: readonly ClearanceKind[] },
): Promise<void> {
  const { authorityId, projectId, assessmentId, framework } = version;
  if (projectId === null || !framework.clearance) return;
  const validUntil = new Date(`${given.reviewOn}T00:00:00Z`);
  validUntil.setUTCDate(validUntil.getUTCDate() + 1);
  const evidence = { kind: 'assessment' as const, assessmentId, version: version.version };
  const grant = { authorityId, projectId, kind: framework.clearance, evidence, validUntil };
  await grantClearance(tx, { ...grant, asksFor: given.asksFor, grantedBy: given.by, at: given.at });
}

/** Revokes what this version cleared, unless something else stands in its place by now. */
export async function takeBackClearance(
  tx: Tx,
  version: AssessmentVersion,
  given: { by: number | null; at: Date; reason: string },
): Promise<void> {
  const { authorityId, projectId, clearance: kind, assessmentId } = version;
  if (projectId === null || kind === null) return;
  const { rows } = await sql`select 1 from projects.v_clearance where project_id = ${projectId} and kind = ${kind}
    and ended_at is null and evidence ->> 'kind' = 'assessment' and (evidence ->> 'assessmentId')::int = ${assessmentId}
    and (evidence ->> 'version')::int = ${version.version}`.execute(tx);
  if (rows.length === 0) return;
  await revokeClearance(tx, { authorityId, projectId, kind, reason: given.reason, revokedBy: given.by, at: given.at });
}
