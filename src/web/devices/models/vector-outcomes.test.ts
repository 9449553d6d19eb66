import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredModel } from '../../../register/index.ts';
import { sentencesOf, shownVectors } from './vector-outcomes.ts';

const testVectors = [
  { description: 'warm', input: { bytes: [0, 210], fPort: 1 }, output: { data: { t: 21 } } },
  { description: 'cold', input: { bytes: [255, 156], fPort: 1 }, output: { data: { t: -10 } } },
] as unknown as StoredModel['testVectors'];

test('a refused model shows which vectors failed, and how', () => {
  const refusal = [{ name: 'cold', why: 'data.t should be -10 but is 6543.6' }];
  const [warm, cold] = shownVectors({ testVectors, state: 'refused', refusal });
  assert.equal(warm!.outcome, 'passed');
  assert.equal(cold!.outcome, 'failed');
  assert.equal(cold!.bytes, 'FF 9C');
  assert.deepEqual(cold!.differences, ['data.t should be -10 but is 6543.6']);
});

test('the vectors of a draft were not run', () => {
  const outcomes = shownVectors({ testVectors, state: 'draft', refusal: null }).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['not run', 'not run']);
});

test('several differences become a sentence each', () => {
  assert.deepEqual(sentencesOf('data.a should be [1, 2] but is 3, data.b.c was not expected but is "x, y"'), [
    'data.a should be [1, 2] but is 3',
    'data.b.c was not expected but is "x, y"',
  ]);
});
