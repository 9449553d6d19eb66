import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, hashToken, sql } from '../base/index.ts';
import { endRole } from './memberships.store.ts';
import { listSessions, revokeSession, revokeSessions, viewerFromSession } from './sessions.store.ts';
import { forgetOldSignIns } from './sign-in.ts';

const { db } = await aDatabase();
const { id: authorityId } = await anAuthority(db);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('a session', () => {
  test('ends eight hours after it was last used', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const { token } = await aSession(db, await aPerson(db, { authorityId }), clock);
    clock.forward(8 * HOUR_MS - 1);
    assert.ok(await viewerFromSession(db, token, clock));
    clock.forward(8 * HOUR_MS - 1);
    assert.ok(await viewerFromSession(db, token, clock), 'using it kept it open');
    clock.forward(8 * HOUR_MS);
    assert.equal(await viewerFromSession(db, token, clock), undefined);
  });

  test('ends a day after it began, however much it is used', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const { token } = await aSession(db, await aPerson(db, { authorityId }), clock);
    for (let hour = 0; hour < 23; hour++) {
      clock.forward(HOUR_MS);
      assert.ok(await viewerFromSession(db, token, clock));
    }
    clock.forward(HOUR_MS);
    assert.equal(await viewerFromSession(db, token, clock), undefined);
  });

  test('shows the roles held now, not those held at sign-in', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const { personId } = await aPerson(db, { authorityId, roles: ['analyst', 'approver'] });
    const { token } = await aSession(db, { personId }, clock);
    await db.transaction().execute((tx) => endRole(tx, { authorityId, personId, role: 'approver' }));
    assert.deepEqual((await viewerFromSession(db, token, clock))?.viewer.places[0]?.roles, ['analyst']);
  });

  test('is over when its person is disabled', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const { personId } = await aPerson(db, { authorityId });
    const { token } = await aSession(db, { personId }, clock);
    await sql`update identity.person set disabled_at = now() where id = ${personId}`.execute(db);
    assert.equal(await viewerFromSession(db, token, clock), undefined);
  });

  test('is ended from the list by its own person only', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const one = await aPerson(db, { authorityId });
    const other = await aPerson(db, { authorityId });
    const { token } = await aSession(db, one, clock);
    const [listed] = await listSessions(db, one.personId, clock);
    assert.equal(await revokeSession(db, other.personId, listed!.id, clock), false);
    assert.ok(await viewerFromSession(db, token, clock));
    assert.equal(await revokeSession(db, one.personId, listed!.id, clock), true);
    assert.equal(await viewerFromSession(db, token, clock), undefined);
    assert.deepEqual(await listSessions(db, one.personId, clock), []);
  });

  test('can be kept while every other one of the person ends', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const person = await aPerson(db, { authorityId });
    const kept = await aSession(db, person, clock);
    const ended = await aSession(db, person, clock);
    const { session } = (await viewerFromSession(db, kept.token, clock))!;
    await revokeSessions(db, person.personId, clock, session.id);
    assert.ok(await viewerFromSession(db, kept.token, clock));
    assert.equal(await viewerFromSession(db, ended.token, clock), undefined);
  });

  test('is stored as a hash, which opens nothing, and forgotten after a month', async () => {
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const { personId } = await aPerson(db, { authorityId });
    const { token } = await aSession(db, { personId }, clock);
    const stored = () => sql`select * from identity.session where person_id = ${personId}`.execute(db);
    assert.ok(!JSON.stringify((await stored()).rows).includes(token));
    assert.equal(await viewerFromSession(db, hashToken(token).toString('base64url'), clock), undefined);
    clock.forward(32 * DAY_MS);
    await forgetOldSignIns(db, clock);
    assert.deepEqual((await stored()).rows, []);
  });
});
