import assert from 'node:assert/strict';
import test from 'node:test';
import { anObservation, commitInTransaction } from '../../test/build-observations.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, sql } from '../base/index.ts';
import { countObservations, storeCounts } from './counts.store.ts';
import { latestOf } from './latest.store.ts';
import { runRetention } from './run-retention.ts';

const { database, db } = await aDatabase();
const body = aDeclarationBody({
  properties: [aDeclaredProperty('no2', { retention_days: 30 }), aDeclaredProperty('pm10', { retention_days: 365 })],
});
const project = await anAirProject(db, { body });
const [{ datastreams }] = project.devices;
const { authorityId } = project;
const clock = aClockAt('2026-06-30T03:00:00Z');

async function readingsOf(datastreamId: number, ...days: string[]) {
  const rows = days.map((day) => anObservation({ datastreamId, authorityId, at: `${day}T00:00:00Z` }));
  await commitInTransaction(database, rows);
}

test('retention deletes what is older than the declaration allows, property by property, and records how much', async () => {
  await readingsOf(datastreams.no2!, '2026-05-01', '2026-05-31', '2026-06-29');
  await readingsOf(datastreams.pm10!, '2026-05-01', '2026-05-31');
  assert.deepEqual(await runRetention(db, clock), [{ datastreamId: datastreams.no2, deleted: 2 }]);
  assert.equal((await countObservations(db, [datastreams.no2!])).get(datastreams.no2!)!.count, 1);
  assert.equal((await countObservations(db, [datastreams.pm10!])).get(datastreams.pm10!)!.count, 2);
  const counts = (await storeCounts(db)).find((row) => row.authorityId === authorityId);
  assert.deepEqual(counts, { authorityId, standing: 3, beside: 0, retired: 2 });
});

test('a second run on the same day finds nothing to do', async () => {
  assert.deepEqual(await runRetention(db, clock), []);
});

test('when everything of a datastream is gone, so is its latest value', async () => {
  clock.set('2026-09-30T03:00:00Z');
  await runRetention(db, clock);
  assert.equal((await latestOf(db, [datastreams.no2!, datastreams.pm10!])).has(datastreams.no2!), false);
  assert.equal((await latestOf(db, [datastreams.pm10!])).has(datastreams.pm10!), true);
});

test('a withdrawn declaration goes on limiting how long readings are kept', async () => {
  await sql`update register.declaration set state = 'withdrawn', ended_at = '2026-09-30' where project_id = ${project.projectId}`.execute(
    db,
  );
  clock.set('2027-06-30T03:00:00Z');
  const retired = await runRetention(db, clock);
  assert.deepEqual(retired, [{ datastreamId: datastreams.pm10, deleted: 2 }]);
});
