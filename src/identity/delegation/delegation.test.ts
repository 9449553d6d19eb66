import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql, systemClock, type Tx } from '../../base/index.ts';
import { endMembership, giveRole, takeRole } from '../change-people.ts';
import { rolesOf, viewerOfPerson } from '../memberships.store.ts';
import { can } from '../permissions.ts';
import type { Role } from '../roles.ts';
import { delegateRole, endDelegation, type WantedDelegation } from './delegate-role.ts';
import { delegationsOf, listDelegations } from './delegation.store.ts';

const { db } = await aDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const DAY = 86_400_000;
const days = (from: number) => new Date(Date.now() + from * DAY);

async function aTeam(borrows: Role[] = ['viewer']) {
  const { id: authorityId } = await anAuthority(db);
  const approver = await aPerson(db, { authorityId, roles: ['approver'] });
  const deputy = await aPerson(db, { authorityId, roles: borrows });
  const administrator = await aPerson(db, { authorityId, roles: ['administrator'] });
  const wanted = (more: Partial<WantedDelegation> = {}): WantedDelegation => ({
    authorityId,
    role: 'approver',
    fromPersonId: approver.personId,
    toPersonId: deputy.personId,
    validFrom: days(-1),
    validTo: days(7),
    reason: 'Annual leave',
    ...more,
  });
  const lend = (more: Partial<WantedDelegation> = {}, by = approver) =>
    inTx((tx) => delegateRole(tx, by.viewer, wanted(more), systemClock));
  const rolesNow = () => rolesOf(db, deputy.personId, authorityId);
  return { authorityId, approver, deputy, administrator, lend, rolesNow };
}

describe('a delegated role', () => {
  test('is held from its first day to its last, with what it allows, and the list says who, for whom and why', async () => {
    const team = await aTeam();
    await team.lend();
    assert.deepEqual((await team.rolesNow()).toSorted(), ['approver', 'viewer']);
    assert.ok(can((await viewerOfPerson(db, team.deputy.personId))!, 'declaration.approve', team.authorityId));
    const [listed] = await listDelegations(db, team.authorityId, systemClock);
    assert.deepEqual(
      [listed!.role, listed!.fromPersonId, listed!.toPersonId, listed!.reason],
      ['approver', team.approver.personId, team.deputy.personId, 'Annual leave'],
    );
    assert.equal((await delegationsOf(db, team.deputy.personId, systemClock)).length, 1);
    await sql`update identity.delegation set valid_to = now() where authority_id = ${team.authorityId}`.execute(db);
    assert.deepEqual(await team.rolesNow(), ['viewer'], 'it ended by itself');
  });

  test('is not held before its first day', async () => {
    const team = await aTeam();
    await team.lend({ validFrom: days(1) });
    assert.deepEqual(await team.rolesNow(), ['viewer']);
    assert.equal((await listDelegations(db, team.authorityId, systemClock)).length, 1);
  });

  test('ends with the role of who lent it, with the membership of who borrowed it, and when either says so', async () => {
    for (const end of ['role', 'lender', 'borrower', 'early by the lender', 'early by the borrower'] as const) {
      const team = await aTeam();
      const id = await team.lend();
      const { authorityId, administrator, approver, deputy } = team;
      const role = { authorityId, personId: approver.personId, role: 'approver' as const };
      await inTx((tx) => {
        if (end === 'role') return takeRole(tx, administrator.viewer, role);
        if (end === 'lender') return endMembership(tx, administrator.viewer, role, systemClock);
        if (end === 'borrower')
          return endMembership(tx, administrator.viewer, { authorityId, personId: deputy.personId }, systemClock);
        return endDelegation(tx, (end === 'early by the lender' ? approver : deputy).viewer, id, systemClock);
      });
      assert.ok(!(await team.rolesNow()).includes('approver'), end);
    }
  });

  test('is not lent on, and lends nothing that is not held', async () => {
    const team = await aTeam();
    await team.lend();
    const third = await aPerson(db, { authorityId: team.authorityId, roles: ['viewer'] });
    const deputy = { ...team.deputy, viewer: (await viewerOfPerson(db, team.deputy.personId))! };
    const on = { fromPersonId: deputy.personId, toPersonId: third.personId };
    await assert.rejects(team.lend(on, deputy), { code: 'IDN_FIELD_INVALID', field: 'role' });
  });

  test('is lent by who holds it or who manages people, never to oneself, and within the authority', async () => {
    const team = await aTeam();
    await team.lend({}, team.administrator);
    const other = await aTeam();
    await assert.rejects(other.lend({}, team.administrator), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(other.lend({}, other.deputy), { code: 'IDN_FORBIDDEN' });
    const toSelf = { toPersonId: other.administrator.personId };
    await assert.rejects(other.lend(toSelf, other.administrator), { code: 'IDN_OWN_ROLES' });
    await assert.rejects(other.lend({ toPersonId: team.deputy.personId }), { code: 'IDN_FIELD_INVALID', field: 'to' });
    await assert.rejects(other.lend({ toPersonId: other.approver.personId }), {
      code: 'IDN_FIELD_INVALID',
      field: 'to',
    });
  });

  test('has a reason, a last day to come, and no more than half a year', async () => {
    const team = await aTeam();
    await assert.rejects(team.lend({ reason: ' ' }), { code: 'IDN_FIELD_INVALID', field: 'reason' });
    for (const validTo of [days(-1), days(-2), days(200)]) {
      await assert.rejects(team.lend({ validTo }), { code: 'IDN_FIELD_INVALID', field: 'until' });
    }
  });

  test('never joins roles that one person may not hold together, now or to come', async () => {
    const team = await aTeam(['data_protection_officer']);
    await assert.rejects(team.lend({ validFrom: days(3) }), { code: 'IDN_ROLES_CLASH', field: 'to' });
    const later = await aTeam();
    await later.lend({ validFrom: days(3) });
    const dpo = {
      authorityId: later.authorityId,
      personId: later.deputy.personId,
      role: 'data_protection_officer' as const,
    };
    await assert.rejects(
      inTx((tx) => giveRole(tx, later.administrator.viewer, dpo)),
      { code: 'IDN_ROLES_CLASH' },
    );
  });

  test('leaves nobody without an administrator: one who borrows the role does not count as another', async () => {
    const team = await aTeam();
    const { authorityId, administrator, deputy } = team;
    const second = await aPerson(db, { authorityId, roles: ['administrator'] });
    await team.lend({ role: 'administrator', fromPersonId: administrator.personId }, administrator);
    const take = (personId: number, by: typeof second) =>
      inTx((tx) => takeRole(tx, by.viewer, { authorityId, personId, role: 'administrator' }));
    await take(second.personId, administrator);
    const acting = { ...deputy, viewer: (await viewerOfPerson(db, deputy.personId))! };
    await assert.rejects(take(administrator.personId, acting), { code: 'IDN_LAST_ADMINISTRATOR' });
  });
});
