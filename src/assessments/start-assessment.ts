import { type Clock, sql, systemClock, type Tx } from '../base/index.ts';
import { requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { copyAnswers } from './answer.store.ts';
import { ensureAssessment, insertVersion, OPEN_STATES, selectVersions } from './assessment.store.ts';
import { alreadyOpen } from './assessments.errors.ts';
import { fillIn } from './fill-in.ts';
import { requireFramework } from './find-frameworks.ts';
import { keepFramework } from './framework.store.ts';
import { noteAct } from './note-act.ts';

/**
 * Begins a version: the first, or the next after an accepted, lapsed or withdrawn one, with its answers. What is known
 * already is filled in. Refuses while another version is open.
 */
export async function startAssessment(
  tx: Tx,
  viewer: Viewer,
  { projectId, code }: { projectId: number; code: string },
  clock: Clock = systemClock,
): Promise<{ versionId: number; version: number }> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'assessment.write', authorityId);
  const at = clock.now();
  const { framework, hash, origin } = await requireFramework(tx, authorityId, code);
  const by = viewer.kind === 'person' ? viewer.personId : null;
  const assessmentId = await ensureAssessment(tx, { authorityId, projectId, code, at });
  const [before] = await selectVersions(tx, sql`v.assessment_id = ${assessmentId}`);
  if (before && OPEN_STATES.includes(before.state)) throw alreadyOpen({ version: before.version });
  const frameworkId = await keepFramework(tx, { authorityId, framework, hash, origin, by, at });
  const { id, version } = await insertVersion(tx, { authorityId, assessmentId, frameworkId, at });
  if (before) await copyAnswers(tx, before.id, id);
  await fillIn(tx, { versionId: id, authorityId, assessmentId, projectId, framework, at });
  await noteAct(tx, viewer, { authorityId, assessmentId, version }, 'assessment.start');
  return { versionId: id, version };
}
