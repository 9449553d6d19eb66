import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAnsweredAssessment, assessmentPeople } from '../../test/build-assessments.ts';
import { anAuthority } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import type { Tx } from '../base/index.ts';
import {
  assessmentFile,
  importAssessment,
  importFramework,
  listActions,
  listFrameworks,
  planAction,
  readAssessment,
} from './index.ts';
import { shippedFrameworks } from './shipped-frameworks.ts';

const { db } = await aDatabase();
const here = await anAuthority(db);
const there = await anAuthority(db);
const people = await assessmentPeople(db, here.id);
const others = await assessmentPeople(db, there.id);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const exported = async (who: typeof people, projectId: number, code: string) => {
  const read = await readAssessment(db, who.author.viewer, { projectId, code });
  return assessmentFile(read, await listActions(db, read.version.assessmentId));
};

describe('an exported assessment', () => {
  it('of every framework, imported by another authority and exported again, says the same', async () => {
    const { id: from } = await aProject(db, people.author.viewer, { cleared: [], authorityId: here.id });
    const { id: to } = await aProject(db, others.author.viewer, { cleared: [], authorityId: there.id });
    for (const { framework } of shippedFrameworks()) {
      const code = framework.framework;
      const versionId = await anAnsweredAssessment(db, people, { projectId: from, code });
      const action = { body: 'Put up signs', owner: 'Streets team', dueOn: '2027-01-31' };
      await inTx((tx) => planAction(tx, people.author.viewer, versionId, action));
      const first = await exported(people, from, code);
      const imported = await inTx((tx) =>
        importAssessment(tx, others.author.viewer, { projectId: to, text: JSON.stringify(first) }),
      );
      assert.deepEqual(imported.unknown, []);
      const second = await exported(others, to, code);
      assert.deepEqual(second.answers, first.answers, code);
      assert.deepEqual(second.actions, first.actions, code);
    }
  });

  it('becomes a draft whose importer is its author', async () => {
    const { id: from } = await aProject(db, people.author.viewer, { cleared: [], authorityId: here.id });
    const { id: to } = await aProject(db, others.author.viewer, { cleared: [], authorityId: there.id });
    await anAnsweredAssessment(db, people, { projectId: from });
    const text = JSON.stringify(await exported(people, from, 'dpia-screening'));
    await inTx((tx) => importAssessment(tx, others.author.viewer, { projectId: to, text }));
    const { version, answers } = await readAssessment(db, others.author.viewer, {
      projectId: to,
      code: 'dpia-screening',
    });
    assert.equal(version.state, 'draft');
    assert.deepEqual(version.writers, [others.author.personId]);
    assert.equal(answers.get('reasons')!.originSays, 'a file of DPIA screening, version 1');
  });
});

describe('a framework from a file', () => {
  const text = (more: object = {}) =>
    JSON.stringify({
      lamppost_framework: 1,
      framework: 'tree-ethics',
      edition: '1',
      title: 'Ethics of talking trees',
      about: 'For trees that talk.',
      scope: 'project',
      review_months: 12,
      sources: [],
      sections: [{ id: 'all', title: 'All', questions: [{ id: 'why', ask: 'Why?', answer: 'text' }] }],
      ...more,
    });
  const bring = (json: string, who = people, authorityId = here.id) =>
    inTx((tx) => importFramework(tx, who.evaluator.viewer, { authorityId, text: json, name: 'trees.json' }));

  it('is answered like any other, by that authority only; a new edition leaves what was answered as it was', async () => {
    await bring(text());
    await bring(text());
    const { id: projectId } = await aProject(db, people.author.viewer, { cleared: [], authorityId: here.id });
    await anAnsweredAssessment(db, people, { projectId, code: 'tree-ethics' });
    const questions = [{ id: 'why', ask: 'Why, and why now?', answer: 'text' }];
    await bring(text({ edition: '2', sections: [{ id: 'all', title: 'All', questions }] }));
    const { version } = await readAssessment(db, people.author.viewer, { projectId, code: 'tree-ethics' });
    assert.equal(version.framework.sections[0]!.questions[0]!.ask, 'Why?');
    const offered = await listFrameworks(db, here.id);
    assert.deepEqual(
      offered.filter(({ origin }) => origin === 'imported').map(({ framework }) => framework.edition),
      ['2'],
    );
    assert.equal(
      (await listFrameworks(db, there.id)).some(({ origin }) => origin === 'imported'),
      false,
    );
  });

  it('cannot replace one that ships, or say something else under an edition that is here', async () => {
    await assert.rejects(bring(text({ framework: 'dpia' })), { code: 'ASM_FRAMEWORK_SHIPPED' });
    await assert.rejects(bring(text({ title: 'Something else' })), { code: 'ASM_EDITION_TAKEN' });
  });

  it('is imported only by people who may', async () => {
    const given = { authorityId: here.id, text: text(), name: 'trees.json' };
    await assert.rejects(
      inTx((tx) => importFramework(tx, people.author.viewer, given)),
      { code: 'IDN_FORBIDDEN' },
    );
    await assert.rejects(
      inTx((tx) => importFramework(tx, others.evaluator.viewer, given)),
      { code: 'IDN_FORBIDDEN' },
    );
  });
});
