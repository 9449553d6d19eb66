import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from '../../projects/form.ts';
import { heightOf, placeAnswersIn, placeProblems } from './place-answers.ts';

const problems = (fields: Record<string, string>) =>
  placeProblems(placeAnswersIn(readForm(fields)), ['there', 'new', 'later']).map(({ field }) => field);

test('where a device stands must be said, even if only that it is not known yet', () => {
  assert.deepEqual(problems({}), ['where']);
  assert.deepEqual(problems({ where: 'later' }), []);
  assert.deepEqual(problems({ where: 'there' }), ['place']);
});

test('a new place has a name, a kind and a point', () => {
  assert.deepEqual(problems({ where: 'new' }), ['place_name', 'place_kind', 'latitude', 'longitude']);
  const place = { where: 'new', place_name: 'Quay', place_kind: 'river', latitude: '51.5', longitude: 'west' };
  assert.deepEqual(problems(place), ['longitude']);
});

test('a home needs the code of the area under which it is counted', () => {
  const home = { where: 'new', place_name: 'Home 4', place_kind: 'dwelling', latitude: '51.5', longitude: '0' };
  assert.deepEqual(problems(home), ['area_code']);
  assert.deepEqual(problems({ ...home, area_code: 'E01003927' }), []);
});

test('a height is metres or nothing', () => {
  assert.deepEqual(problems({ where: 'later', height: 'high' }), ['height']);
  assert.equal(heightOf(placeAnswersIn(readForm({ height: '3.5' }))), 3.5);
  assert.equal(heightOf(placeAnswersIn(readForm({}))), null);
});
