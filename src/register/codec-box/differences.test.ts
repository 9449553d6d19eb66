import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeDifference, listDifferences } from './differences.ts';

test('a difference names its place, what was expected and what came', () => {
  const expected = { readings: [{ t: 20.5 }, { t: 21 }], unit: 'Cel' };
  const got = { readings: [{ t: 20.5 }, { t: 22 }], battery: 3.6 };
  assert.deepEqual(listDifferences(expected, got, 'data').map(describeDifference), [
    'data.readings[1].t should be 21 but is 22',
    'data.unit should be "Cel" but is missing',
    'data.battery was not expected but is 3.6',
  ]);
});

test('numbers are equal within a billionth, and nothing else is nearly equal', () => {
  assert.deepEqual(listDifferences(0.1 + 0.2, 0.3, 'data'), []);
  assert.equal(listDifferences(20.001, 20.002, 'data').length, 1);
  assert.equal(listDifferences(1, '1', 'data').length, 1);
  assert.equal(listDifferences([], {}, 'data').length, 1);
  assert.equal(listDifferences(null, {}, 'data').length, 1);
  assert.deepEqual(listDifferences({ unit: null }, {}, 'data'), []);
  assert.equal(listDifferences({}, { unit: null }, 'data').length, 1);
});

test('any value equals itself after a trip through JSON, and differs from itself with one leaf more', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const back = JSON.parse(JSON.stringify(value));
      assert.deepEqual(listDifferences(value, back, 'data'), []);
      const name = `${Object.keys(value).join('')}x`;
      assert.equal(listDifferences(value, { ...back, [name]: 1 }, 'data').length, 1);
    }),
  );
});
