import { type Clock, systemClock, type Tx } from '../base/index.ts';
import { requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { insertAction } from './action.store.ts';
import { addWriter, writeAnswer } from './answer.store.ts';
import { answersOfFile, readAssessmentFile } from './assessment-file.ts';
import { needsPerson } from './assessments.errors.ts';
import { requireFramework } from './find-frameworks.ts';
import { requireVersionById } from './require-version.ts';
import { startAssessment } from './start-assessment.ts';

/**
 * Begins a version from a file that another authority, project or tool exported: its answers and the open actions of its plan,
 * as a draft that is reviewed here like any other. Refuses answers that do not fit the framework, naming them.
 */
export async function importAssessment(
  tx: Tx,
  viewer: Viewer,
  { projectId, text }: { projectId: number; text: string },
  clock: Clock = systemClock,
): Promise<{ code: string; versionId: number; answers: number; unknown: string[] }> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'assessment.write', authorityId);
  if (viewer.kind !== 'person') throw needsPerson();
  const file = readAssessmentFile(text);
  const { framework } = await requireFramework(tx, authorityId, file.framework);
  const answers = answersOfFile(framework, file);
  const { versionId } = await startAssessment(tx, viewer, { projectId, code: file.framework }, clock);
  const at = clock.now();
  const origin = { origin: 'imported' as const, originSays: `a file of ${file.title}, version ${file.version}` };
  for (const [questionId, value] of answers)
    await writeAnswer(tx, authorityId, versionId, { questionId, value, ...origin, by: viewer.personId, at });
  if (answers.size > 0) await addWriter(tx, versionId, viewer.personId);
  const assessmentId = (await requireVersionById(tx, versionId)).assessmentId;
  for (const { question, body, owner, due_on, done_at } of file.actions) {
    if (done_at !== null || !/^\d{4}-\d{2}-\d{2}$/.test(due_on)) continue;
    const row = {
      authorityId,
      assessmentId,
      questionId: question,
      body,
      owner,
      dueOn: due_on,
      by: viewer.personId,
      at,
    };
    await insertAction(tx, row);
  }
  const unknown = Object.keys(file.answers).filter((id) => !answers.has(id));
  return { code: file.framework, versionId, answers: answers.size, unknown };
}
