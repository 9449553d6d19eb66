import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AssessmentPeople,
  anAcceptedAssessment,
  anAnsweredAssessment,
  aSubmittedAssessment,
  assessmentPeople,
} from '../../test/build-assessments.ts';
import { anAuthority } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, sql, type Tx } from '../base/index.ts';
import { listClearances } from '../projects/index.ts';
import {
  acceptAssessment,
  lapseAssessments,
  passOn,
  readAssessment,
  reviewQuestions,
  saveAnswers,
  sendBack,
  startAssessment,
  submitAssessment,
  withdrawAssessment,
} from './index.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const people = await assessmentPeople(db, authorityId);
const { author, evaluator, validator } = people;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const code = 'dpia-screening';
const aPlace = async (): Promise<{ projectId: number; people: AssessmentPeople }> => ({
  projectId: (await aProject(db, author.viewer, { cleared: [], authorityId })).id,
  people,
});
const read = (projectId: number, version?: number) =>
  readAssessment(db, author.viewer, { projectId, code, ...(version ? { version } : {}) });
const standing = async (projectId: number) => (await listClearances(db, projectId)).filter((each) => each.stands);

describe('an assessment from draft to acceptance', () => {
  it('is answered, evaluated by a second and accepted by a third person, and then clears the project', async () => {
    const { projectId } = await aPlace();
    await anAcceptedAssessment(db, people, { projectId, answers: { personal_data: 'no' } });
    const { version, judgement } = await read(projectId);
    assert.equal(version.state, 'accepted');
    assert.equal(version.result, 'not_required');
    assert.equal(judgement.result?.says, 'No DPIA is required');
    const [clearance, ...others] = await standing(projectId);
    assert.equal(others.length, 0);
    assert.equal(clearance!.kind, 'screening');
    assert.deepEqual(clearance!.asksFor, []);
    assert.deepEqual(clearance!.evidence, { kind: 'assessment', assessmentId: version.assessmentId, version: 1 });
    assert.equal(clearance!.grantedBy, validator.personId);
    assert.ok(clearance!.validUntil! > new Date(version.reviewOn!));
  });

  it('a screening that finds a DPIA needed asks for one', async () => {
    const { projectId } = await aPlace();
    await anAcceptedAssessment(db, people, {
      projectId,
      answers: { personal_data: 'yes', tracking: 'yes', c_large: 'yes' },
    });
    assert.deepEqual((await standing(projectId))[0]!.asksFor, ['dpia']);
  });

  it('cannot be submitted with gaps, and names them', async () => {
    const { projectId } = await aPlace();
    const { versionId } = await inTx((tx) => startAssessment(tx, author.viewer, { projectId, code }));
    await assert.rejects(
      inTx((tx) => submitAssessment(tx, author.viewer, versionId)),
      {
        code: 'ASM_INCOMPLETE',
        message: /What will be measured.*and \d+ more|What will be measured/,
      },
    );
  });

  it('is not evaluated or accepted by somebody who wrote of it, nor accepted by its evaluator', async () => {
    const { projectId } = await aPlace();
    const versionId = await anAnsweredAssessment(db, people, { projectId });
    const { answers } = await read(projectId);
    const change = { questionId: 'reasons', raw: 'Other words.', revision: answers.get('reasons')!.revision };
    await inTx((tx) => saveAnswers(tx, validator.viewer, versionId, [change]));
    await inTx((tx) => submitAssessment(tx, author.viewer, versionId));
    const own = { code: 'ASM_OWN_WORK' };
    await assert.rejects(
      inTx((tx) => passOn(tx, validator.viewer, versionId, { remark: '' })),
      own,
    );
    await inTx((tx) => passOn(tx, evaluator.viewer, versionId, { remark: '' }));
    await assert.rejects(
      inTx((tx) => acceptAssessment(tx, validator.viewer, versionId, {})),
      own,
    );
    await assert.rejects(
      inTx((tx) => acceptAssessment(tx, evaluator.viewer, versionId, {})),
      own,
    );
    await assert.rejects(
      inTx((tx) => acceptAssessment(tx, author.viewer, versionId, {})),
      { code: 'IDN_FORBIDDEN' },
    );
    await assert.rejects(
      sql`update assessments.version set validated_by = ${evaluator.personId} where id = ${versionId}`.execute(db),
      /check/,
    );
    await assert.rejects(
      sql`update assessments.version set evaluated_by = ${author.personId} where id = ${versionId}`.execute(db),
      /check/,
    );
  });

  it('is not accepted before it was evaluated', async () => {
    const { projectId } = await aPlace();
    const versionId = await aSubmittedAssessment(db, people, { projectId });
    await assert.rejects(
      inTx((tx) => acceptAssessment(tx, validator.viewer, versionId, {})),
      { code: 'ASM_NOT_EVALUATED' },
    );
  });

  it('goes back with a comment, is corrected, and the correction makes the judgement of that answer old', async () => {
    const { projectId } = await aPlace();
    const versionId = await aSubmittedAssessment(db, people, { projectId });
    await assert.rejects(
      inTx((tx) => sendBack(tx, evaluator.viewer, versionId, { remark: '' })),
      { code: 'ASM_NOTHING_TO_CORRECT' },
    );
    const judged = { questionId: 'reasons', state: 'to_correct' as const, comment: 'Say what the officer thinks.' };
    await inTx((tx) => reviewQuestions(tx, evaluator.viewer, versionId, [judged]));
    await assert.rejects(
      inTx((tx) => passOn(tx, evaluator.viewer, versionId, { remark: '' })),
      { code: 'ASM_TO_CORRECT_OPEN' },
    );
    await inTx((tx) => sendBack(tx, evaluator.viewer, versionId, { remark: '' }));
    const back = await read(projectId);
    assert.equal(back.version.state, 'to_correct');
    assert.deepEqual(
      back.comments.map(({ body, writtenBy }) => [body, writtenBy]),
      [['Say what the officer thinks.', 'Eve Evaluator']],
    );
    const change = {
      questionId: 'reasons',
      raw: 'The officer agrees.',
      revision: back.answers.get('reasons')!.revision,
    };
    await inTx((tx) => saveAnswers(tx, author.viewer, versionId, [change]));
    assert.equal((await read(projectId)).reviews.get('reasons')!.isOld, true);
    await inTx((tx) => submitAssessment(tx, author.viewer, versionId));
    await inTx((tx) => passOn(tx, evaluator.viewer, versionId, { remark: '' }));
  });
});

describe('an accepted assessment', () => {
  it('is superseded by the next version, whose clearance takes the place of the old', async () => {
    const { projectId } = await aPlace();
    await anAcceptedAssessment(db, people, { projectId });
    await anAcceptedAssessment(db, people, { projectId, answers: { reasons: 'New reasons.' } });
    const { versions } = await read(projectId);
    assert.deepEqual(
      versions.map(({ version, state }) => [version, state]),
      [
        [2, 'accepted'],
        [1, 'superseded'],
      ],
    );
    assert.deepEqual(
      (await standing(projectId)).map(({ evidence }) => (evidence as { version: number }).version),
      [2],
    );
    assert.equal((await read(projectId, 1)).answers.get('reasons')!.value, 'An answer in words.');
  });

  it('withdrawn with a reason revokes what it cleared', async () => {
    const { projectId } = await aPlace();
    const versionId = await anAcceptedAssessment(db, people, { projectId });
    await assert.rejects(
      inTx((tx) => withdrawAssessment(tx, validator.viewer, versionId, { reason: ' ' })),
      { code: 'ASM_REASON_MISSING' },
    );
    await inTx((tx) =>
      withdrawAssessment(tx, validator.viewer, versionId, { reason: 'The devices hear more than we knew.' }),
    );
    assert.deepEqual(await standing(projectId), []);
    assert.equal((await listClearances(db, projectId))[0]!.endedReason, 'The devices hear more than we knew.');
  });

  it('lapses the day after its review date, and its clearance with it', async () => {
    const { projectId } = await aPlace();
    const clock = aClockAt('2026-06-15T09:00:00Z');
    await anAcceptedAssessment(db, people, { projectId, clock });
    assert.equal((await read(projectId)).version.reviewOn, '2027-06-15');
    clock.set('2027-06-15T23:00:00Z');
    await lapseAssessments(db, clock);
    assert.equal((await read(projectId)).version.state, 'accepted');
    clock.set('2027-06-16T03:00:00Z');
    await lapseAssessments(db, clock);
    assert.equal((await read(projectId)).version.state, 'lapsed');
    assert.equal((await listClearances(db, projectId))[0]!.endedReason, 'its review date is over');
  });
});

describe('two people who answer at once', () => {
  it('lose nothing: the second hears what stands there, and everything else of theirs is saved', async () => {
    const { projectId } = await aPlace();
    const versionId = await anAnsweredAssessment(db, people, { projectId });
    const { answers } = await read(projectId);
    const revision = answers.get('reasons')!.revision;
    await inTx((tx) => saveAnswers(tx, author.viewer, versionId, [{ questionId: 'reasons', raw: 'First.', revision }]));
    const { conflicts } = await inTx((tx) =>
      saveAnswers(tx, evaluator.viewer, versionId, [
        { questionId: 'reasons', raw: 'Second.', revision },
        { questionId: 'what', raw: 'Dust is measured.', revision: answers.get('what')!.revision },
      ]),
    );
    assert.equal(conflicts.length, 1);
    assert.equal(conflicts[0]!.theirs!.value, 'First.');
    assert.equal(conflicts[0]!.theirs!.answeredByName, 'Ann Author');
    assert.equal(conflicts[0]!.mine, 'Second.');
    const after = await read(projectId);
    assert.equal(after.answers.get('reasons')!.value, 'First.');
    assert.equal(after.answers.get('what')!.value, 'Dust is measured.');
  });
});
