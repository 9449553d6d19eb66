import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailOf, isInDomains, nameOf, type RoleRule, rolesFrom } from './claims.ts';

const rules: RoleRule[] = [
  { value: 'Leads', role: 'project_lead' },
  { value: 'Approvers', role: 'approver' },
  { value: 'Heads', role: 'approver' },
];

test('roles come from a claim that is a list, a word, or behind a path; from nothing else', () => {
  assert.deepEqual(rolesFrom({ groups: ['Heads', 'Leads', 'Approvers', 'Choir'] }, 'groups', rules), [
    'project_lead',
    'approver',
  ]);
  assert.deepEqual(rolesFrom({ groups: 'Leads' }, 'groups', rules), ['project_lead']);
  assert.deepEqual(rolesFrom({ realm_access: { roles: ['Leads'] } }, 'realm_access.roles', rules), ['project_lead']);
  assert.deepEqual(rolesFrom({ 'https://a.example/roles': ['Leads'] }, 'https://a.example/roles', rules), [
    'project_lead',
  ]);
  for (const claims of [{}, { groups: null }, { groups: { Leads: true } }, { groups: ['leads', 'Lead'] }]) {
    assert.deepEqual(rolesFrom(claims, 'groups', rules), []);
  }
  assert.deepEqual(rolesFrom({}, 'constructor.name', [{ value: 'Object', role: 'siro' }]), []);
});

test('an address counts unless the directory says that it is not verified, and its domain must be named exactly', () => {
  assert.equal(emailOf({ email: ' Ada@Council.Example ' }), 'ada@council.example');
  assert.equal(emailOf({ email: 'ada@council.example', email_verified: false }), undefined);
  assert.equal(emailOf({ preferred_username: 'ada@council.example' }), undefined);
  assert.ok(isInDomains('ada@council.example', ['council.example']));
  for (const email of [
    'ada@evil-council.example',
    'ada@council.example.evil',
    'ada@sub.council.example',
    'council.example',
  ]) {
    assert.equal(isInDomains(email, ['council.example']) && email.includes('@'), false, email);
  }
});

test('a person is called what the directory calls them', () => {
  assert.equal(nameOf({ name: 'Ada Alder' }, 'x'), 'Ada Alder');
  assert.equal(nameOf({ given_name: 'Ada', family_name: 'Alder' }, 'x'), 'Ada Alder');
  assert.equal(nameOf({}, 'ada@council.example'), 'ada@council.example');
});
