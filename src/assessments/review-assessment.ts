/** What reviewers do before the decision: judge answers one by one, comment, send back, pass on to the validator. */

import { type Clock, systemClock, type Tx } from '../base/index.ts';
import { can, type PersonViewer, requirePermission, type Viewer } from '../identity/index.ts';
import { type AssessmentVersion, markEvaluated, markToCorrect } from './assessment.store.ts';
import { nothingToCorrect, questionUnknown, toCorrectOpen } from './assessments.errors.ts';
import { questionsOf } from './framework.ts';
import { noteAct } from './note-act.ts';
import { requireReviewer, requireToChange, requireVersionById } from './require-version.ts';
import { insertComment, listReviews, type ReviewState, writeReview } from './review.store.ts';

export interface QuestionJudged {
  readonly questionId: string;
  readonly state?: ReviewState | undefined;
  readonly comment?: string | undefined;
}

/** Keeps what a reviewer thinks of answers, and their comments. Refuses the version's authors. */
export async function reviewQuestions(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  judged: readonly QuestionJudged[],
  clock: Clock = systemClock,
): Promise<void> {
  const { version, person } = await requireReviewing(tx, viewer, versionId, 'reviewed');
  const { authorityId, framework } = version;
  const at = clock.now();
  const before = await listReviews(tx, versionId);
  for (const { questionId, state, comment } of judged) {
    if (!questionsOf(framework).some((each) => each.id === questionId)) throw questionUnknown({ question: questionId });
    const known = before.get(questionId);
    const row = { authorityId, versionId, questionId, by: person.personId, at };
    if (state && (known?.state !== state || known.isOld)) await writeReview(tx, { ...row, state });
    const body = comment?.trim() ?? '';
    if (body !== '') await insertComment(tx, { ...row, body: body.slice(0, 4000) });
  }
  await noteAct(tx, viewer, version, 'assessment.review', { facts: { questions: judged.length } });
}

/** Sends a version back to its authors. Needs an answer marked to be corrected, or words that say what is missing. */
export async function sendBack(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  { remark }: { remark: string },
): Promise<void> {
  const { version } = await requireReviewing(tx, viewer, versionId, 'sent back');
  const marked = (await openCorrections(tx, version)).length > 0;
  if (!marked && remark.trim() === '') throw nothingToCorrect({ field: 'remark' });
  await markToCorrect(tx, versionId, remark.trim() || null);
  await noteAct(tx, viewer, version, 'assessment.send-back', { reason: remark });
}

/** The evaluator has looked at everything and passes it on to somebody else to be accepted. */
export async function passOn(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  { remark }: { remark: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.evaluate', states: ['in_review'], wanted: 'evaluated' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  requireReviewer(version, person, 'evaluated');
  await requireNothingToCorrect(tx, version);
  await markEvaluated(tx, versionId, person.personId, clock.now(), remark.trim() || null);
  await noteAct(tx, viewer, version, 'assessment.evaluate', { reason: remark });
}

/** Refuses while an answer is marked to be corrected and was not changed since. */
export async function requireNothingToCorrect(tx: Tx, version: AssessmentVersion): Promise<void> {
  const open = await openCorrections(tx, version);
  if (open.length > 0) throw toCorrectOpen({ questions: open.join('; ') });
}

async function openCorrections(tx: Tx, version: AssessmentVersion): Promise<string[]> {
  const reviews = await listReviews(tx, version.id);
  return questionsOf(version.framework)
    .filter(({ id }) => reviews.get(id)?.state === 'to_correct' && !reviews.get(id)!.isOld)
    .map(({ ask }) => ask);
}

/** Evaluators review before the evaluation, validators at any time; neither reviews what they wrote. */
async function requireReviewing(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  wanted: string,
): Promise<{ version: AssessmentVersion; person: PersonViewer }> {
  const { authorityId } = await requireVersionById(tx, versionId);
  const permission = can(viewer, 'assessment.validate', authorityId) ? 'assessment.validate' : 'assessment.evaluate';
  requirePermission(viewer, permission, authorityId);
  const found = await requireToChange(tx, viewer, versionId, { permission, states: ['in_review'], wanted });
  requireReviewer(found.version, found.person, permission === 'assessment.validate' ? 'validated' : 'evaluated');
  return found;
}
