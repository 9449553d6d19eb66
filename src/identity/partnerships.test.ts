import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { createPartnership, listPartnerships } from './partnerships.store.ts';

test('a partnership names its lead and its members, and is written down once', async () => {
  const { db } = await aDatabase();
  const [lead, other] = [await anAuthority(db), await anAuthority(db)];
  const partnership = {
    slug: 'rivers',
    name: 'Rivers',
    leadAuthorityId: lead.id,
    authorityIds: [other.id],
    validFrom: new Date('2026-05-01T09:00:00Z'),
  };
  for (let round = 0; round < 2; round++) await db.transaction().execute((tx) => createPartnership(tx, partnership));
  const [found, ...rest] = await listPartnerships(db);
  assert.equal(rest.length, 0);
  assert.equal(found!.leadAuthorityId, lead.id);
  assert.deepEqual(
    found!.authorityIds,
    [lead.id, other.id].sort((a, b) => a - b),
  );
  assert.equal(found!.validFrom, '2026-05-01');
});
