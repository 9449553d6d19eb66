import { type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { lockAssessment, markEnded, selectVersions } from './assessment.store.ts';
import { reasonMissing } from './assessments.errors.ts';
import { takeBackClearance } from './clear-project.ts';
import { noteAct } from './note-act.ts';
import { requireToChange } from './require-version.ts';

/** Takes an acceptance back, with a reason; what it cleared is revoked at once. One person may: stopping needs no four eyes. */
export async function withdrawAssessment(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { reason: string },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.withdraw', states: ['accepted'], wanted: 'withdrawn' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  const reason = given.reason.trim();
  if (reason === '') throw reasonMissing({ field: 'reason' });
  const end = { by: person.personId, at: clock.now(), reason };
  await markEnded(tx, versionId, { state: 'withdrawn', ...end });
  await noteAct(tx, viewer, version, 'assessment.withdraw', { reason });
  await takeBackClearance(tx, version, end);
}

/** Ends the acceptances whose review date is over; a job for each morning. Says how many. */
export async function lapseAssessments(db: Db, clock: Clock): Promise<number> {
  const at = clock.now();
  const due = await selectVersions(
    db,
    sql`v.state = 'accepted' and v.review_on < ${at.toISOString().slice(0, 10)}::date`,
  );
  for (const { id, assessmentId } of due) {
    await db.transaction().execute(async (tx) => {
      await lockAssessment(tx, assessmentId);
      const [still] = await selectVersions(tx, sql`v.id = ${id} and v.state = 'accepted'`);
      if (!still) return;
      const end = { by: null, at, reason: 'its review date is over' };
      await markEnded(tx, id, { state: 'lapsed', ...end });
      await takeBackClearance(tx, still, end);
    });
  }
  return due.length;
}
