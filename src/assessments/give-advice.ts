/** The data protection officer advises and does not decide; who decides says whether the advice is followed, and why. */

import { type Clock, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { insertAdvice, listAdvice, writeAdviceAnswer } from './advice.store.ts';
import type { AssessmentVersion } from './assessment.store.ts';
import { adviceMissing, adviceUnanswered, adviceUnknown, ownWork, reasonMissing } from './assessments.errors.ts';
import { noteAct } from './note-act.ts';
import { requireToChange } from './require-version.ts';

/** Writes down the data protection officer's advice on a version in review. Refuses its authors. */
export async function giveAdvice(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  { body }: { body: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.advise', states: ['in_review'], wanted: 'advised on' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  if (version.writers.includes(person.personId)) throw ownWork({ part: 'author' });
  if (body.trim() === '') throw reasonMissing({ field: 'advice' });
  const row = { authorityId: version.authorityId, versionId, kind: 'data_protection_officer' as const };
  await insertAdvice(tx, { ...row, body: body.trim().slice(0, 8000), by: person.personId, at: clock.now() });
  await noteAct(tx, viewer, version, 'assessment.advise');
}

/** Says whether advice is followed or overruled. Both need a reason; it is published with the advice. */
export async function answerAdvice(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { adviceId: number; answer: 'followed' | 'overruled'; reason: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.validate', states: ['in_review'], wanted: 'answered' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  const advice = (await listAdvice(tx, version.assessmentId)).find((each) => each.id === given.adviceId);
  if (advice?.versionId !== versionId) throw adviceUnknown();
  if (advice.givenBy === person.personId) throw ownWork({ part: 'adviser' });
  const reason = given.reason.trim();
  if (reason === '') throw reasonMissing({ field: 'reason' });
  await writeAdviceAnswer(tx, advice.id, { answer: given.answer, reason, by: person.personId, at: clock.now() });
  const facts = { advice: advice.id, answer: given.answer };
  await noteAct(tx, viewer, version, 'assessment.answer-advice', { reason, facts });
}

/** Refuses a version whose framework asks for advice that was not given since it was submitted; and unanswered advice. */
export async function requireAdvice(tx: Tx, version: AssessmentVersion): Promise<void> {
  const all = (await listAdvice(tx, version.assessmentId)).filter((each) => each.versionId === version.id);
  const now = all.filter((each) => each.givenAt >= version.submittedAt!);
  const wanted = version.framework.advice;
  if (wanted && !now.some((each) => each.kind === wanted)) throw adviceMissing();
  if (now.some((each) => each.answer === null)) throw adviceUnanswered();
}
