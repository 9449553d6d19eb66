import { type Clock, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { questionUnknown, reasonMissing, reviewDateInvalid } from './assessments.errors.ts';
import { questionsOf } from './framework.ts';
import { noteAct } from './note-act.ts';
import { requireToChange } from './require-version.ts';
import { latestReview } from './review-date.ts';
import { deleteWithheld, writeWithheld } from './withheld.store.ts';

const STATES = ['draft', 'in_review', 'to_correct', 'accepted', 'lapsed'] as const;
const MOST_MONTHS = 24;

/** Keeps one answer from the public, with a reason that is public and a day on which that is looked at again. */
export async function withholdAnswer(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { questionId: string; reason: string; reviewOn: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.validate', states: STATES, wanted: 'withheld in part' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  const { questionId, reviewOn } = given;
  if (!questionsOf(version.framework).some(({ id }) => id === questionId))
    throw questionUnknown({ question: questionId });
  const reason = given.reason.trim();
  if (reason === '') throw reasonMissing({ field: 'reason' });
  const at = clock.now();
  const latest = latestReview(at, MOST_MONTHS);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(reviewOn) || reviewOn <= at.toISOString().slice(0, 10) || reviewOn > latest)
    throw reviewDateInvalid({ field: 'reviewOn', latest });
  const { assessmentId, authorityId } = version;
  await writeWithheld(tx, { assessmentId, authorityId, questionId, reason, reviewOn, by: person.personId, at });
  await noteAct(tx, viewer, version, 'assessment.withhold', { reason, facts: { question: questionId } });
}

/** Shows a withheld answer again. */
export async function showAnswer(tx: Tx, viewer: Viewer, versionId: number, questionId: string): Promise<void> {
  const asked = { permission: 'assessment.validate', states: STATES, wanted: 'shown in full' } as const;
  const { version } = await requireToChange(tx, viewer, versionId, asked);
  await deleteWithheld(tx, version.assessmentId, questionId);
  await noteAct(tx, viewer, version, 'assessment.show', { facts: { question: questionId } });
}
