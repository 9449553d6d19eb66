import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { PUBLIC, type Viewer } from '../identity/index.ts';
import { type ApprovalInput, recordApproval } from './index.ts';

const { db } = await aDatabase();
const authorityId = (await anAuthority(db)).id;
const submitter = await aPerson(db, { authorityId, roles: ['project_lead', 'approver'] });
const approver = await aPerson(db, { authorityId, roles: ['viewer', 'approver'] });

describe('an approval', () => {
  const decide = (viewer: Viewer, given: Partial<ApprovalInput> = {}) =>
    db.transaction().execute((tx) =>
      recordApproval(tx, viewer, {
        authorityId,
        subjectKind: 'declaration',
        subjectId: 7,
        subjectVersion: 2,
        submittedBy: submitter.personId,
        decision: 'approved',
        ...given,
      }),
    );

  it('names the person, the role, the version and the time', async () => {
    const { id, role } = await decide(approver.viewer);
    assert.equal(role, 'approver');
    const { rows } = await sql<Record<string, unknown>>`
      select subject_kind, subject_id, subject_version, person_id, role, decision, reason,
        decided_at between now() - interval '1 minute' and now() as dated
      from projects.v_approval where id = ${id}`.execute(db);
    assert.deepEqual(rows, [
      {
        subject_kind: 'declaration',
        subject_id: 7,
        subject_version: 2,
        person_id: approver.personId,
        role: 'approver',
        decision: 'approved',
        reason: null,
        dated: true,
      },
    ]);
  });

  it('of one’s own work is refused, and so is rejecting it, whatever roles one holds', async () => {
    await assert.rejects(decide(submitter.viewer), { code: 'PRJ_APPROVAL_OWN_WORK', kind: 'forbidden' });
    await assert.rejects(decide(submitter.viewer, { decision: 'rejected', reason: 'No' }), {
      code: 'PRJ_APPROVAL_OWN_WORK',
    });
  });

  it('needs a role that permits it, held in that authority', async () => {
    const elsewhere = (await anAuthority(db)).id;
    const theirs = await aPerson(db, { authorityId: elsewhere, roles: ['approver'] });
    const adviser = await aPerson(db, { authorityId, roles: ['data_protection_officer'] });
    await assert.rejects(decide(theirs.viewer), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(decide(adviser.viewer), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(decide(PUBLIC), { code: 'IDN_SIGN_IN_NEEDED' });
    await assert.rejects(decide(approver.viewer, { role: 'viewer' }), { code: 'PRJ_APPROVAL_ROLE_NOT_HELD' });
    await assert.rejects(decide(approver.viewer, { role: 'siro' }), { code: 'PRJ_APPROVAL_ROLE_NOT_HELD' });
  });

  it('that rejects gives a reason', async () => {
    await assert.rejects(decide(approver.viewer, { decision: 'rejected', reason: '  ' }), {
      code: 'PRJ_REJECTION_REASON_MISSING',
      field: 'reason',
    });
    await decide(approver.viewer, { decision: 'rejected', reason: 'Keep it for 30 days, not 300.' });
  });
});
