/** What a hold covers stays, however old it is, until the hold is lifted. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { aPerson } from '../../test/build-identity.ts';
import { anObservation, commitInTransaction } from '../../test/build-observations.ts';
import { aDeclarationBody, aDeclaredProperty, aDevice, anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, sql, type Tx } from '../base/index.ts';
import { liftHold, placeHold } from '../register/index.ts';
import { runRetention } from './run-retention.ts';

const { database, db } = await aDatabase();
const body = aDeclarationBody({ properties: [aDeclaredProperty('no2', { retention_days: 30 })] });
const project = await anAirProject(db, { body });
const { authorityId, projectId, modelId, lead } = project;
const [{ deviceId, datastreams }] = project.devices;
const other = (await aDevice(db, { authorityId, projectId, modelId })).datastreams.no2!;
const no2 = datastreams.no2!;
const { viewer } = await aPerson(db, { authorityId, roles: ['information_governance'] });
const clock = aClockAt('2026-06-30T03:00:00Z');
const hold = { projectId, reason: 'A request is open', legalBasis: 'FOI Act 2000, section 77', reviewOn: '2026-09-01' };
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

async function oldReadings() {
  const at = '2026-05-01T00:00:00Z';
  await commitInTransaction(
    database,
    [no2, other].map((datastreamId) => anObservation({ datastreamId, authorityId, at })),
  );
}

test('a hold on a project keeps all its readings; lifted, the next run deletes them and the audit log says so', async () => {
  await oldReadings();
  const id = await inTx((tx) => placeHold(tx, viewer, hold, clock));
  assert.deepEqual(await runRetention(db, clock), []);
  await assert.rejects(
    inTx((tx) => liftHold(tx, viewer, id, ' ', clock)),
    { code: 'REG_REASON_MISSING' },
  );
  await inTx((tx) => liftHold(tx, viewer, id, 'The request is answered', clock));
  assert.equal((await runRetention(db, clock)).length, 2);
  const { rows } = await sql<{ entry: string }>`
    select entry::text as entry from identity.audit_entry where entry::text like '%retention.delete%'`.execute(db);
  assert.equal(rows.length, 1, 'one entry a run');
  assert.match(rows[0]!.entry, /deleted/);
});

test('a hold on a device keeps that device’s readings and no others, past its review day too', async () => {
  await oldReadings();
  await inTx((tx) => placeHold(tx, viewer, { ...hold, deviceId }, clock));
  clock.set('2026-12-01T03:00:00Z');
  assert.deepEqual(await runRetention(db, clock), [{ datastreamId: other, deleted: 1 }]);
});

test('only information governance places a hold, with a legal basis and a day of review to come', async () => {
  const refused = (by: typeof viewer, change: object, code: string) =>
    assert.rejects(
      inTx((tx) => placeHold(tx, by, { ...hold, reviewOn: '2027-09-01', ...change }, clock)),
      { code },
    );
  await refused(viewer, { legalBasis: '' }, 'REG_HOLD_INVALID');
  await refused(viewer, { reviewOn: '2026-11-31' }, 'REG_HOLD_INVALID');
  await refused(viewer, { reviewOn: '2026-01-01' }, 'REG_HOLD_INVALID');
  await refused(viewer, { deviceId: deviceId + 1000 }, 'REG_HOLD_INVALID');
  await refused(lead.viewer, {}, 'IDN_FORBIDDEN');
});
