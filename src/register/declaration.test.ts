import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import {
  aDeclarationBody,
  aDeclaredProperty,
  aDevice,
  aModel,
  anAirProject,
  aPlace,
} from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, type Db, sql, type Tx } from '../base/index.ts';
import { PUBLIC } from '../identity/index.ts';
import {
  approveDeclaration,
  declarationInForce,
  declarationWaiting,
  endPastDeclarations,
  rejectDeclaration,
  withdrawDeclaration,
} from './decide-declaration.ts';
import type { DeclarationBody } from './declaration.ts';
import { declarationHistory } from './declaration-history.ts';
import { saveDraft, submitDeclaration } from './write-declaration.ts';

const { db } = await aDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => (db as Db).transaction().execute(work);

async function aTown() {
  const { authorityId } = await anAuthority(db);
  const lead = await aPerson(db, { authorityId, roles: ['project_lead'] });
  const approver = await aPerson(db, { authorityId, roles: ['approver'] });
  const project = await aProject(db, lead.viewer, { authorityId });
  const submit = (body: DeclarationBody) =>
    inTx(async (tx) => {
      await saveDraft(tx, lead.viewer, { projectId: project.id, body });
      return submitDeclaration(tx, lead.viewer, project.id);
    });
  return { authorityId, lead, approver, projectId: project.id, submit };
}

test('a first declaration waits for a second person, then it is in force', async () => {
  const { projectId, submit, approver, lead } = await aTown();
  const { declarationId, outcome, version } = await submit(aDeclarationBody());
  assert.deepEqual([outcome, version], ['waiting', 1]);
  assert.equal(await declarationInForce(db, projectId), undefined);
  assert.equal((await declarationWaiting(db, lead.viewer, projectId))?.id, declarationId);
  assert.equal(await declarationWaiting(db, PUBLIC, projectId), undefined);
  await inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
  const inForce = (await declarationInForce(db, projectId))!;
  assert.equal(inForce.id, declarationId);
  assert.equal(inForce.decidedBy, approver.personId);
  assert.ok(inForce.inForceFrom);
});

test('nobody approves what they submitted, nor without the permission', async () => {
  const { authorityId, projectId } = await aTown();
  const both = await aPerson(db, { authorityId, roles: ['information_governance'] });
  await inTx((tx) => saveDraft(tx, both.viewer, { projectId, body: aDeclarationBody() }));
  const { declarationId } = await inTx((tx) => submitDeclaration(tx, both.viewer, projectId));
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, both.viewer, declarationId)),
    { code: 'IDN_FORBIDDEN' },
  );
  const own = await approverOf(authorityId);
  await sql`update register.declaration set submitted_by = ${own.personId} where id = ${declarationId}`.execute(db);
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, own.viewer, declarationId)),
    { kind: 'forbidden' },
  );
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, PUBLIC, declarationId)),
    { code: 'IDN_SIGN_IN_NEEDED' },
  );
  assert.equal(await declarationInForce(db, projectId), undefined);
});

test('nobody approves what they wrote, whoever wrote on and submitted it', async () => {
  const { authorityId, projectId, approver } = await aTown();
  const writer = await aPerson(db, { authorityId, roles: ['project_lead', 'approver'] });
  const other = await aPerson(db, { authorityId, roles: ['project_lead', 'approver'] });
  const [first, second] = [aDeclarationBody(), aDeclarationBody({ title: 'Air outside every school' })];
  await inTx((tx) => saveDraft(tx, writer.viewer, { projectId, body: first }));
  await inTx((tx) => saveDraft(tx, other.viewer, { projectId, body: second }));
  const { declarationId } = await inTx((tx) => submitDeclaration(tx, other.viewer, projectId));
  for (const { viewer } of [writer, other]) {
    await assert.rejects(
      inTx((tx) => approveDeclaration(tx, viewer, declarationId)),
      { code: 'PRJ_APPROVAL_OWN_WORK' },
    );
  }
  await inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
});

const approverOf = (authorityId: number) => aPerson(db, { authorityId, roles: ['approver'] });

test('a narrower version takes effect at once and supersedes the one before; a wider one waits while the old holds', async () => {
  const { projectId, submit, approver } = await aTown();
  const first = await submit(aDeclarationBody());
  await inTx((tx) => approveDeclaration(tx, approver.viewer, first.declarationId));
  const narrower = aDeclarationBody({ properties: [aDeclaredProperty('no2', { retention_days: 90 })] });
  const second = await submit(narrower);
  assert.deepEqual([second.outcome, second.version, second.wider], ['in_force', 2, []]);
  assert.equal((await declarationInForce(db, projectId))?.version, 2);
  const wider = await submit(aDeclarationBody());
  assert.equal(wider.outcome, 'waiting');
  assert.ok(wider.wider.some((each) => each.path === 'properties.no2.retention_days'));
  assert.ok(wider.wider.some((each) => each.path === 'properties.pm10'));
  assert.equal((await declarationInForce(db, projectId))?.version, 2);
  const states = (await declarationHistory(db, approver.viewer, projectId)).map((each) => [each.version, each.state]);
  assert.deepEqual(states, [
    [3, 'submitted'],
    [2, 'in_force'],
    [1, 'superseded'],
  ]);
});

test('saying the same again changes nothing, and a later draft replaces the one that waits', async () => {
  const { projectId, submit, lead, approver } = await aTown();
  const first = await submit(aDeclarationBody());
  const again = await inTx((tx) => saveDraft(tx, lead.viewer, { projectId, body: aDeclarationBody() }));
  assert.deepEqual(again, { declarationId: first.declarationId, version: 1, changed: false });
  await assert.rejects(
    inTx((tx) => submitDeclaration(tx, lead.viewer, projectId)),
    { code: 'REG_NOTHING_TO_SUBMIT' },
  );
  const second = await submit(aDeclarationBody({ title: 'A better title' }));
  assert.equal(second.version, 2);
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, approver.viewer, first.declarationId)),
    {
      code: 'REG_DECLARATION_MOVED',
      message: /Version 1.*withdrawn/,
    },
  );
  await inTx((tx) => approveDeclaration(tx, approver.viewer, second.declarationId));
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, approver.viewer, second.declarationId)),
    { code: 'REG_DECLARATION_MOVED' },
  );
});

test('a rejection needs a reason and leaves what was in force', async () => {
  const { projectId, submit, approver } = await aTown();
  const { declarationId } = await submit(aDeclarationBody());
  await assert.rejects(
    inTx((tx) => rejectDeclaration(tx, approver.viewer, declarationId, { reason: ' ' })),
    { kind: 'invalid' },
  );
  await inTx((tx) => rejectDeclaration(tx, approver.viewer, declarationId, { reason: 'Two years is too long.' }));
  const [only] = await declarationHistory(db, approver.viewer, projectId);
  assert.deepEqual(
    [only!.state, only!.decisionReason, only!.decidedRole],
    ['rejected', 'Two years is too long.', 'approver'],
  );
  assert.deepEqual(await declarationHistory(db, PUBLIC, projectId), [], 'the public never sees what was not in force');
});

test('a withdrawal stops the promise at once, says why, and the public goes on reading what it was', async () => {
  const { projectId, submit, approver, lead } = await aTown();
  const { declarationId } = await submit(aDeclarationBody());
  await inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
  await inTx((tx) => withdrawDeclaration(tx, lead.viewer, declarationId, { reason: 'The trial is over.' }));
  assert.equal(await declarationInForce(db, projectId), undefined);
  const [seen] = await declarationHistory(db, PUBLIC, projectId);
  assert.deepEqual(
    [seen!.state, seen!.endedReason, seen!.decidedByName, seen!.decidedRole],
    ['withdrawn', 'The trial is over.', null, 'approver'],
  );
  const published = await sql<{
    isInForce: boolean;
  }>`select is_in_force as "isInForce" from register.v_published_declaration
    where project_id = ${projectId}`.execute(db);
  assert.deepEqual(published.rows, [{ isInForce: false }]);
});

test('a promise ends with its last day', async () => {
  const { projectId, submit, approver } = await aTown();
  await assert.rejects(submit(aDeclarationBody({ ends_on: '2025-05-31', review_on: '2025-01-01' })), {
    field: 'ends_on',
  });
  const { declarationId } = await submit(aDeclarationBody({ ends_on: '2098-05-31', review_on: '2098-01-01' }));
  await inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
  assert.equal(await inTx((tx) => endPastDeclarations(tx, aClockAt('2098-05-31T23:00:00Z'))), 0);
  assert.equal(await inTx((tx) => endPastDeclarations(tx, aClockAt('2098-06-01T00:01:00Z'))), 1);
  assert.equal(await declarationInForce(db, projectId), undefined);
});

test('what is saved is checked, and only people who may write a declaration save one', async () => {
  const { projectId, lead, approver } = await aTown();
  await assert.rejects(
    inTx((tx) => saveDraft(tx, lead.viewer, { projectId, body: { ...aDeclarationBody(), controller: '' } })),
    { code: 'REG_DECLARATION_INVALID', field: 'controller' },
  );
  await assert.rejects(
    inTx((tx) => saveDraft(tx, approver.viewer, { projectId, body: aDeclarationBody() })),
    { code: 'IDN_FORBIDDEN' },
  );
  const stranger = await anAirProject(db);
  await assert.rejects(
    inTx((tx) => saveDraft(tx, stranger.lead.viewer, { projectId, body: aDeclarationBody() })),
    { code: 'IDN_FORBIDDEN' },
  );
});

test('a project with a device in a home cannot call its data "none" before publication', async () => {
  const { authorityId, projectId, submit, approver } = await aTown();
  const { modelId } = await aModel(db, { authorityId });
  const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001' });
  await aDevice(db, { authorityId, projectId, modelId, placeId });
  const { declarationId } = await submit(aDeclarationBody());
  await assert.rejects(
    inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId)),
    { code: 'REG_DWELLING_UNDECLARED', field: 'classes.capture' },
  );
});

test('every change of a declaration is news', async () => {
  const { projectId, authorityId, submit, approver, lead } = await aTown();
  const news = async () =>
    (
      await sql`select 1 from base.batch where topic = 'register.changed' and payload ->> 'projectId' = ${String(projectId)}
      and payload ->> 'authorityId' = ${String(authorityId)}`.execute(db)
    ).rows.length;
  const { declarationId } = await submit(aDeclarationBody());
  assert.equal(await news(), 1);
  await inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
  assert.equal(await news(), 2);
  await inTx((tx) => withdrawDeclaration(tx, lead.viewer, declarationId, { reason: 'Over.' }));
  assert.equal(await news(), 3);
});
