import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { answersForSchoolAir, aProject, aRecordedOutcome } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, sql, type Tx } from '../base/index.ts';
import {
  chooseVerdict,
  discardOutcomeDraft,
  findOutcome,
  type OutcomeAnswers,
  recordOutcome,
  saveOutcome,
} from './index.ts';

const { db } = await aDatabase();
const authorityId = (await anAuthority(db)).id;
const lead = (await aPerson(db, { authorityId })).viewer;
const reader = (await aPerson(db, { authorityId, roles: ['viewer'] })).viewer;

describe('the outcome record', () => {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
  const aNewProject = async () => (await aProject(db, lead, { authorityId })).id;
  const save = (projectId: number, changes: OutcomeAnswers, viewer = lead) =>
    inTx((tx) => saveOutcome(tx, viewer, projectId, changes));
  const record = (projectId: number) => inTx((tx) => recordOutcome(tx, lead, projectId));

  it('is saved as one goes: answers not mentioned stay', async () => {
    const project = await aNewProject();
    await save(project, { outcome: { statement: 'We respond faster when our area floods.' } });
    await save(project, { action: { if_who: 'The flood team' } });
    await save(project, { action: { then_what: 'clear the right gullies' } });
    const { draft, recorded } = await findOutcome(db, project);
    assert.equal(recorded, undefined);
    assert.equal(draft?.version, 1);
    assert.deepEqual(draft.answers, {
      outcome: { statement: 'We respond faster when our area floods.' },
      action: { if_who: 'The flood team', then_what: 'clear the right gullies' },
    });
  });

  it('saves an outcome whose wording is caught, and records it only with a reason for keeping it', async () => {
    const project = await aNewProject();
    await save(project, { ...answersForSchoolAir(), outcome: { statement: 'We will add sensors to river banks.' } });
    await assert.rejects(record(project), { code: 'PRJ_OUTCOME_INCOMPLETE', field: 'outcome.kept_because' });
    await save(project, { outcome: { kept_because: 'The funder’s words.' } });
    assert.equal((await record(project)).verdict, 'smart_city_project');
  });

  it('is recorded with its verdict, names what is missing, and is not recorded twice', async () => {
    const project = await aNewProject();
    const { data: _, ...rest } = answersForSchoolAir();
    await save(project, rest);
    await assert.rejects(record(project), /which existing data was looked at; whether existing data is enough/);
    await save(project, { data: { looked_at: 'All of it', existing: 'enough', personal: 'no' } });
    assert.deepEqual(await record(project), { version: 1, verdict: 'existing_data_is_enough' });
    await assert.rejects(record(project), { code: 'PRJ_OUTCOME_NO_DRAFT' });
  });

  it('keeps every recorded version when answers change', async () => {
    const project = await aNewProject();
    await aRecordedOutcome(db, lead, project);
    await save(project, { data: { new_data: 'survey' } });
    assert.equal((await findOutcome(db, project)).recorded?.verdict, 'smart_city_project');
    assert.deepEqual(await record(project), { version: 2, verdict: 'ordinary_data_project' });
    const { history, draft } = await findOutcome(db, project);
    assert.equal(draft, undefined);
    assert.deepEqual(
      history.map((version) => [version.version, version.verdict]),
      [
        [2, 'ordinary_data_project'],
        [1, 'smart_city_project'],
      ],
    );
  });

  it('refuses answers no question offers, naming the field', async () => {
    const project = await aNewProject();
    const refused = (changes: unknown, field: string) =>
      assert.rejects(save(project, changes as OutcomeAnswers), { code: 'PRJ_ANSWERS_MALFORMED', field });
    await refused({ data: { existing: 'perhaps' } }, 'data.existing');
    await refused({ insight: { forms: ['map', 'hologram'] } }, 'insight.forms');
    await refused({ outcome: { statement: 'x'.repeat(2_001) } }, 'outcome.statement');
    await refused({ outcome: { statement: 7 } }, 'outcome.statement');
    await refused({ outcome: 'better' }, 'outcome');
    await refused({ money: { much: 'yes' } }, 'money.much');
    await refused({ outcome: { __proto__: null, constructor: 'x' } }, 'outcome.constructor');
  });

  it('goes against the verdict only with a reason, which is published with the record', async () => {
    const project = await aNewProject();
    await aRecordedOutcome(db, lead, project);
    const choose = (reason?: string) =>
      inTx((tx) =>
        chooseVerdict(tx, lead, project, { verdict: 'ordinary_data_project', ...(reason ? { reason } : {}) }),
      );
    await assert.rejects(choose(), { code: 'PRJ_REASON_MISSING', field: 'reason' });
    await choose('A survey will do for this year.');
    const { rows } = await sql<{ verdict: string; chosen_verdict: string; reason: string }>`
      select verdict, chosen_verdict, reason from projects.v_outcome where project_id = ${project}`.execute(db);
    assert.deepEqual(rows, [
      {
        verdict: 'smart_city_project',
        chosen_verdict: 'ordinary_data_project',
        reason: 'A survey will do for this year.',
      },
    ]);
    assert.equal((await findOutcome(db, project)).history.length, 2);
  });

  it('keeps a choice against the verdict while the verdict stays, and drops it when the verdict changes', async () => {
    const project = await aNewProject();
    await aRecordedOutcome(db, lead, project);
    const against = { verdict: 'ordinary_data_project', reason: 'No budget for sensors.' } as const;
    await inTx((tx) => chooseVerdict(tx, lead, project, against));
    await save(project, { insight: { how_often: 'daily' } });
    await record(project);
    assert.equal((await findOutcome(db, project)).recorded?.reason, against.reason);
    await save(project, { data: { existing: 'enough' } });
    await record(project);
    const { recorded } = await findOutcome(db, project);
    assert.equal(recorded?.chosenVerdict, 'existing_data_is_enough');
    assert.equal(recorded?.reason, null);
  });

  it('can be gone with again after going against it', async () => {
    const project = await aNewProject();
    await aRecordedOutcome(db, lead, project);
    const choose = (verdict: 'ordinary_data_project' | 'smart_city_project', reason = '') =>
      inTx((tx) => chooseVerdict(tx, lead, project, { verdict, reason }));
    await choose('ordinary_data_project', 'Because.');
    await choose('smart_city_project');
    await choose('smart_city_project');
    const { recorded, history } = await findOutcome(db, project);
    assert.deepEqual([recorded?.chosenVerdict, recorded?.reason, history.length], ['smart_city_project', null, 3]);
  });

  it('takes a draft back without touching what is recorded', async () => {
    const project = await aNewProject();
    await aRecordedOutcome(db, lead, project);
    await save(project, { outcome: { statement: 'Something else' } });
    await inTx((tx) => discardOutcomeDraft(tx, lead, project));
    const { draft, recorded } = await findOutcome(db, project);
    assert.equal(draft, undefined);
    assert.equal(recorded?.version, 1);
  });

  it('keeps both answers when two people save at the same moment', async () => {
    const project = await aNewProject();
    const answers = answersForSchoolAir();
    await Promise.all([
      save(project, { outcome: answers.outcome! }),
      save(project, { action: answers.action! }),
      save(project, { insight: answers.insight! }),
      save(project, { data: answers.data! }),
    ]);
    assert.deepEqual((await findOutcome(db, project)).draft?.answers, answers);
  });

  it('is dated by the clock it is given', async () => {
    const project = await aNewProject();
    const clock = aClockAt('2031-02-03T04:05:06Z');
    await inTx((tx) => saveOutcome(tx, lead, project, answersForSchoolAir(), clock));
    await inTx((tx) => recordOutcome(tx, lead, project, clock));
    assert.deepEqual((await findOutcome(db, project)).recorded?.savedAt, clock.now());
  });

  it('is changed only by those who may', async () => {
    const project = await aNewProject();
    await assert.rejects(save(project, answersForSchoolAir(), reader), { code: 'IDN_FORBIDDEN' });
    await assert.rejects(save(2_000_000, {}), { code: 'PRJ_PROJECT_UNKNOWN' });
  });
});
