import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LamppostError } from '../base/index.ts';
import { authoritiesWhere, can, PERMISSIONS, type Permission, requirePermission } from './permissions.ts';
import { ALL_ROLES, findClash, type Role } from './roles.ts';
import { PUBLIC, type Viewer } from './viewer.ts';

const HERE = 1;
const ELSEWHERE = 2;

function holding(...roles: Role[]): Viewer {
  const place = { authorityId: HERE, authoritySlug: 'here', authorityName: 'Here', roles };
  return { kind: 'person', personId: 1, name: 'A', email: 'a@example.org', places: [place] };
}

function aKey(credentialKind: 'source' | 'analyst', scope = {}): Viewer {
  return { kind: 'key', credentialId: 1, credentialKind, authorityId: HERE, name: 'key', scope };
}

const anyPermission = fc.constantFrom(...(Object.keys(PERMISSIONS) as Permission[]));
const anyRoles = fc.subarray(ALL_ROLES);

describe('the table of permissions', () => {
  test('only an approver and the senior information risk owner approve declarations', () => {
    const approving = ALL_ROLES.filter((role) => can(holding(role), 'declaration.approve', HERE));
    assert.deepEqual(approving, ['approver', 'siro']);
  });

  test('a data protection officer never approves, whatever other roles they may hold', () => {
    fc.assert(
      fc.property(anyRoles, (roles) => {
        const held: Role[] = [...roles.filter((role) => role !== 'data_protection_officer'), 'data_protection_officer'];
        fc.pre(findClash(held) === undefined);
        assert.equal(can(holding(...held), 'declaration.approve', HERE), false);
      }),
    );
  });

  test('who advises on assessments writes, evaluates and accepts none, and a project lead reviews none', () => {
    const acts = (role: Role) =>
      (['assessment.write', 'assessment.evaluate', 'assessment.validate', 'assessment.advise'] as const).filter((act) =>
        can(holding(role), act, HERE),
      );
    assert.deepEqual(acts('data_protection_officer'), ['assessment.advise']);
    assert.deepEqual(acts('project_lead'), ['assessment.write']);
    assert.deepEqual(acts('administrator'), []);
  });

  test('an administrator manages people and keys and reads no restricted readings', () => {
    const administrator = holding('administrator');
    assert.equal(can(administrator, 'people.edit', HERE), true);
    assert.equal(can(administrator, 'key.edit', HERE), true);
    assert.equal(can(administrator, 'declaration.approve', HERE), false);
    assert.equal(can(administrator, 'readings.read', HERE), false);
  });

  test('nobody but an administrator manages people and keys', () => {
    for (const role of ALL_ROLES.filter((candidate) => candidate !== 'administrator')) {
      assert.equal(can(holding(role), 'people.edit', HERE), false, role);
      assert.equal(can(holding(role), 'key.edit', HERE), false, role);
    }
  });

  test('four eyes: no single role both submits and approves a declaration', () => {
    const both = ALL_ROLES.filter(
      (role) => can(holding(role), 'declaration.submit', HERE) && can(holding(role), 'declaration.approve', HERE),
    );
    assert.deepEqual(both, []);
  });

  test('every permission is carried by at least one role and every role carries one', () => {
    for (const [permission, { roles }] of Object.entries(PERMISSIONS)) assert.ok(roles.length > 0, permission);
    for (const role of ALL_ROLES) assert.notDeepEqual(authoritiesWhere(holding(role), 'project.read'), [], role);
  });

  test('a role opens nothing in another authority', () => {
    fc.assert(
      fc.property(anyRoles, anyPermission, (roles, permission) => {
        assert.equal(can(holding(...roles), permission, ELSEWHERE), false);
        assert.ok(!authoritiesWhere(holding(...roles), permission).includes(ELSEWHERE));
      }),
    );
  });

  test('the public may nothing and is asked to sign in', () => {
    fc.assert(
      fc.property(anyPermission, (permission) => {
        assert.throws(() => requirePermission(PUBLIC, permission, HERE), isError('IDN_SIGN_IN_NEEDED'));
        assert.deepEqual(authoritiesWhere(PUBLIC, permission), []);
      }),
    );
  });

  test("an analyst's key reads readings of its authority and does nothing else", () => {
    assert.equal(can(aKey('analyst'), 'readings.read', HERE), true);
    assert.equal(can(aKey('analyst'), 'readings.read', ELSEWHERE), false);
    assert.equal(can(aKey('analyst', { open: true }), 'readings.read', HERE), false);
    assert.throws(() => requirePermission(aKey('analyst'), 'device.edit', HERE), isError('IDN_FORBIDDEN'));
  });

  test("a source's key sends and reads nothing", () => {
    fc.assert(fc.property(anyPermission, (permission) => assert.equal(can(aKey('source'), permission, HERE), false)));
  });

  test('a refusal says what is missing and which role has it', () => {
    assert.throws(
      () => requirePermission(holding('viewer'), 'declaration.approve', HERE),
      (error: LamppostError) => {
        assert.match(error.message, /approve or reject declarations/);
        assert.match(error.cure, /approver or senior information risk owner/);
        return isError('IDN_FORBIDDEN')(error);
      },
    );
  });
});

function isError(code: string) {
  return (error: unknown) => error instanceof LamppostError && error.code === code;
}
