/** Whatever people do, in whatever order: nothing is live or in force past an unmet requirement, but in an emergency. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { anAuthority, aPerson, type BuiltPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDeclarationBody } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { LamppostError, sql, type Tx } from '../base/index.ts';
import { ALL_ROLES } from '../identity/index.ts';
import {
  ALL_CLEARANCE_KINDS,
  type ClearanceKind,
  declareEmergency,
  type Policy,
  recordDocument,
  revokeClearance,
  ruleOnContinuity,
  STAGES,
  savePolicy,
  setStage,
  withdrawClearance,
} from '../projects/index.ts';
import { approveDeclaration, resumeDeclaration, withdrawDeclaration } from './decide-declaration.ts';
import { saveDraft, submitDeclaration } from './write-declaration.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const people: BuiltPerson[] = [];
for (const role of ALL_ROLES) people.push(await aPerson(db, { authorityId, roles: [role] }));
// and two who hold almost everything
const all = ALL_ROLES.filter((role) => role !== 'data_protection_officer');
for (let count = 0; count < 2; count++) people.push(await aPerson(db, { authorityId, roles: all }));
const { rows } = await sql<{
  body: Policy;
}>`select body from projects.v_policy where authority_id = ${authorityId}`.execute(db);
const shipped = rows[0]!.body;

const person = fc.constantFrom(...people);
const kind = fc.constantFrom(...ALL_CLEARANCE_KINDS);
const body = fc.constantFrom(
  aDeclarationBody({ processors: [] }),
  aDeclarationBody(),
  aDeclarationBody({
    classes: { capture: 'identifiable', leaving_device: 'none', stored: 'none', published: 'none' },
    lawful_basis: 'public_task',
  }),
  aDeclarationBody({ processors: [], continuity: { protects: 'life', plan: 'Alarms by telephone' } }),
  aDeclarationBody({ processors: [], ends_on: '2090-01-01', review_on: '2089-01-01' }),
);
const DAY_MS = 86_400_000;
const soon = () => new Date(Date.now() + DAY_MS);

type Step = (tx: Tx, projectId: number) => Promise<unknown>;
const newest = async (tx: Tx, projectId: number) =>
  (
    await sql<{ id: number }>`select id from register.declaration where project_id = ${projectId}
    order by state in ('submitted', 'in_force') desc, version desc limit 1`.execute(tx)
  ).rows[0]?.id ?? 0;
const document = { title: 'Review', reference: 'R 1', datedOn: '2026-01-05' };

/** Everything anybody can do about it, the emergency left out. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(person, body).map(
      ([by, said]): Step =>
        async (tx, projectId) => {
          await saveDraft(tx, by.viewer, { projectId, body: said });
          await submitDeclaration(tx, by.viewer, projectId);
        },
    ),
  },
  {
    weight: 3,
    arbitrary: person.map(
      (by): Step =>
        async (tx, id) =>
          approveDeclaration(tx, by.viewer, await newest(tx, id)),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(person, fc.subarray<ClearanceKind>([...ALL_CLEARANCE_KINDS], { minLength: 1 })).map(
      ([by, kinds]): Step =>
        (tx, id) =>
          recordDocument(tx, by.viewer, id, { ...document, kinds }),
    ),
  },
  fc.tuple(person, kind).map(
    ([by, each]): Step =>
      (tx, id) =>
        withdrawClearance(tx, by.viewer, id, { kind: each, reason: 'No.' }),
  ),
  kind.map(
    (each): Step =>
      (tx, projectId) =>
        revokeClearance(tx, {
          authorityId,
          projectId,
          kind: each,
          reason: 'Lapsed.',
          revokedBy: null,
          at: new Date(Date.now() - 40 * DAY_MS),
        }),
  ),
  person.map(
    (by): Step =>
      async (tx, id) =>
        resumeDeclaration(tx, by.viewer, await newest(tx, id)),
  ),
  person.map(
    (by): Step =>
      async (tx, id) =>
        withdrawDeclaration(tx, by.viewer, await newest(tx, id), { reason: 'No.' }),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(person, fc.constantFrom(...STAGES, 'live')).map(
      ([by, stage]): Step =>
        (tx, id) =>
          setStage(tx, by.viewer, id, stage),
    ),
  },
  person.map(
    (by): Step =>
      (tx, id) =>
        ruleOnContinuity(tx, by.viewer, id, { decision: 'go_on', reason: 'Life.', until: soon() }),
  ),
  person.map(
    (by): Step =>
      (tx, id) =>
        sql`update projects.project set stage = 'live' where id = ${id}`.execute(tx).then(() => by),
  ),
  fc.constant<Step>((tx, id) =>
    sql`update register.declaration set state = 'in_force', in_force_from = now()
    where project_id = ${id} and state = 'submitted'`.execute(tx),
  ),
  person.map(
    (by): Step =>
      (tx) =>
        savePolicy(tx, by.viewer, authorityId, { ...shipped, at_risk_days: 28 }),
  ),
);

test('no sequence of actions by any set of people reaches live or a declaration in force past an unmet requirement', async () => {
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
      const lead = people[ALL_ROLES.indexOf('project_lead')]!;
      const { id } = await aProject(db, lead.viewer, { authorityId, cleared: [] });
      for (const act of steps) {
        const before = await look(id);
        await db
          .transaction()
          .execute((tx) => act(tx, id))
          .catch(onlyRefusals);
        const now = await look(id);
        // what has just come about had everything; what stood before may be at risk, and its clock runs
        if (now.version !== before.version && before.version === null) assert.equal(now.gaps, 0, 'in force with a gap');
        if (now.stage === 'live' && before.stage !== 'live') assert.equal(now.liveGaps, 0, 'live with a gap');
        if (before.suspended && now.version !== null && !now.suspended) assert.ok(now.gaps === 0 || now.continuity);
        if (now.version !== null && now.gaps > 0)
          assert.ok(now.clock || now.suspended || now.continuity, 'a gap without a clock');
        if (now.suspended) assert.equal(now.holds, false, 'suspended, and yet it holds');
        if (now.version !== null || now.stage === 'live') reached++;
      }
    }),
    { numRuns: 40 },
  );
  assert.ok(reached > 0, 'some sequences get there, or this proves nothing');
});

test('in an emergency the senior information risk owner lets it through, and nobody else does', async () => {
  for (const by of people) {
    const { id } = await aProject(db, people[3]!.viewer, { authorityId, cleared: [] });
    const act = db
      .transaction()
      .execute((tx) => declareEmergency(tx, by.viewer, id, { reason: 'Flood', until: soon() }));
    const isOwner = by.viewer.places[0]!.roles.includes('siro');
    if (isOwner) await act;
    else await assert.rejects(act, { code: 'IDN_FORBIDDEN' });
    assert.equal((await look(id)).stage, isOwner ? 'live' : 'direct');
  }
});

/** Refused by a use case or by a rule of the database: anything else is a fault of ours. */
function onlyRefusals(error: unknown): void {
  if (error instanceof LamppostError) return;
  if ((error as { code?: string }).code === '23514') return; // check_violation
  throw error;
}

async function look(id: number) {
  const found = await sql<{
    stage: string;
    version: number | null;
    holds: boolean;
    gaps: number;
    liveGaps: number;
    suspended: boolean;
    clock: boolean;
    continuity: boolean;
  }>`
    select p.stage, (select version from register.declaration where project_id = p.id and state = 'in_force') as version,
      exists (select 1 from register.v_declared_property where project_id = p.id) as holds,
      (select count(*)::int from projects.v_gap where project_id = p.id and gate in ('declaration', 'trial') and not is_coming) as gaps,
      (select count(*)::int from projects.v_gap where project_id = p.id and gate = 'live' and not is_coming) as "liveGaps",
      coalesce(s.is_suspended, false) as suspended, s.suspended_from is not null as clock, coalesce(s.is_continuity, false) as continuity
    from projects.project p left join projects.v_standing s on s.project_id = p.id where p.id = ${id}`.execute(db);
  return found.rows[0]!;
}
