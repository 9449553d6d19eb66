import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { LamppostError } from '../base/index.ts';
import { createAuthority, findAuthority } from './authorities.store.ts';
import { endRole, grantRole, viewerOfPerson } from './memberships.store.ts';
import { listPeople } from './people.store.ts';

const { db } = await aDatabase();

describe('members of authorities', () => {
  test('a person is seen with their roles in each authority', async () => {
    const here = await anAuthority(db, { name: 'Alder' });
    const there = await anAuthority(db, { name: 'Birch' });
    const { personId } = await aPerson(db, { authorityId: here.id, roles: ['analyst', 'service_officer'] });
    await db.transaction().execute((tx) => grantRole(tx, { authorityId: there.id, personId, role: 'viewer' }));
    const viewer = await viewerOfPerson(db, personId);
    assert.deepEqual(viewer?.places, [
      { authorityId: here.id, authoritySlug: here.slug, authorityName: 'Alder', roles: ['analyst', 'service_officer'] },
      { authorityId: there.id, authoritySlug: there.slug, authorityName: 'Birch', roles: ['viewer'] },
    ]);
  });

  test('granting a role twice changes nothing, ending it takes it away, granting it again gives it back', async () => {
    const { id: authorityId } = await anAuthority(db);
    const { personId } = await aPerson(db, { authorityId, roles: [] });
    const grant = { authorityId, personId, role: 'analyst' } as const;
    await db.transaction().execute(async (tx) => {
      assert.deepEqual([await grantRole(tx, grant), await grantRole(tx, grant)], [true, false]);
      assert.deepEqual([await endRole(tx, grant), await endRole(tx, grant)], [true, false]);
    });
    assert.deepEqual((await viewerOfPerson(db, personId))?.places, []);
    await db.transaction().execute((tx) => grantRole(tx, grant));
    assert.deepEqual((await viewerOfPerson(db, personId))?.places[0]?.roles, ['analyst']);
  });

  test('the data protection officer of an authority cannot become its approver, nor the other way round', async () => {
    const { id: authorityId } = await anAuthority(db);
    const officer = await aPerson(db, { authorityId, roles: ['data_protection_officer'] });
    const approver = await aPerson(db, { authorityId, roles: ['approver'] });
    const clash = { name: 'LamppostError', code: 'IDN_ROLES_CLASH' };
    await db.transaction().execute(async (tx) => {
      await assert.rejects(grantRole(tx, { authorityId, personId: officer.personId, role: 'approver' }), clash);
      await assert.rejects(
        grantRole(tx, { authorityId, personId: approver.personId, role: 'data_protection_officer' }),
        clash,
      );
    });
  });

  test('people are found by a part of their name or address, and a percent sign is only a percent sign', async () => {
    const { id: authorityId } = await anAuthority(db);
    await aPerson(db, { authorityId, name: 'Ada Alder', email: 'ada@alder.example' });
    await aPerson(db, { authorityId, name: 'Bo Birch', email: 'bo@birch.example' });
    const names = async (search: string) => (await listPeople(db, authorityId, search)).map((member) => member.name);
    assert.deepEqual(await names(''), ['Ada Alder', 'Bo Birch']);
    assert.deepEqual(await names('birch'), ['Bo Birch']);
    assert.deepEqual(await names('ADA@'), ['Ada Alder']);
    assert.deepEqual(await names('%'), []);
  });

  test('an authority has a short name of its own and an accent that white text can be read on', async () => {
    const { slug } = await anAuthority(db);
    assert.equal((await findAuthority(db, slug))?.slug, slug);
    const create = (overrides: object) =>
      db.transaction().execute((tx) => createAuthority(tx, { slug: 'new', name: 'New', ...overrides }));
    await assert.rejects(create({ slug }), { code: 'IDN_AUTHORITY_EXISTS', field: 'slug' });
    await assert.rejects(create({ slug: 'North Borough' }), { code: 'IDN_FIELD_INVALID', field: 'slug' });
    await assert.rejects(create({ accent: '#ffb81c' }), (error) => {
      assert.ok(error instanceof LamppostError);
      assert.match(error.message, /contrast of 1\.7:1/);
      return error.field === 'accent';
    });
  });
});
