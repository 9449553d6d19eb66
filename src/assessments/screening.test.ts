import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { completeAnswers } from '../../test/build-assessments.ts';
import { judge } from './engine.ts';
import { questionsOf } from './framework.ts';
import { shippedFrameworks } from './shipped-frameworks.ts';

const { framework } = shippedFrameworks().find((each) => each.framework.framework === 'dpia-screening')!;
const yesNo = questionsOf(framework)
  .filter(({ answer }) => answer === 'yes_no')
  .map(({ id }) => id);
const ALONE = [
  'profiling_decisions',
  'special_large',
  'public_monitoring',
  'denial_of_service',
  'large_scale_profiling',
  'data_matching',
  'targeting_vulnerable',
  'physical_harm',
];
const COMBINED = ['biometrics', 'genetic_data', 'invisible_processing', 'tracking'];
const CRITERIA = [
  'c_scoring',
  'c_decisions',
  'c_monitoring',
  'c_sensitive',
  'c_large',
  'c_matching',
  'c_vulnerable',
  'c_innovative',
  'c_prevents',
];

type Ticks = Record<string, string>;
const answersFrom = (ticks: Ticks) => ({ ...ticks, what: 'Gases are measured.', reasons: 'Because.' });
const resultOf = (ticks: Ticks) => judge(framework, answersFrom(ticks)).result?.id;
const ticked = (...ids: string[]): Ticks => ({
  ...Object.fromEntries(yesNo.map((id) => [id, 'no'])),
  personal_data: 'yes',
  ...Object.fromEntries(ids.map((id) => [id, 'yes'])),
});
const anyTicks = fc.record(Object.fromEntries(yesNo.map((id) => [id, fc.constantFrom('yes', 'no', 'not_sure')])));

/** The rule again, in other words, from the ICO's guidance. */
function needsDpia(ticks: Ticks): boolean {
  const is = (id: string) => ticks[id] !== 'no';
  if (is('law_enforcement')) return true;
  if (ticks.personal_data === 'no') return false;
  const criteria = CRITERIA.filter(is);
  return (
    ALONE.some(is) ||
    criteria.length >= 2 ||
    (COMBINED.some(is) && criteria.length > 0) ||
    (is('innovative_technology') && criteria.some((id) => id !== 'c_innovative'))
  );
}

describe('the DPIA screening', () => {
  test('each of article 35(3) and of the ICO’s list that needs no combination is enough by itself', () => {
    for (const id of ALONE) assert.equal(resultOf(ticked(id)), 'required', id);
  });

  test('new technology alone asks for no DPIA, with one of the nine criteria it does, and says why', () => {
    assert.equal(resultOf(ticked('innovative_technology')), 'not_needed');
    assert.equal(resultOf(ticked('innovative_technology', 'c_innovative')), 'consider');
    assert.equal(resultOf(ticked('innovative_technology', 'c_vulnerable')), 'required');
    const { findings } = judge(framework, answersFrom(ticked('innovative_technology', 'c_vulnerable')));
    assert.ok(findings.some(({ id }) => id === 'i_innovative'));
  });

  test('a DPIA is required exactly when the ICO’s rule says so, for any answers', () => {
    fc.assert(
      fc.property(anyTicks, (ticks) => {
        const judged = judge(framework, answersFrom(ticks));
        assert.equal(judged.result?.id === 'required', needsDpia(ticks));
        assert.equal(judged.result?.asks_for?.includes('dpia') ?? false, needsDpia(ticks));
      }),
      { numRuns: 500 },
    );
  });

  test('"not sure" never takes a DPIA away, and neither does another yes', () => {
    const rank = ['not_required', 'not_needed', 'consider', 'required'];
    fc.assert(
      fc.property(anyTicks, fc.constantFrom(...yesNo), fc.constantFrom('yes', 'not_sure'), (ticks, id, answer) => {
        fc.pre(ticks[id] === 'no');
        const place = (each: Ticks) => rank.indexOf(resultOf(each)!);
        assert.ok(place({ ...ticks, [id]: answer }) >= place(ticks), id);
      }),
    );
  });

  test('what cannot be about people is answered in four questions', () => {
    const answers = completeAnswers(framework, { personal_data: 'no' });
    assert.deepEqual(
      judge(framework, answers).asked.map(({ id }) => id),
      ['what', 'personal_data', 'law_enforcement', 'reasons'],
    );
    assert.equal(judge(framework, answers).result?.id, 'not_required');
  });
});
