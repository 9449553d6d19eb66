import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aKey, anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, sql } from '../base/index.ts';
import { giveRole } from './change-people.ts';
import { issueKey, withdrawKey } from './issue-key.ts';
import { findKey, listKeys } from './keys.store.ts';
import { revokeKey } from './revoke-key.ts';
import type { Viewer } from './viewer.ts';
import { viewerFromKey } from './viewer-from-key.ts';

const { db } = await aDatabase();
const here = await anAuthority(db);
const there = await anAuthority(db);
const authorityId = here.id;
const clock = aClockAt('2026-03-02T09:00:00Z');

function issue(viewer: Viewer, wanted: Partial<Parameters<typeof issueKey>[2]>) {
  return db
    .transaction()
    .execute((tx) => issueKey(tx, viewer, { authorityId, kind: 'analyst', name: 'Laptop', ...wanted }, clock));
}

function withdraw(viewer: Viewer, credentialId: number) {
  return db.transaction().execute((tx) => withdrawKey(tx, viewer, credentialId, clock));
}

describe('keys', () => {
  test("a source's key says which source it is and nothing else", async () => {
    const { key, credentialId } = await aKey(db, { authorityId, kind: 'source', name: 'TTS', scope: { sourceId: 7 } });
    assert.match(key, /^lpk_[a-z0-9]{10}_[\w-]{43}$/);
    assert.deepEqual(await viewerFromKey(db, key, clock), {
      kind: 'key',
      credentialId,
      credentialKind: 'source',
      authorityId,
      name: 'TTS',
      scope: { sourceId: 7 },
    });
  });

  test("a person's own key acts as that person, with the roles held now", async () => {
    const { viewer, personId } = await aPerson(db, { authorityId, roles: ['viewer'] });
    const { viewer: administrator } = await aPerson(db, { authorityId, roles: ['administrator'] });
    const { key } = await issue(viewer, { kind: 'person' });
    assert.deepEqual(await viewerFromKey(db, key, clock), viewer);
    await db.transaction().execute((tx) => giveRole(tx, administrator, { authorityId, personId, role: 'analyst' }));
    const seen = await viewerFromKey(db, key, clock);
    assert.deepEqual(seen?.kind === 'person' && seen.places[0]?.roles, ['viewer', 'analyst']);
  });

  test('the secret is nowhere in the database and in no list', async () => {
    const { key, credentialId } = await aKey(db, { authorityId });
    const secret = key.split('_').slice(2).join('_');
    const { rows } = await sql`select * from identity.credential`.execute(db);
    const listed = await listKeys(db, { authorityIds: [authorityId], personId: null });
    assert.ok(listed.some((candidate) => candidate.id === credentialId));
    assert.ok(!JSON.stringify([rows, listed]).includes(secret));
  });

  test('a wrong secret under a right prefix opens nothing', async () => {
    const { key } = await aKey(db, { authorityId });
    const other = key.at(-1) === 'A' ? 'B' : 'A';
    assert.equal(await viewerFromKey(db, key.slice(0, -1) + other, clock), undefined);
    assert.equal(await viewerFromKey(db, `${key}A`, clock), undefined);
    assert.ok(await viewerFromKey(db, key, clock));
  });

  test('a revoked key opens nothing from that moment, although it was believed a moment ago', async () => {
    const { key, credentialId } = await aKey(db, { authorityId });
    assert.ok(await viewerFromKey(db, key, clock));
    await db.transaction().execute((tx) => revokeKey(tx, credentialId, clock));
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('a key revoked by another process opens nothing ten seconds later', async () => {
    const { key, credentialId } = await aKey(db, { authorityId });
    assert.ok(await viewerFromKey(db, key, clock));
    await sql`update identity.credential set revoked_at = now() where id = ${credentialId}`.execute(db);
    clock.forward(9_999);
    assert.ok(await viewerFromKey(db, key, clock));
    clock.forward(1);
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('a key ends at its end, to the second', async () => {
    const expiresAt = new Date(clock.now().getTime() + 5_000);
    const { key } = await aKey(db, { authorityId, expiresAt }, clock);
    assert.ok(await viewerFromKey(db, key, clock));
    clock.forward(4_999);
    assert.ok(await viewerFromKey(db, key, clock));
    clock.forward(1);
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('last use is noted at most once a minute', async () => {
    const { key, credentialId } = await aKey(db, { authorityId });
    const lastUsed = async () => (await findKey(db, credentialId))?.lastUsedAt?.toISOString();
    const first = clock.now().toISOString();
    await viewerFromKey(db, key, clock);
    clock.forward(30_000);
    await viewerFromKey(db, key, clock);
    assert.equal(await lastUsed(), first);
    clock.forward(30_000);
    await viewerFromKey(db, key, clock);
    assert.equal(await lastUsed(), clock.now().toISOString());
  });

  test('the key of a person who was disabled opens nothing', async () => {
    const { viewer, personId } = await aPerson(db, { authorityId });
    const { key } = await issue(viewer, { kind: 'person' });
    await sql`update identity.person set disabled_at = now() where id = ${personId}`.execute(db);
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('a believed key costs no query and less than five microseconds', async () => {
    const { key } = await aKey(db, { authorityId });
    await viewerFromKey(db, key, clock);
    const rounds = 20_000;
    const best = Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        for (let round = 0; round < rounds; round++) assert.ok(!(viewerFromKey(db, key, clock) instanceof Promise));
        return (performance.now() - start) / rounds;
      }),
    );
    assert.ok(best < 0.005, `${(best * 1000).toFixed(2)} µs`);
  });
});

describe('who issues and revokes keys', () => {
  test("an analyst's key takes an administrator, a source's key a project lead or an administrator", async () => {
    const { viewer: lead } = await aPerson(db, { authorityId, roles: ['project_lead'] });
    const { viewer: administrator } = await aPerson(db, { authorityId, roles: ['administrator'] });
    const source = { kind: 'source', scope: { sourceId: 1 } } as const;
    await assert.rejects(issue(lead, {}), { code: 'IDN_FORBIDDEN' });
    await issue(administrator, {});
    await issue(lead, source);
    await issue(administrator, source);
    await assert.rejects(issue(administrator, { authorityId: there.id }), { code: 'IDN_FORBIDDEN' });
  });

  test('a key for sending names its source, and only such a key does', async () => {
    const { viewer } = await aPerson(db, { authorityId, roles: ['administrator'] });
    const wrong = { code: 'IDN_KEY_SCOPE_INVALID', field: 'source' };
    await assert.rejects(issue(viewer, { kind: 'source' }), wrong);
    await assert.rejects(issue(viewer, { scope: { sourceId: 1 } }), wrong);
  });

  test('people revoke their own keys, an administrator any of the authority, others find no such key', async () => {
    const owner = await aPerson(db, { authorityId, roles: ['viewer'] });
    const { viewer: colleague } = await aPerson(db, { authorityId, roles: ['project_lead'] });
    const { viewer: administrator } = await aPerson(db, { authorityId, roles: ['administrator'] });
    const { viewer: stranger } = await aPerson(db, { authorityId: there.id, roles: ['administrator'] });
    const [first, second] = [
      await issue(owner.viewer, { kind: 'person' }),
      await issue(owner.viewer, { kind: 'person' }),
    ];
    for (const viewer of [colleague, stranger]) {
      await assert.rejects(withdraw(viewer, first.credentialId), { code: 'IDN_KEY_UNKNOWN' });
    }
    await withdraw(owner.viewer, first.credentialId);
    await withdraw(administrator, second.credentialId);
    assert.equal(await viewerFromKey(db, first.key, clock), undefined);
    assert.equal(await viewerFromKey(db, second.key, clock), undefined);
  });
});
