import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProbation } from './probation.ts';

test('a codec rests after three strikes in a row, and a good message in between clears it', () => {
  let now = 0;
  const probation = createProbation(1000, () => now);
  probation.strike('a');
  probation.strike('a');
  assert.ok(probation.has('a'));
  assert.ok(!probation.isResting('a'));
  probation.clear('a');
  assert.ok(probation.isEmpty);
  for (let n = 0; n < 3; n++) probation.strike('a');
  assert.ok(probation.isResting('a'));
  assert.ok(!probation.isResting('b'));
  now = 1000;
  assert.ok(!probation.isResting('a'));
  assert.ok(probation.has('a'));
  probation.strike('a');
  assert.ok(probation.isResting('a'), 'one more strike after a rest is enough for another');
});
