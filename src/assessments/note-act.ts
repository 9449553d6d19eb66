import type { Tx } from '../base/index.ts';
import { type AuditFacts, audit, type Viewer } from '../identity/index.ts';
import type { AssessmentVersion } from './assessment.store.ts';

/** Writes into the audit log what somebody did to a version. */
export async function noteAct(
  tx: Tx,
  viewer: Viewer,
  { authorityId, assessmentId, version }: Pick<AssessmentVersion, 'authorityId' | 'assessmentId' | 'version'>,
  action: `assessment.${string}`,
  told: { reason?: string | null; facts?: AuditFacts } = {},
): Promise<void> {
  const subject = { kind: 'assessment', id: assessmentId, version };
  await audit(tx, { authorityId, actor: viewer, action, subject, ...told });
}
