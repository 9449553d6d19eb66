import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import { aDatabase } from '../../test/database.ts';
import type { Tx } from '../base/index.ts';
import { findPolicy, findStanding, missingRequirements, notePromise, type Policy, savePolicy } from './index.ts';
import { problemsOfPolicy } from './policy.ts';

const { db } = await aDatabase();
const { authorityId } = await anAuthority(db);
const administrator = await aPerson(db, { authorityId, roles: ['administrator', 'project_lead'] });
const lead = await aPerson(db, { authorityId });
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const shipped = (await findPolicy(db, authorityId)).policy;

describe('what an authority requires', () => {
  it('is, until it is changed, what ships, and that may stand', async () => {
    assert.deepEqual(problemsOfPolicy(shipped), []);
    assert.equal((await findPolicy(db, authorityId)).isShipped, true);
  });

  it('is changed by an administrator, version by version, and only for that authority', async () => {
    const other = (await anAuthority(db)).id;
    const policy: Policy = { ...shipped, at_risk_days: 14 };
    await assert.rejects(
      inTx((tx) => savePolicy(tx, lead.viewer, authorityId, policy)),
      { code: 'IDN_FORBIDDEN' },
    );
    await assert.rejects(
      inTx((tx) => savePolicy(tx, administrator.viewer, other, policy)),
      { code: 'IDN_FORBIDDEN' },
    );
    assert.equal(await inTx((tx) => savePolicy(tx, administrator.viewer, authorityId, policy)), true);
    assert.equal(await inTx((tx) => savePolicy(tx, administrator.viewer, authorityId, policy)), false);
    const { version, isShipped, savedByName } = await findPolicy(db, authorityId);
    assert.deepEqual([version, isShipped, typeof savedByName], [1, false, 'string']);
    assert.equal((await findPolicy(db, other)).policy.at_risk_days, 28);
  });

  it('cannot leave the screening out, nor let the data protection officer clear, nor nobody', () => {
    const without = shipped.requirements.filter(({ kind }) => kind !== 'screening');
    assert.deepEqual(
      problemsOfPolicy({ ...shipped, requirements: without }).map(({ field }) => field),
      ['requirements', 'requirements', 'requirements'],
    );
    const roles = { ...shipped.roles, dpia: ['data_protection_officer' as const], ethics: [] };
    assert.deepEqual(
      problemsOfPolicy({ ...shipped, roles }).map(({ field }) => field),
      ['roles.dpia', 'roles.ethics'],
    );
  });

  it('that asks for more puts what runs at risk from that day on, with the whole clock', async () => {
    const { id: projectId } = await aProject(db, lead.viewer, { authorityId, cleared: ['screening', 'security'] });
    await inTx((tx) => notePromise(tx, { authorityId, projectId }, { now: { traits: [], people: [] } }));
    assert.equal((await findStanding(db, projectId))?.isAtRisk, false);
    const { policy } = await findPolicy(db, authorityId);
    const stricter: Policy = {
      ...policy,
      requirements: [
        ...policy.requirements.filter(({ stage, kind }) => stage !== 'declaration' || kind !== 'ethics'),
        { stage: 'declaration', kind: 'ethics', applies_when: ['always'] },
      ],
    };
    await inTx((tx) => savePolicy(tx, administrator.viewer, authorityId, stricter));
    const { isAtRisk, isSuspended, kind } = (await findStanding(db, projectId))!;
    assert.deepEqual([isAtRisk, isSuspended, kind], [true, false, 'ethics']);
    assert.deepEqual(
      (await missingRequirements(db, projectId, 'declaration')).map((each) => each.kind),
      ['ethics'],
    );
  });
});
