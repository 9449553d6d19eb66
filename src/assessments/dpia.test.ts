import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  anAcceptedAssessment,
  aSubmittedAssessment,
  assessmentPeople,
  completeAnswers,
} from '../../test/build-assessments.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import type { Tx } from '../base/index.ts';
import { listClearances } from '../projects/index.ts';
import { judge } from './engine.ts';
import { acceptAssessment, answerAdvice, giveAdvice, passOn, readAssessment } from './index.ts';
import { levelOf } from './risk.ts';
import { shippedFrameworks } from './shipped-frameworks.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const people = await assessmentPeople(db, authorityId);
const { author, evaluator, validator, officer } = people;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const { framework } = shippedFrameworks().find((each) => each.framework.framework === 'dpia')!;
const aRisk = (likelihood_after: string, severity_after: string) => ({
  risk: 'Somebody sees when nobody is at home.',
  likelihood: 'probable',
  severity: 'severe',
  measures: 'One mean a day leaves the house.',
  effect: 'reduced',
  likelihood_after,
  severity_after,
});
const resultWith = (risk: ReturnType<typeof aRisk>, more = {}) =>
  judge(framework, completeAnswers(framework, { risks: [risk], measures_approved: 'yes', ...more })).result?.id;

describe('a DPIA', () => {
  it('with a high risk remaining is not accepted before the ICO has answered', () => {
    assert.equal(resultWith(aRisk('remote', 'minimal')), 'low');
    assert.equal(resultWith(aRisk('possible', 'significant')), 'medium');
    assert.equal(resultWith(aRisk('probable', 'severe'), { residual_high_why: 'not_asked' }), 'consult_first');
    assert.equal(resultWith(aRisk('probable', 'severe'), { residual_high_why: 'answered' }), 'high_consulted');
    assert.equal(framework.results!.find(({ id }) => id === 'consult_first')!.refuses, true);
  });

  it('whose measures nobody agreed to is not accepted', () => {
    assert.equal(resultWith(aRisk('remote', 'minimal'), { measures_approved: 'no' }), 'agree_first');
  });

  it('rates a risk no lower when it is more likely or more severe', () => {
    const { likelihood, severity, levels } = framework.matrix!;
    const rank = (l: number, s: number) =>
      levels.findIndex(({ value }) => value === levelOf(framework.matrix!, likelihood[l]!.value, severity[s]!.value));
    const place = fc.nat({ max: 2 });
    fc.assert(
      fc.property(place, place, place, place, (l, s, moreL, moreS) => {
        assert.ok(rank(Math.min(2, l + moreL), Math.min(2, s + moreS)) >= rank(l, s));
      }),
    );
  });

  it('needs the data protection officer’s advice since it was submitted, and an answer to it with a reason', async () => {
    const { id: projectId } = await aProject(db, author.viewer, { cleared: [], authorityId });
    const answers = { risks: [aRisk('remote', 'minimal')], measures_approved: 'yes' };
    const versionId = await aSubmittedAssessment(db, people, { projectId, code: 'dpia', answers });
    await inTx((tx) => passOn(tx, evaluator.viewer, versionId, { remark: '' }));
    const accept = () => inTx((tx) => acceptAssessment(tx, validator.viewer, versionId, {}));
    await assert.rejects(accept(), { code: 'ASM_ADVICE_MISSING' });
    await assert.rejects(
      inTx((tx) => giveAdvice(tx, author.viewer, versionId, { body: 'Fine.' })),
      { code: 'IDN_FORBIDDEN' },
    );
    await inTx((tx) => giveAdvice(tx, officer.viewer, versionId, { body: 'Ask the tenants first.' }));
    await assert.rejects(accept(), { code: 'ASM_ADVICE_UNANSWERED' });
    const { advice } = await readAssessment(db, author.viewer, { projectId, code: 'dpia' });
    const answer = (reason: string) =>
      inTx((tx) =>
        answerAdvice(tx, validator.viewer, versionId, { adviceId: advice[0]!.id, answer: 'overruled', reason }),
      );
    await assert.rejects(answer(' '), { code: 'ASM_REASON_MISSING' });
    await answer('They were asked in spring.');
    await accept();
    const [clearance] = await listClearances(db, projectId);
    assert.deepEqual([clearance!.kind, clearance!.stands], ['dpia', true]);
  });

  it('is cleared by nobody whom the authority’s policy does not name', async () => {
    const { id: projectId } = await aProject(db, author.viewer, { cleared: [], authorityId });
    const outsider = await aPerson(db, { authorityId, roles: ['security'] });
    const answers = { risks: [aRisk('remote', 'minimal')], measures_approved: 'yes' };
    const wish = { projectId, code: 'dpia', answers };
    await assert.rejects(anAcceptedAssessment(db, { ...people, validator: outsider }, wish), {
      code: 'PRJ_CLEARANCE_ROLE_NOT_HELD',
    });
    assert.deepEqual(await listClearances(db, projectId), []);
  });
});
