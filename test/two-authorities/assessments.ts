/** What a borough thinks about its projects and shows nobody else: answers, a reviewer's words, advice, a plan, a guest. All marked. */
import {
  giveAdvice,
  inviteGuest,
  planAction,
  reviewQuestions,
  saveAnswers,
  startAssessment,
  submitAssessment,
} from '../../src/assessments/index.ts';
import type { House } from '../../src/base/index.ts';
import type { Role } from '../../src/identity/index.ts';
import type { BuiltPerson } from '../build-identity.ts';

interface Thinking {
  readonly mark: string;
  readonly projectId: number;
  readonly people: Readonly<Record<Role, BuiltPerson>>;
}

/** A screening in review, with everything that only staff may see beside it. */
export async function plantAssessment({ db, clock }: House, { mark, projectId, people }: Thinking): Promise<void> {
  const lead = people.project_lead.viewer;
  const answers = { what: `${mark}-what`, personal_data: 'no', law_enforcement: 'no', reasons: `${mark}-reasons` };
  await db.transaction().execute(async (tx) => {
    const { versionId } = await startAssessment(tx, lead, { projectId, code: 'dpia-screening' }, clock);
    const changes = Object.entries(answers).map(([questionId, raw]) => ({ questionId, raw, revision: 0 }));
    await saveAnswers(tx, lead, versionId, changes, clock);
    await planAction(tx, lead, versionId, { body: `${mark}-plan`, owner: `${mark}-owner`, dueOn: '2027-01-31' }, clock);
    await submitAssessment(tx, lead, versionId, clock);
    const judged = { questionId: 'reasons', state: 'to_correct' as const, comment: `${mark}-comment` };
    await reviewQuestions(tx, people.information_governance.viewer, versionId, [judged], clock);
    await giveAdvice(tx, people.data_protection_officer.viewer, versionId, { body: `${mark}-advice` }, clock);
    await inviteGuest(tx, lead, { projectId, kind: 'ethics_board', name: `${mark}-board`, days: 9 }, clock);
  });
}
