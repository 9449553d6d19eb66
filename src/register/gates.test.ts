import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { anyDeclaration } from '../../test/arbitrary-declaration.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject, clearProject } from '../../test/build-projects.ts';
import { aDeclarationBody, aDeclarationInForce, aDevice, aModel } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql, type Tx } from '../base/index.ts';
import {
  type ClearanceKind,
  declareEmergency,
  endEmergencies,
  findStanding,
  grantClearance,
  requireProjectById,
  revokeClearance,
  ruleOnContinuity,
  setStage,
  tellStandings,
} from '../projects/index.ts';
import { approveDeclaration, resumeDeclaration } from './decide-declaration.ts';
import { tellPromises } from './heed-clearances.ts';
import { type DeclarationBody, declarationInForce, loadDevicePlan, setDeviceState } from './index.ts';
import { traitsOf } from './traits.ts';
import { saveDraft, submitDeclaration } from './write-declaration.ts';

const { db } = await aDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * DAY_MS);
const dayOf = (count: number) => days(count).toISOString().slice(0, 10);
const document = { kind: 'document', title: 'Assessment', reference: 'A 12', datedOn: '2026-01-05' } as const;
const plain = (more: Partial<DeclarationBody> = {}) => aDeclarationBody({ processors: [], ...more });
const CONTINUITY = { protects: 'life', plan: 'Flood plan 3' } as const;

async function aTown() {
  const { authorityId } = await anAuthority(db);
  const lead = await aPerson(db, { authorityId, roles: ['project_lead', 'service_officer'] });
  const approver = await aPerson(db, { authorityId, roles: ['approver'] });
  const siro = await aPerson(db, { authorityId, roles: ['siro'] });
  const reviewer = await aPerson(db, { authorityId, roles: ['security', 'information_governance', 'ethics_reviewer'] });
  const { id: projectId } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
  const submit = async (body: DeclarationBody) => {
    await inTx((tx) => saveDraft(tx, lead.viewer, { projectId, body }));
    return inTx((tx) => submitDeclaration(tx, lead.viewer, projectId));
  };
  const approve = (declarationId: number) => inTx((tx) => approveDeclaration(tx, approver.viewer, declarationId));
  const grant = (kind: ClearanceKind, more: { validUntil?: Date; at?: Date; grantedBy?: number } = {}) =>
    inTx((tx) => {
      const by = kind === 'dpia' || kind === 'equality' ? approver : reviewer;
      const given = { authorityId, projectId, kind, evidence: document, grantedBy: by.personId };
      return grantClearance(tx, { ...given, validUntil: null, at: days(-60), ...more });
    });
  const revoke = (kind: ClearanceKind, reason: string, revokedBy: number | null, at = new Date()) =>
    inTx((tx) => revokeClearance(tx, { authorityId, projectId, kind, reason, revokedBy, at }));
  const inForce = async (body = plain()) => {
    await clearProject(db, { authorityId, projectId });
    const { declarationId } = await aDeclarationInForce(db, {
      authorityId,
      projectId,
      body,
      submittedBy: lead.personId,
    });
    return declarationId;
  };
  const { modelId } = await aModel(db, { authorityId });
  const standing = () => findStanding(db, projectId);
  const isInForce = async () => (await declarationInForce(db, projectId)) !== undefined;
  const people = { lead, approver, siro, reviewer };
  return { authorityId, projectId, modelId, ...people, submit, approve, grant, revoke, inForce, standing, isInForce };
}

describe('a declaration', () => {
  it('comes into force only once everything it needs is cleared', async () => {
    const town = await aTown();
    const { declarationId } = await town.submit(plain({ processors: ['Sensor Supplier Ltd'] }));
    await assert.rejects(town.approve(declarationId), (error: Error & { code: string }) => {
      assert.equal(error.code, 'REG_DECLARATION_NOT_CLEARED');
      assert.match(
        error.message,
        /screening \(information governance\), security review \(security\), supplier assurance/,
      );
      return true;
    });
    await town.grant('screening');
    await town.grant('security');
    await assert.rejects(town.approve(declarationId), { code: 'REG_DECLARATION_NOT_CLEARED' });
    await town.grant('supplier');
    await town.approve(declarationId);
    assert.equal(await town.isInForce(), true);
  });

  it('does not come into force past its gates by any statement in SQL either', async () => {
    const town = await aTown();
    const { declarationId } = await town.submit(plain());
    const force = sql`update register.declaration set state = 'in_force', in_force_from = now(), decided_by = ${town.approver.personId}
      where id = ${declarationId}`;
    await assert.rejects(force.execute(db), /was not told to its gates/);
    await sql`update projects.promise set now_traits = '{}', now_people = array[${town.lead.personId}]::int[], now_since = now()
      where project_id = ${town.projectId}`.execute(db);
    await assert.rejects(force.execute(db), /lacks screening, security/);
    await assert.rejects(
      sql`update projects.project set stage = 'live' where id = ${town.projectId}`.execute(db),
      /lacks/,
    );
    await assert.rejects(
      sql`insert into projects.project (authority_id, slug, title, stage) values (${town.authorityId}, 'x', 'X', 'live')`.execute(
        db,
      ),
      /lacks/,
    );
  });

  it('that promises more about people needs more, so that clearances for less do not carry it', async () => {
    const town = await aTown();
    await town.grant('screening');
    await town.grant('security');
    await town.approve((await town.submit(plain())).declarationId);
    const classes = {
      capture: 'pseudonymous',
      leaving_device: 'pseudonymous',
      stored: 'pseudonymous',
      published: 'none',
    } as const;
    const { declarationId } = await town.submit(plain({ classes, lawful_basis: 'public_task' }));
    await assert.rejects(town.approve(declarationId), /assessment \(approver or senior/);
    for (const kind of ['dpia', 'equality', 'ethics'] as const) await town.grant(kind);
    await town.approve(declarationId);
    assert.equal((await town.standing())?.isAtRisk, false);
  });
});

describe('a clearance that lapses', () => {
  it('puts the project at risk; 28 days later its declaration is suspended, by time alone', async () => {
    const town = await aTown();
    await town.inForce();
    await town.revoke('security', 'The review day has passed.', null, days(-27));
    const atRisk = (await town.standing())!;
    assert.deepEqual(
      [atRisk.isAtRisk, atRisk.isSuspended, atRisk.kind, atRisk.cause],
      [true, false, 'security', 'lapsed'],
    );
    assert.equal(await town.isInForce(), true);
    await town.grant('security');
    assert.equal((await town.standing())?.isAtRisk, false);
    await town.revoke('security', 'The review day has passed.', null, days(-29));
    assert.equal((await town.standing())?.isSuspended, true);
    assert.equal(await town.isInForce(), false);
  });

  it('by its validity does the same', async () => {
    const town = await aTown();
    await town.inForce();
    await town.grant('screening', { validUntil: days(-5), at: days(-100) });
    assert.equal((await town.standing())?.isAtRisk, true);
    await town.grant('screening', { validUntil: days(-40), at: days(-100) });
    assert.equal((await town.standing())?.isSuspended, true);
  });

  it('is told once to those who keep plans', async () => {
    const town = await aTown();
    await town.inForce();
    await town.revoke('security', 'Lapsed.', null);
    assert.ok((await inTx(tellStandings)) >= 1);
    assert.equal(await inTx(tellStandings), 0);
  });

  it('makes devices be refused with the reason, not forgotten', async () => {
    const town = await aTown();
    await town.inForce();
    const device = await aDevice(db, town);
    const plan = () => loadDevicePlan(db, { authorityId: town.authorityId, ...device.identifier });
    assert.equal((await plan())?.suspendedFor, null);
    await town.revoke('dpia', 'Not needed here, so it changes nothing.', town.siro.personId);
    assert.equal((await plan())?.declarationInForce, true);
    await town.revoke('security', 'Lapsed.', null, days(-29));
    const { declarationInForce: holds, suspendedFor, channels } = (await plan())!;
    assert.deepEqual(
      [holds, suspendedFor, channels.every(({ declared }) => declared === null)],
      [false, 'security', true],
    );
  });
});

describe('a DPIA that is taken back', () => {
  const classes = { capture: 'identifiable', leaving_device: 'none', stored: 'none', published: 'none' } as const;

  it('suspends at once, and a new one ends that only with the approval of a second person', async () => {
    const town = await aTown();
    const id = await town.inForce(plain({ classes, lawful_basis: 'public_task' }));
    await town.revoke('dpia', 'The camera saves faces after all.', town.siro.personId);
    const { isSuspended, kind, cause, words } = (await town.standing())!;
    assert.deepEqual(
      [isSuspended, kind, cause, words],
      [true, 'dpia', 'withdrawn', 'The camera saves faces after all.'],
    );
    const resume = (person: typeof town.lead) => inTx((tx) => resumeDeclaration(tx, person.viewer, id));
    await assert.rejects(resume(town.siro), { code: 'REG_DECLARATION_NOT_CLEARED' });
    await town.grant('dpia');
    assert.equal(await town.isInForce(), false);
    await assert.rejects(resume(town.lead), { code: 'IDN_FORBIDDEN' });
    await resume(town.siro);
    assert.equal(await town.isInForce(), true);
    await assert.rejects(resume(town.siro), { code: 'REG_NOT_SUSPENDED' });
  });

  it('stays suspended whoever writes to the standing', async () => {
    const town = await aTown();
    await town.inForce(plain({ classes, lawful_basis: 'public_task' }));
    await town.revoke('dpia', 'No.', town.siro.personId);
    const lift = sql`update projects.standing set suspended_from = null where project_id = ${town.projectId}`;
    await assert.rejects(lift.execute(db), /lacks clearances/);
  });

  it('with a continuity plan goes to the senior information risk owner instead, and readings go on until they stop them', async () => {
    const town = await aTown();
    await town.inForce(plain({ classes, lawful_basis: 'public_task', continuity: CONTINUITY }));
    await town.revoke('dpia', 'It is out of date.', town.siro.personId);
    assert.deepEqual(
      [(await town.standing())?.isEscalated, (await town.standing())?.isSuspended, await town.isInForce()],
      [true, false, true],
    );
    const rule = (person: typeof town.siro, ruling: Parameters<typeof ruleOnContinuity>[3]) =>
      inTx((tx) => ruleOnContinuity(tx, person.viewer, town.projectId, ruling));
    const reason = 'Alarms of 40 homes hang on it.';
    await assert.rejects(rule(town.approver, { decision: 'stop', reason }), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(rule(town.siro, { decision: 'stop', reason: ' ' }), {
      code: 'PRJ_RULING_INVALID',
      field: 'reason',
    });
    await rule(town.siro, { decision: 'go_on', reason, until: days(14) });
    assert.equal((await town.standing())?.isEscalated, false);
    await rule(town.siro, { decision: 'stop', reason: 'The homes have another alarm now.' });
    assert.equal(await town.isInForce(), false);
    await rule(town.siro, { decision: 'go_on', reason, until: days(7) });
    assert.equal(await town.isInForce(), true);
  });
});

describe('an emergency', () => {
  it('takes the senior information risk owner, a reason and an end at most 28 days away', async () => {
    const town = await aTown();
    const declare = (person: typeof town.siro, reason: string, until: Date) =>
      inTx((tx) => declareEmergency(tx, person.viewer, town.projectId, { reason, until }));
    await assert.rejects(declare(town.lead, 'Flood', days(3)), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(declare(town.siro, '', days(3)), { field: 'reason' });
    await assert.rejects(declare(town.siro, 'Flood', days(-1)), { field: 'until' });
    await assert.rejects(declare(town.siro, 'Flood', days(29)), { field: 'until' });
  });

  it('lets a project be live and its declaration hold; when it ends, both end by themselves', async () => {
    const town = await aTown();
    const { declarationId } = await town.submit(plain());
    await inTx((tx) =>
      declareEmergency(tx, town.siro.viewer, town.projectId, { reason: 'The river rises tonight.', until: days(3) }),
    );
    assert.equal((await requireProjectById(db, town.projectId)).stage, 'live');
    await town.approve(declarationId);
    assert.equal(await town.isInForce(), true);
    // three days later
    await sql`alter table projects.ruling disable trigger reckon`.execute(db);
    await sql`update projects.ruling set made_at = ${days(-4)}, until = ${days(-1)} where project_id = ${town.projectId}`.execute(
      db,
    );
    await sql`alter table projects.ruling enable trigger reckon`.execute(db);
    await sql`update projects.standing set suspended_from = ${days(-1)} where project_id = ${town.projectId}`.execute(
      db,
    );
    assert.equal(await town.isInForce(), false);
    assert.equal(await inTx(endEmergencies), 1);
    assert.equal((await requireProjectById(db, town.projectId)).stage, 'direct');
    assert.equal(await town.isInForce(), false);
  });
});

describe('a trial', () => {
  const trial = { question: 'Do the monitors survive the winter?', most_devices: 2, fixed: true } as const;

  it('needs a screening and a security review only, and is over after 12 weeks', async () => {
    const town = await aTown();
    await town.grant('screening');
    await town.grant('security');
    const body = (endsOn: string) => aDeclarationBody({ trial, ends_on: endsOn, review_on: endsOn });
    await assert.rejects(town.submit(body(dayOf(85))), { code: 'REG_TRIAL_TOO_LONG', field: 'ends_on' });
    await town.approve((await town.submit(body(dayOf(80)))).declarationId);
    assert.equal(await town.isInForce(), true);
    const longer = plain({ ends_on: dayOf(200), review_on: dayOf(100), processors: ['Sensor Supplier Ltd'] });
    await assert.rejects(town.approve((await town.submit(longer)).declarationId), /supplier assurance/);
  });

  it('cannot be made longer by trying again', async () => {
    const town = await aTown();
    await clearProject(db, town);
    const body = aDeclarationBody({ trial, ends_on: dayOf(10), review_on: dayOf(10) });
    await aDeclarationInForce(db, { ...town, body, submittedBy: town.lead.personId, from: days(-60) });
    const again = aDeclarationBody({ trial, ends_on: dayOf(30), review_on: dayOf(30) });
    await assert.rejects(town.submit(again), { code: 'REG_TRIAL_TOO_LONG' });
  });

  it('captures no people, and has no more devices than it names', async () => {
    const town = await aTown();
    await clearProject(db, town);
    const [endsOn] = [dayOf(20)];
    const classes = { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' } as const;
    const seeing = aDeclarationBody({
      trial,
      classes,
      lawful_basis: 'public_task',
      ends_on: endsOn,
      review_on: endsOn,
    });
    await assert.rejects(town.submit(seeing), { code: 'REG_DECLARATION_INVALID', field: 'trial' });
    await town.approve(
      (await town.submit(aDeclarationBody({ trial, ends_on: endsOn, review_on: endsOn }))).declarationId,
    );
    for (let count = 0; count < 2; count++) await aDevice(db, town);
    await assert.rejects(aDevice(db, town), /has its 2 devices/);
    const third = await aDevice(db, { ...town, state: 'planned' });
    await assert.rejects(
      inTx((tx) => setDeviceState(tx, town.lead.viewer, third.deviceId, { state: 'live' })),
      { code: 'REG_TRIAL_FULL', field: 'state' },
    );
  });
});

test('declarations from before there were gates are told to them, and have the whole clock to be cleared', async () => {
  const town = await aTown();
  await town.inForce();
  await sql`delete from projects.standing where project_id = ${town.projectId}`.execute(db);
  await sql`delete from projects.clearance where project_id = ${town.projectId}`.execute(db);
  await sql`delete from projects.promise where project_id = ${town.projectId}`.execute(db);
  await sql`delete from projects.standing where project_id = ${town.projectId}`.execute(db);
  assert.equal(await town.isInForce(), true);
  assert.equal(await inTx(tellPromises), 1);
  const { isAtRisk, suspendedFrom } = (await town.standing())!;
  assert.equal(isAtRisk, true);
  assert.ok(suspendedFrom! > days(27));
});

test('the database reads the same traits from a promise as we do', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyDeclaration,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('none', 'identifiable'),
      async (some, isTrial, isContinuity, capture) => {
        const body = {
          ...some,
          classes: { ...some.classes, capture },
          ...(isTrial ? { trial: { question: 'q', most_devices: 1, fixed: true } } : {}),
          ...(isContinuity ? { continuity: CONTINUITY } : {}),
        } as DeclarationBody;
        const { rows } = await sql<{ traits: string[] }>`
          select register.traits_of(${JSON.stringify(body)}::jsonb) as traits`.execute(db);
        assert.deepEqual([...traitsOf(body)].sort(), [...rows[0]!.traits].sort());
      },
    ),
    { numRuns: 60 },
  );
});

test('a project is live only with what that requires', async () => {
  const town = await aTown();
  const live = () => inTx((tx) => setStage(tx, town.lead.viewer, town.projectId, 'live'));
  await assert.rejects(live(), { code: 'PRJ_STAGE_NOT_CLEARED', field: 'stage' });
  await town.grant('screening');
  await town.grant('security');
  await live();
});
