import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, type Tx } from '../base/index.ts';
import { endMembership, giveRole, invitePerson, issuePasswordLink, takeRole } from './change-people.ts';
import { grantRole, rolesOf } from './memberships.store.ts';
import { viewerFromSession } from './sessions.store.ts';
import { signIn } from './sign-in.ts';
import { usePasswordLink } from './use-password-link.ts';

const { db } = await aDatabase();
const clock = aClockAt('2026-03-02T09:00:00Z');
const PASSWORD = 'amber lantern quay';

function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

async function aBorough() {
  const { id: authorityId } = await anAuthority(db);
  const { viewer: administrator, personId: administratorId } = await aPerson(db, {
    authorityId,
    roles: ['administrator'],
  });
  return { authorityId, administrator, administratorId };
}

describe('people of an authority', () => {
  test('a new person gets a link once, sets a password with it and signs in', async () => {
    const { authorityId, administrator } = await aBorough();
    const wanted = { authorityId, name: 'Cy Cedar', email: 'cy@example.org', roles: ['approver', 'siro'] as const };
    const { personId, linkToken } = await inTx((tx) => invitePerson(tx, administrator, wanted, clock));
    assert.deepEqual(await rolesOf(db, personId, authorityId), ['approver', 'siro']);
    await assert.rejects(
      inTx((tx) => usePasswordLink(tx, linkToken!, 'short', clock)),
      { code: 'IDN_PASSWORD_WEAK' },
    );
    await inTx((tx) => usePasswordLink(tx, linkToken!, PASSWORD, clock)); // a refused password left the link usable
    await assert.rejects(
      inTx((tx) => usePasswordLink(tx, linkToken!, PASSWORD, clock)),
      { code: 'IDN_LINK_UNUSABLE' },
    );
    await signIn(db, { email: 'cy@example.org', password: PASSWORD, address: '192.0.2.1' }, clock);
  });

  test('a link is good for a day and until the next one is given', async () => {
    const { authorityId, administrator } = await aBorough();
    const { personId } = await aPerson(db, { authorityId });
    const give = () => inTx((tx) => issuePasswordLink(tx, administrator, { authorityId, personId }, clock));
    const use = (token: string) => inTx((tx) => usePasswordLink(tx, token, PASSWORD, clock));
    const [first, second] = [await give(), await give()];
    await assert.rejects(use(first), { code: 'IDN_LINK_UNUSABLE' });
    clock.forward(24 * 3_600_000);
    await assert.rejects(use(second), { code: 'IDN_LINK_UNUSABLE' });
    await use(await give());
  });

  test('a new password by link ends every session of the person', async () => {
    const { authorityId, administrator } = await aBorough();
    const { personId } = await aPerson(db, { authorityId });
    const { token } = await aSession(db, { personId }, clock);
    const link = await inTx((tx) => issuePasswordLink(tx, administrator, { authorityId, personId }, clock));
    await inTx((tx) => usePasswordLink(tx, link, PASSWORD, clock));
    assert.equal(await viewerFromSession(db, token, clock), undefined);
  });

  test('a person known elsewhere joins without a link and keeps their name', async () => {
    const { authorityId, administrator } = await aBorough();
    const { id: elsewhere } = await anAuthority(db);
    const known = await aPerson(db, { authorityId: elsewhere, name: 'Di Dogwood', roles: ['viewer'] });
    const wanted = { authorityId, name: 'Somebody', email: known.email, roles: ['analyst'] as const };
    const invited = await inTx((tx) => invitePerson(tx, administrator, wanted, clock));
    assert.deepEqual(invited, { personId: known.personId, linkToken: undefined });
    assert.deepEqual(await rolesOf(db, known.personId, elsewhere), ['viewer']);
  });

  test('an administrator cannot set a new password for somebody who also works elsewhere, or only elsewhere', async () => {
    const { authorityId, administrator } = await aBorough();
    const { id: elsewhere } = await anAuthority(db);
    const { personId } = await aPerson(db, { authorityId: elsewhere });
    const give = () => inTx((tx) => issuePasswordLink(tx, administrator, { authorityId, personId }, clock));
    await assert.rejects(give(), { code: 'IDN_PERSON_UNKNOWN' });
    await inTx((tx) => grantRole(tx, { authorityId, personId, role: 'viewer' }));
    await assert.rejects(give(), { code: 'IDN_PERSON_ELSEWHERE' });
  });

  test('nobody changes their own roles, not even an administrator', async () => {
    const { authorityId, administrator, administratorId } = await aBorough();
    const own = { authorityId, personId: administratorId };
    const refused = { code: 'IDN_OWN_ROLES' };
    await assert.rejects(
      inTx((tx) => giveRole(tx, administrator, { ...own, role: 'approver' })),
      refused,
    );
    await assert.rejects(
      inTx((tx) => takeRole(tx, administrator, { ...own, role: 'administrator' })),
      refused,
    );
    await assert.rejects(
      inTx((tx) => endMembership(tx, administrator, own, clock)),
      refused,
    );
  });

  test('two administrators who end each other at once leave one', async () => {
    const { authorityId, administrator, administratorId } = await aBorough();
    const other = await aPerson(db, { authorityId, roles: ['administrator'] });
    const end = (by: typeof administrator, personId: number) =>
      inTx((tx) => takeRole(tx, by, { authorityId, personId, role: 'administrator' }));
    const outcomes = await Promise.allSettled([end(administrator, other.personId), end(other.viewer, administratorId)]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 1);
    assert.equal(refused[0]!.reason.code, 'IDN_LAST_ADMINISTRATOR');
  });

  test('ending a membership ends every role and every session', async () => {
    const { authorityId, administrator } = await aBorough();
    const { personId } = await aPerson(db, { authorityId, roles: ['analyst', 'approver'] });
    const { token } = await aSession(db, { personId }, clock);
    await inTx((tx) => endMembership(tx, administrator, { authorityId, personId }, clock));
    assert.deepEqual(await rolesOf(db, personId, authorityId), []);
    assert.equal(await viewerFromSession(db, token, clock), undefined);
  });

  test('only an administrator of the same authority manages its people', async () => {
    const { authorityId } = await aBorough();
    const { administrator: stranger } = await aBorough();
    const { viewer: lead } = await aPerson(db, { authorityId, roles: ['project_lead', 'siro', 'security'] });
    const { personId } = await aPerson(db, { authorityId });
    for (const viewer of [stranger, lead]) {
      const refused = { code: 'IDN_FORBIDDEN' };
      const wanted = { authorityId, name: 'X', email: 'x@example.org', roles: ['viewer'] as const };
      await assert.rejects(
        inTx((tx) => invitePerson(tx, viewer, wanted, clock)),
        refused,
      );
      await assert.rejects(
        inTx((tx) => giveRole(tx, viewer, { authorityId, personId, role: 'viewer' })),
        refused,
      );
      await assert.rejects(
        inTx((tx) => issuePasswordLink(tx, viewer, { authorityId, personId }, clock)),
        refused,
      );
    }
  });
});
