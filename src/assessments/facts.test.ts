import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAcceptedAssessment, anAnsweredAssessment, assessmentPeople } from '../../test/build-assessments.ts';
import { anAuthority } from '../../test/build-identity.ts';
import { aProject, aRecordedOutcome } from '../../test/build-projects.ts';
import { aDeclarationBody, aDeclarationInForce, aDeclaredProperty } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import type { Tx } from '../base/index.ts';
import { followFacts, readAssessment, saveAnswers, startAssessment } from './index.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const people = await assessmentPeople(db, authorityId);
const { author } = people;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const start = (projectId: number, code: string) =>
  inTx((tx) => startAssessment(tx, author.viewer, { projectId, code }));
const read = (projectId: number, code: string) => readAssessment(db, author.viewer, { projectId, code });
const declare = (projectId: number, retention_days: number) =>
  aDeclarationInForce(db, {
    authorityId,
    projectId,
    body: aDeclarationBody({ properties: [aDeclaredProperty('no2', { retention_days })] }),
  });

async function aDeclaredProject(): Promise<number> {
  const { id } = await aProject(db, author.viewer, { cleared: [], authorityId });
  await aRecordedOutcome(db, author.viewer, id);
  await declare(id, 730);
  return id;
}

describe('what is known already', () => {
  it('is filled in from declaration and outcome record, and says where from', async () => {
    const projectId = await aDeclaredProject();
    await start(projectId, 'dpia');
    const { answers, version } = await read(projectId, 'dpia');
    assert.equal(answers.get('aims')!.value, 'Children breathe cleaner air on their way to school.');
    assert.deepEqual(answers.get('retention')!.value, ['Nitrogen dioxide: 2 years']);
    assert.equal(answers.get('retention')!.originSays, 'the declaration, version 1');
    assert.deepEqual(version.writers, []);
  });

  it('makes the assessment out of date once it moved, until the answer follows', async () => {
    const projectId = await aDeclaredProject();
    const versionId = await anAnsweredAssessment(db, people, { projectId, code: 'dpia' });
    assert.deepEqual((await read(projectId, 'dpia')).stale, []);
    await declare(projectId, 365);
    const { stale } = await read(projectId, 'dpia');
    assert.deepEqual(
      stale.map(({ question, was, now }) => [question.id, was, now]),
      [['retention', ['Nitrogen dioxide: 2 years'], ['Nitrogen dioxide: 1 year']]],
    );
    assert.equal(await inTx((tx) => followFacts(tx, author.viewer, versionId)), 1);
    const after = await read(projectId, 'dpia');
    assert.deepEqual(after.stale, []);
    assert.deepEqual(after.answers.get('retention')!.value, ['Nitrogen dioxide: 1 year']);
  });

  it('makes an accepted assessment out of date too, and changes nothing of it', async () => {
    const projectId = await aDeclaredProject();
    await anAcceptedAssessment(db, people, { projectId, code: 'dpia', answers: { measures_approved: 'yes' } });
    await declare(projectId, 3650);
    const { stale, answers, version } = await read(projectId, 'dpia');
    assert.equal(version.state, 'accepted');
    assert.deepEqual(
      stale.map(({ question }) => question.id),
      ['retention'],
    );
    assert.deepEqual(answers.get('retention')!.value, ['Nitrogen dioxide: 2 years']);
  });

  it('written in other words stays as written, and is still called out of date', async () => {
    const projectId = await aDeclaredProject();
    const versionId = await anAnsweredAssessment(db, people, { projectId, code: 'dpia' });
    const { answers } = await read(projectId, 'dpia');
    const change = {
      questionId: 'retention',
      raw: ['Two years, then gone'],
      revision: answers.get('retention')!.revision,
    };
    await inTx((tx) => saveAnswers(tx, author.viewer, versionId, [change]));
    await declare(projectId, 365);
    assert.equal(await inTx((tx) => followFacts(tx, author.viewer, versionId)), 0);
    const { stale } = await read(projectId, 'dpia');
    assert.deepEqual(
      stale.map(({ question, canFollow }) => [question.id, canFollow]),
      [['retention', false]],
    );
  });
});

describe('the same fact in two frameworks', () => {
  it('is answered once: the second begins with the answer of the first and names it', async () => {
    const projectId = await aDeclaredProject();
    await anAnsweredAssessment(db, people, {
      projectId,
      code: 'data-and-ai-ethics',
      answers: { explained: 'Posters and letters.' },
    });
    await start(projectId, 'loti-ethics');
    const told = (await read(projectId, 'loti-ethics')).answers.get('told')!;
    assert.equal(told.value, 'Posters and letters.');
    assert.equal(told.origin, 'shared');
    assert.equal(told.originSays, 'Data and AI Ethics Framework, version 1');
  });

  it('is not carried over from another project', async () => {
    const one = await aDeclaredProject();
    await anAnsweredAssessment(db, people, { projectId: one, code: 'data-and-ai-ethics' });
    const other = await aDeclaredProject();
    await start(other, 'loti-ethics');
    assert.equal((await read(other, 'loti-ethics')).answers.get('told'), undefined);
  });
});
