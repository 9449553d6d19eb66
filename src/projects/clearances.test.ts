import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { sql, type Tx } from '../base/index.ts';
import type { Role } from '../identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  CLEARANCE_KINDS,
  type ClearanceKind,
  grantClearance,
  listClearances,
  missingRequirements,
  notePromise,
  revokeClearance,
  type Trait,
} from './index.ts';

const { db } = await aDatabase();
const authority = await anAuthority(db);
const { authorityId } = authority;
const lead = await aPerson(db, { authorityId, roles: ['project_lead'] });
const everyRole: Role[] = ['information_governance', 'security', 'ethics_reviewer', 'approver', 'siro'];
const clearer = await aPerson(db, { authorityId, roles: everyRole });
const at = new Date('2026-05-01T12:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * DAY_MS);

const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const document = {
  kind: 'document',
  title: 'Assessment 2025',
  reference: 'EDRMS 4711',
  datedOn: '2025-11-03',
} as const;
const grant = (projectId: number, kind: ClearanceKind, more: object = {}) =>
  inTx((tx) =>
    grantClearance(tx, {
      authorityId,
      projectId,
      kind,
      evidence: document,
      grantedBy: clearer.personId,
      validUntil: null,
      at,
      ...more,
    }),
  );
const revoke = (projectId: number, kind: ClearanceKind, more: object = {}) =>
  inTx((tx) =>
    revokeClearance(tx, {
      authorityId,
      projectId,
      kind,
      reason: 'It was superseded.',
      revokedBy: null,
      at: new Date(),
      ...more,
    }),
  );
const missing = async (projectId: number, gate: Parameters<typeof missingRequirements>[2] = 'declaration') =>
  (await missingRequirements(db, projectId, gate)).map(({ kind }) => kind);
const comes = (projectId: number, traits: Trait[], people: number[] = []) =>
  inTx((tx) => notePromise(tx, { authorityId, projectId }, { coming: { traits, people } }));

describe('a clearance', () => {
  it('says who granted it, on what evidence, until when', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    const validUntil = days(300);
    const { clearanceId } = await grant(id, 'screening', { validUntil, asksFor: ['dpia'] });
    const [clearance] = await listClearances(db, id);
    assert.equal(clearance!.id, clearanceId);
    assert.deepEqual(
      { ...clearance, grantedAt: undefined, id: undefined, projectId: undefined, grantedByName: undefined },
      {
        id: undefined,
        projectId: undefined,
        kind: 'screening',
        evidence: document,
        asksFor: ['dpia'],
        grantedBy: clearer.personId,
        grantedByName: undefined,
        grantedAt: undefined,
        validUntil,
        endedAt: null,
        endedByName: null,
        endedReason: null,
        stands: true,
      },
    );
  });

  it('is replaced by a new one of its kind, and the old one stays readable', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await grant(id, 'security');
    const { clearanceId } = await grant(id, 'security', {
      evidence: { kind: 'assessment', assessmentId: 7, version: 2 },
    });
    const clearances = await listClearances(db, id);
    assert.deepEqual(
      clearances.map(({ stands, endedReason }) => [stands, endedReason]),
      [
        [true, null],
        [false, 'another took its place'],
      ],
    );
    assert.equal(clearances[0]!.id, clearanceId);
  });

  it('is granted only in a role that the policy names, and never by who wrote or submitted the declaration', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await assert.rejects(grant(id, 'security', { grantedBy: lead.personId }), { code: 'PRJ_CLEARANCE_ROLE_NOT_HELD' });
    await comes(id, [], [clearer.personId]);
    await assert.rejects(grant(id, 'security'), { code: 'PRJ_CLEARANCE_OWN_WORK' });
  });

  it('granted before its granter wrote the declaration does not count', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await grant(id, 'screening');
    await grant(id, 'security');
    assert.deepEqual(await missing(id), []);
    await comes(id, [], [clearer.personId]);
    assert.deepEqual(await missing(id), ['screening', 'security']);
  });

  it('of another authority’s project cannot be granted', async () => {
    const elsewhere = await anAuthority(db);
    const theirs = await aPerson(db, { authorityId: elsewhere.id, roles: ['project_lead'] });
    const { id } = await aProject(db, theirs.viewer, { authorityId: elsewhere.id, cleared: [] });
    await assert.rejects(grant(id, 'security'), { code: 'PRJ_PROJECT_UNKNOWN' });
  });

  it('is revoked once; revoking again changes nothing, and a person gives a reason', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await grant(id, 'security');
    await assert.rejects(revoke(id, 'security', { reason: ' ', revokedBy: clearer.personId }), {
      code: 'PRJ_CLEARANCE_REASON_MISSING',
      field: 'reason',
    });
    await revoke(id, 'security', { reason: 'The monitors answer to a default password.' });
    await revoke(id, 'security', { reason: 'Again.' });
    const [clearance] = await listClearances(db, id);
    assert.deepEqual(
      [clearance!.stands, clearance!.endedReason],
      [false, 'The monitors answer to a default password.'],
    );
    const { rows } = await sql`select 1 from base.batch where topic = 'projects.clearance-changed'
      and payload ->> 'projectId' = ${String(id)}`.execute(db);
    assert.equal(rows.length, 2);
  });
});

describe('what is required', () => {
  it('follows from what the declaration says of its data', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    assert.deepEqual(await missing(id), ['screening', 'security']);
    await comes(id, ['supplier']);
    assert.deepEqual(await missing(id), ['screening', 'security', 'supplier']);
    await comes(id, ['captures_people', 'personal']);
    assert.deepEqual(await missing(id), ['dpia', 'equality', 'ethics', 'screening', 'security']);
    await comes(id, ['trial']);
    assert.deepEqual(await missing(id), ['screening', 'security']);
    assert.deepEqual(await missing(id, 'deliver'), []);
    assert.deepEqual(await missing(id, 'evaluated'), ['evaluation']);
  });

  it('includes what the screening asks for', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await grant(id, 'security');
    await grant(id, 'screening', { asksFor: ['dpia'] });
    assert.deepEqual(await missing(id), ['dpia']);
    await grant(id, 'dpia');
    assert.deepEqual(await missing(id), []);
  });

  it('is missing again once a validity has passed', async () => {
    const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
    await grant(id, 'screening', { validUntil: days(-1) });
    await grant(id, 'security');
    const [only, ...more] = await missingRequirements(db, id, 'live');
    assert.deepEqual([only!.kind, only!.cause, more], ['screening', 'expires', []]);
  });

  it('ships with the roles that the kinds name', async () => {
    const { rows } = await sql<{ body: { roles: Record<string, Role[]> } }>`
      select body from projects.v_policy where authority_id = ${authorityId} and is_shipped`.execute(db);
    assert.deepEqual(
      rows[0]!.body.roles,
      Object.fromEntries(ALL_CLEARANCE_KINDS.map((kind) => [kind, [...CLEARANCE_KINDS[kind].roles]])),
    );
  });
});
