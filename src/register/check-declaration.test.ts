import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDeclarationBody, aDeclaredProperty } from '../../test/build-register.ts';
import { problemsOf, requireDeclaration } from './check-declaration.ts';

const known = new Set(['no2', 'pm10', 'pm25', 'count-people']);
const problems = (overrides: object) => problemsOf({ ...aDeclarationBody(), ...overrides }, known);
const only = (overrides: object) => {
  const found = problems(overrides);
  assert.equal(found.length, 1, JSON.stringify(found));
  return `${found[0]!.field}: ${found[0]!.why}`;
};

test('the declaration of the builders may stand', () => {
  assert.deepEqual(problems({}), []);
});

test('a field that is missing, empty, unknown or of another kind is named with the cure', () => {
  const { title, ...without } = aDeclarationBody();
  assert.match(problemsOf(without, known)[0]!.why, /title is missing/);
  assert.match(only({ title: '  ' }), /^title: title is empty/);
  assert.match(only({ surprise: 1 }), /^surprise: .*not a field of a declaration/);
  assert.match(only({ lawful_basis: 'because' }), /must be one of public_task, consent/);
  assert.match(only({ ends_on: '31/12/2099' }), /^ends_on: .*YYYY-MM-DD/);
  assert.match(only({ contact: { name: 'A', email: 'nobody' } }), /^contact.email: .*email address/);
  assert.match(
    only({ properties: [aDeclaredProperty('no2', { decimals: 1.5 })] }),
    /^properties.0.decimals: .*whole number/,
  );
  assert.match(only({ properties: [] }), /^properties: .*at least 1/);
  assert.match(only({ properties: [aDeclaredProperty('no2', { retention_days: 0 })] }), /must be 1 or more/);
  for (const nothing of [null, undefined, 'text', 7, []]) assert.ok(problemsOf(nothing, known).length > 0);
});

test('promises that contradict each other are refused', () => {
  assert.match(
    only({ properties: [aDeclaredProperty('no3')] }),
    /^properties.0.property: no3 is not in the vocabulary/,
  );
  assert.match(only({ properties: [aDeclaredProperty('no2'), aDeclaredProperty('no2')] }), /declared twice/);
  assert.match(only({ properties: [aDeclaredProperty('no2', { purposes: ['fun'] })] }), /purpose fun/);
  assert.match(only({ review_on: '2100-01-01' }), /^review_on/);
  assert.match(only({ ends_on: '2099-02-30', review_on: '2099-01-01' }), /not a day of the calendar/);
  const classes = {
    capture: 'identifiable',
    leaving_device: 'de_identified',
    stored: 'de_identified',
    published: 'none',
  };
  assert.match(only({ classes }), /^lawful_basis/);
  assert.deepEqual(problems({ classes, lawful_basis: 'public_task' }), []);
  assert.match(
    only({ classes: { ...classes, leaving_device: 'identifiable', capture: 'none' }, lawful_basis: 'consent' }),
    /^classes.leaving_device/,
  );
});

test('readings about people are never shown one by one, and what could be open says why it is not', () => {
  const classes = {
    capture: 'pseudonymous',
    leaving_device: 'pseudonymous',
    stored: 'pseudonymous',
    published: 'pseudonymous',
  };
  assert.match(
    only({ classes, lawful_basis: 'consent', properties: [aDeclaredProperty('no2')] }),
    /reading by reading/,
  );
  const inside = [aDeclaredProperty('no2', { audiences: [{ audience: 'authority', detail: 'readings' }] })];
  assert.match(only({ properties: inside }), /^sharing.why_not_open/);
  const sharing = { ...aDeclarationBody().sharing, why_not_open: 'A floodgate could be tampered with.' };
  assert.deepEqual(problems({ properties: inside, sharing }), []);
});

test('the error names the first field and points to the others', () => {
  assert.throws(() => requireDeclaration({ ...aDeclarationBody(), title: '', controller: '' }, known), {
    code: 'REG_DECLARATION_INVALID',
    field: 'title',
    cure: /title.*controller/,
  });
});
