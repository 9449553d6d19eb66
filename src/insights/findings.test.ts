import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { aFinding } from '../../test/build-alerts.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { newsOf } from '../../test/build-ingest.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import {
  endFinding,
  FINDING_NEWS,
  findFinding,
  listFindings,
  listOpenSubjects,
  type NewFinding,
  reportFinding,
} from './index.ts';

const { db } = await aDatabase();

async function aProjectOf() {
  const { authorityId } = await anAuthority(db);
  const lead = await aPerson(db, { authorityId });
  return { authorityId, projectId: (await aProject(db, lead.viewer, { authorityId })).id };
}

const report = (finding: NewFinding) => db.transaction().execute((tx) => reportFinding(tx, finding));
const end = (subjectId: number, kind = 'band-reached') =>
  db
    .transaction()
    .execute((tx) =>
      endFinding(tx, 'school-air', kind, { kind: 'place', id: subjectId }, new Date('2026-05-01T15:00:00Z')),
    );

describe('a finding', () => {
  let owner: Awaited<ReturnType<typeof aProjectOf>>;
  let subjectId = 0;
  let heard = 0;
  const news = async () => (await newsOf(db, FINDING_NEWS)).slice(heard).map(({ what }) => what);
  beforeEach(async () => {
    owner = await aProjectOf();
    subjectId += 1;
    heard = (await newsOf(db, FINDING_NEWS)).length;
  });

  it('opens once for each kind and subject; saying it again is no news', async () => {
    const first = await report(aFinding({ ...owner, subjectId }));
    const again = await report(aFinding({ ...owner, subjectId, seenAt: new Date('2026-05-01T13:00:00Z') }));
    const other = await report(aFinding({ ...owner, subjectId, kind: 'site-quiet' }));
    assert.equal(first.opened, true);
    assert.deepEqual(again, { id: first.id, opened: false });
    assert.notEqual(other.id, first.id);
    assert.deepEqual(await news(), ['opened', 'opened']);
    const finding = await findFinding(db, first.id);
    assert.equal(finding?.lastSeenAt.toISOString(), '2026-05-01T13:00:00.000Z');
    assert.equal(finding?.beganAt.toISOString(), '2026-05-01T11:00:00.000Z');
  });

  it('that becomes worse or better is news, with what is known now', async () => {
    const { id } = await report(aFinding({ ...owner, subjectId }));
    await report(aFinding({ ...owner, subjectId, severity: 100, title: 'Very high' }));
    await report(aFinding({ ...owner, subjectId, severity: 40, title: 'Moderate' }));
    assert.deepEqual(await news(), ['opened', 'worse', 'better']);
    assert.equal((await findFinding(db, id))?.title, 'Moderate');
  });

  it('ends once, and begins anew as another', async () => {
    const { id } = await report(aFinding({ ...owner, subjectId }));
    assert.equal(await end(subjectId), true);
    assert.equal(await end(subjectId), false);
    assert.equal((await findFinding(db, id))?.closedAt?.toISOString(), '2026-05-01T15:00:00.000Z');
    assert.notEqual((await report(aFinding({ ...owner, subjectId }))).id, id);
    assert.deepEqual(await news(), ['opened', 'closed', 'opened']);
  });

  it('stands in the list of its authority, open and worst first, and in nobody else’s', async () => {
    const other = await aProjectOf();
    const [mild, bad, closed] = [subjectId + 1000, subjectId + 2000, subjectId + 3000];
    for (const [subject, severity] of [
      [mild, 40],
      [bad, 90],
      [closed, 100],
    ] as const)
      await report(aFinding({ ...owner, subjectId: subject, severity }));
    await end(closed);
    const list = await listFindings(db, { authorityIds: [owner.authorityId] });
    assert.deepEqual(
      list.map((finding) => finding.subjectId),
      [bad, mild, closed],
    );
    assert.deepEqual(await listFindings(db, { authorityIds: [other.authorityId] }), []);
    const open = await listFindings(db, {
      authorityIds: [owner.authorityId],
      state: 'open',
      projectId: other.projectId,
    });
    assert.deepEqual(open, []);
    const subjects = await listOpenSubjects(db, 'school-air');
    assert.ok(subjects.some((each) => each.subjectId === bad));
    assert.ok(!subjects.some((each) => each.subjectId === closed));
  });

  it('whose transaction fails is neither kept nor news', async () => {
    const failed = db.transaction().execute(async (tx) => {
      await reportFinding(tx, aFinding({ ...owner, subjectId }));
      throw new Error('the pack broke');
    });
    await assert.rejects(failed);
    assert.deepEqual(await listFindings(db, { authorityIds: [owner.authorityId] }), []);
    assert.deepEqual(await news(), []);
  });
});
