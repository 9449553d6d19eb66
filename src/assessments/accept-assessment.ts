import { type Clock, sql, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { listAnswers, valuesOf } from './answer.store.ts';
import { type AssessmentVersion, markAccepted, markEnded, selectVersions } from './assessment.store.ts';
import { incomplete, notEvaluated, resultRefused, reviewDateInvalid } from './assessments.errors.ts';
import { clearProject } from './clear-project.ts';
import { judge } from './engine.ts';
import { requireAdvice } from './give-advice.ts';
import { noteAct } from './note-act.ts';
import { requireReviewer, requireToChange } from './require-version.ts';
import { requireNothingToCorrect } from './review-assessment.ts';
import { latestReview } from './review-date.ts';

/**
 * Accepts an evaluated version: the one accepted before is superseded, and what the result clears is cleared until the
 * end of its review day. Refuses authors and the evaluator, what is not evaluated, open corrections, missing or unanswered advice,
 * and a result with which the framework does not allow it.
 */
export async function acceptAssessment(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { remark?: string; reviewOn?: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.validate', states: ['in_review'], wanted: 'accepted' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  requireReviewer(version, person, 'validated');
  if (version.evaluatedBy === null) throw notEvaluated();
  await requireNothingToCorrect(tx, version);
  await requireAdvice(tx, version);
  const { framework } = version;
  const { missing, result } = judge(framework, valuesOf(await listAnswers(tx, versionId)));
  if (missing.length > 0) throw incomplete({ missing: missing.map(({ question }) => question.ask).join('; ') });
  if (result?.refuses) throw resultRefused({ result: result.says });
  const at = clock.now();
  const latest = latestReview(at, framework.review_months);
  const reviewOn = given.reviewOn || latest;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(reviewOn) || reviewOn <= at.toISOString().slice(0, 10) || reviewOn > latest)
    throw reviewDateInvalid({ field: 'reviewOn', latest });
  await supersedeAccepted(tx, version, person.personId, at);
  const remark = given.remark?.trim() || null;
  const clearance = framework.clearance ?? null;
  await markAccepted(tx, versionId, {
    by: person.personId,
    at,
    remark,
    result: result?.id ?? null,
    clearance,
    reviewOn,
  });
  await noteAct(tx, viewer, version, 'assessment.accept', {
    reason: remark,
    facts: { result: result?.id ?? null, reviewOn },
  });
  await clearProject(tx, version, { by: person.personId, at, reviewOn, asksFor: result?.asks_for ?? [] });
}

async function supersedeAccepted(tx: Tx, version: AssessmentVersion, by: number, at: Date): Promise<void> {
  const where = sql`v.assessment_id = ${version.assessmentId} and v.state in ('accepted', 'lapsed') and v.id <> ${version.id}`;
  for (const before of await selectVersions(tx, where)) {
    await markEnded(tx, before.id, { state: 'superseded', by, at, reason: `replaced by version ${version.version}` });
  }
}
