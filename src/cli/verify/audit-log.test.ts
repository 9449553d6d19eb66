import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql } from '../../base/index.ts';
import { checkAuditLog } from './audit-log.ts';

test('verify walks the audit log, notes its end down, and finds an end cut off together with its head', async (t) => {
  const { db } = await aDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'lamppost-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { authorityId } = await anAuthority(db, { slug: 'riverside' });
  await aPerson(db, { authorityId, roles: ['viewer', 'analyst'] });
  const first = await checkAuditLog(db, folder);
  assert.deepEqual(first.discrepancies, []);
  assert.match(first.lines[0]!, /^audit log of riverside: 3 entries, the last [0-9a-f]{64}$/);

  await sql`alter table identity.audit_entry disable trigger user`.execute(db);
  await sql`alter table identity.audit_head disable trigger user`.execute(db);
  await sql`delete from identity.audit_entry where position = 3`.execute(db);
  const cut = 'audit log of riverside: entries 3 to 3 at its end are missing.';
  assert.deepEqual((await checkAuditLog(db, folder)).discrepancies, [cut]);
  await sql`update identity.audit_head h set position = 2, hash = e.hash from identity.audit_entry e where e.position = 2`.execute(
    db,
  );
  assert.deepEqual((await checkAuditLog(db, folder)).discrepancies, [cut]);
});
