import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EXISTING, HOW_OFTEN, INSIGHT_FORMS, NEW_DATA, OBSTACLES, PERSONAL, PREDICTIVE } from './outcome.ts';
import { type DecidingAnswers, rule, VERDICT_SAYS, VERDICTS, verdictOf } from './verdict.ts';

const answers: fc.Arbitrary<DecidingAnswers> = fc.record({
  obstacle: fc.constantFrom(...OBSTACLES),
  forms: fc.subarray([...INSIGHT_FORMS], { minLength: 1 }),
  predictive: fc.constantFrom(...PREDICTIVE),
  how_often: fc.constantFrom(...HOW_OFTEN),
  existing: fc.constantFrom(...EXISTING),
  new_data: fc.constantFrom(...NEW_DATA, undefined),
  personal: fc.constantFrom(...PERSONAL),
});

const floods: DecidingAnswers = {
  obstacle: 'not_knowing',
  forms: ['alert'],
  predictive: 'no',
  how_often: 'at_once',
  existing: 'not_enough',
  new_data: 'sensors',
  personal: 'no',
};

describe('the verdict', () => {
  it('is one of the four, with at least one reason, each a sentence, for every combination of answers', () => {
    for (const obstacle of OBSTACLES)
      for (const predictive of PREDICTIVE)
        for (const how_often of HOW_OFTEN)
          for (const existing of EXISTING)
            for (const new_data of [...NEW_DATA, undefined])
              for (const personal of PERSONAL)
                for (const form of INSIGHT_FORMS) {
                  const given = { obstacle, forms: [form], predictive, how_often, existing, new_data, personal };
                  const { verdict, because, mind } = rule(given);
                  assert.ok(VERDICTS.includes(verdict));
                  assert.ok(because.length > 0);
                  for (const sentence of [...because, ...mind]) assert.match(sentence, /^[A-Z].+\.$/);
                }
  });

  it('is that information is not the problem whenever something else alone stands in the way', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { verdict } = rule({ ...given, obstacle: 'something_else' });
        assert.equal(verdict, 'not_an_information_problem');
      }),
    );
  });

  it('never asks for sensors where existing data is enough', () => {
    fc.assert(
      fc.property(answers, (given) => {
        assert.notEqual(rule({ ...given, existing: 'enough' }).verdict, 'smart_city_project');
      }),
    );
  });

  it('is a smart-city project only when sensors are the only way and the answer is needed more than once', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const smart =
          given.obstacle !== 'something_else' &&
          given.existing !== 'enough' &&
          given.new_data === 'sensors' &&
          given.how_often !== 'once';
        assert.equal(rule(given).verdict === 'smart_city_project', smart);
      }),
    );
  });

  it('does not depend on the form, on prediction or on personal data: those are things to mind', () => {
    fc.assert(
      fc.property(answers, answers, (one, other) => {
        const { forms, predictive, personal } = other;
        assert.equal(rule({ ...one, forms, predictive, personal }).verdict, rule(one).verdict);
      }),
    );
  });

  it('reminds of information governance whenever the data could be about people', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const reminded = rule(given).mind.some((sentence) => sentence.includes('information governance'));
        assert.equal(reminded, given.personal !== 'no');
      }),
    );
  });

  it('on flood alerts from sensors is a smart-city project', () => {
    assert.equal(rule(floods).verdict, 'smart_city_project');
  });

  it('on a measurement needed once is an ordinary data project, and says so', () => {
    const { verdict, because } = rule({ ...floods, how_often: 'once' });
    assert.equal(verdict, 'ordinary_data_project');
    assert.match(because.join(' '), /needed once/);
  });

  it('waits until every answer that decides is given', () => {
    const { obstacle, forms, predictive, how_often, existing, new_data, personal } = floods;
    const whole = {
      action: { obstacle },
      insight: { forms: [...forms], predictive, how_often },
      data: { existing, new_data: new_data!, personal },
    };
    assert.equal(verdictOf(whole)?.verdict, 'smart_city_project');
    assert.equal(verdictOf({ ...whole, action: {} }), undefined);
    assert.equal(verdictOf({ ...whole, insight: { ...whole.insight, forms: [] } }), undefined);
    assert.equal(verdictOf({ ...whole, data: { existing, personal } }), undefined);
    assert.equal(verdictOf({ ...whole, data: { existing: 'enough', personal } })?.verdict, 'existing_data_is_enough');
  });

  it('says what it means and what to do next', () => {
    for (const verdict of VERDICTS) assert.ok(VERDICT_SAYS[verdict].next.length > 20);
  });
});
