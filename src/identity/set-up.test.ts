import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QUICK } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, type Db } from '../base/index.ts';
import { findAuthority } from './authorities.store.ts';
import { checkFirstSetUp, type FirstSetUp } from './first-set-up.ts';
import { viewerOfPerson } from './memberships.store.ts';
import { listPeople } from './people.store.ts';
import { can } from './permissions.ts';
import { offerSetUp, requireSetUpLink, useSetupLink } from './set-up.ts';

const FIRST: FirstSetUp = {
  authority: { name: 'Alder', slug: 'alder', accent: '#00703c' },
  people: [
    { name: 'Ada Alder', email: 'ada@alder.example', password: 'amber lantern quay' },
    { name: 'Bo Birch', email: 'bo@alder.example', password: 'copper kettle moor' },
  ],
};

function setUp(db: Db, token: string, clock = aClockAt('2026-03-02T09:00:00Z'), first = FIRST) {
  return db.transaction().execute((tx) => useSetupLink(tx, token, first, clock, QUICK));
}

describe('the first set-up', () => {
  test('makes an authority and two people of whom one proposes and the other approves', async () => {
    const { db } = await aDatabase();
    const token = await offerSetUp(db, aClockAt('2026-03-02T09:00:00Z'));
    const { id } = await setUp(db, token!);
    const [ada, bo] = await listPeople(db, id);
    const [first, second] = [await viewerOfPerson(db, ada!.id), await viewerOfPerson(db, bo!.id)];
    assert.ok(can(first!, 'people.edit', id) && can(first!, 'declaration.submit', id));
    assert.ok(!can(first!, 'declaration.approve', id));
    assert.ok(can(second!, 'declaration.approve', id));
    assert.equal((await findAuthority(db, 'alder'))?.accent, '#00703c');
  });

  test('happens once: afterwards no link works and none is offered', async () => {
    const { db } = await aDatabase();
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const token = await offerSetUp(db, clock);
    await setUp(db, token!, clock);
    assert.equal(await offerSetUp(db, clock), undefined);
    await assert.rejects(requireSetUpLink(db, token!, clock), { code: 'IDN_ALREADY_SET_UP' });
    await assert.rejects(setUp(db, token!, clock), { code: 'IDN_ALREADY_SET_UP' });
  });

  test('of two people who send the form at once one succeeds', async () => {
    const { db } = await aDatabase();
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const token = await offerSetUp(db, clock);
    const other = { ...FIRST, authority: { ...FIRST.authority, slug: 'birch' } };
    const outcomes = await Promise.allSettled([setUp(db, token!, clock), setUp(db, token!, clock, other)]);
    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected']);
  });

  test('takes the newest link only, within a day, and never a made-up one', async () => {
    const { db } = await aDatabase();
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const [old, token] = [await offerSetUp(db, clock), await offerSetUp(db, clock)];
    const unusable = { code: 'IDN_LINK_UNUSABLE' };
    await assert.rejects(requireSetUpLink(db, old!, clock), unusable);
    await assert.rejects(setUp(db, 'made-up', clock), unusable);
    clock.forward(24 * 3_600_000);
    await assert.rejects(setUp(db, token!, clock), unusable);
  });

  test('with a mistake changes nothing and leaves the link usable', async () => {
    const { db } = await aDatabase();
    const clock = aClockAt('2026-03-02T09:00:00Z');
    const token = await offerSetUp(db, clock);
    const mistaken = { ...FIRST, people: [FIRST.people[0], { ...FIRST.people[1], password: 'short' }] as const };
    await assert.rejects(setUp(db, token!, clock, mistaken), { code: 'IDN_PASSWORD_WEAK', field: 'second-password' });
    assert.equal(await findAuthority(db, 'alder'), undefined);
    await setUp(db, token!, clock);
  });

  test('names everything that is wrong at once, in the order of the form', () => {
    const nobody = { name: '', email: '', password: '' };
    const empty = { authority: { name: ' ', slug: '', accent: '' }, people: [nobody, nobody] } as const;
    const prefixes = ['first', 'second'].flatMap((who) => [`${who}-name`, `${who}-email`, `${who}-password`]);
    assert.deepEqual(
      checkFirstSetUp(empty).map((problem) => problem.field),
      ['name', 'slug', 'accent', ...prefixes],
    );
    assert.deepEqual(checkFirstSetUp(FIRST), []);
  });

  test('needs two different people: four eyes', () => {
    const people = [FIRST.people[0], { ...FIRST.people[1], email: 'ADA@alder.example' }] as const;
    const [problem] = checkFirstSetUp({ ...FIRST, people });
    assert.equal(problem?.field, 'second-email');
    assert.match(problem!.message, /nobody approves their own work/);
  });
});
