import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDeclarationBody, aDeclarationInForce, aDeclaredProperty, anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';

const { db } = await aDatabase();
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const keeping = (days: number, ...codes: string[]) =>
  aDeclarationBody({
    properties: (codes.length > 0 ? codes : ['no2']).map((code) => aDeclaredProperty(code, { retention_days: days })),
  });

async function kept(datastreamId: number): Promise<number | undefined> {
  const { rows } = await sql<{ days: number }>`select retention_days as days from register.v_datastream_retention
    where datastream_id = ${datastreamId}`.execute(db);
  return rows[0]?.days;
}

test('readings are kept as long as the promise in force says', async () => {
  const { devices } = await anAirProject(db, { body: keeping(90) });
  assert.equal(await kept(devices[0].datastreams.no2!), 90);
  assert.equal(await kept(devices[0].datastreams.pm10!), undefined, 'what was never declared has no readings to keep');
});

test('a shorter promise deletes only 28 days after it replaced the longer one; a longer one counts at once', async () => {
  const { authorityId, projectId, devices } = await anAirProject(db, { body: keeping(365) });
  const no2 = devices[0].datastreams.no2!;
  await aDeclarationInForce(db, { authorityId, projectId, body: keeping(30), from: daysAgo(27) });
  assert.equal(await kept(no2), 365);
  await sql`update register.declaration set ended_at = ${daysAgo(29)} where project_id = ${projectId} and version = 1`.execute(
    db,
  );
  assert.equal(await kept(no2), 30);
  await aDeclarationInForce(db, { authorityId, projectId, body: keeping(700), from: daysAgo(0) });
  assert.equal(await kept(no2), 700);
});

test('when a promise is withdrawn, or no longer names a property, the last that did goes on counting', async () => {
  const { authorityId, projectId, devices } = await anAirProject(db, { body: keeping(60, 'no2', 'pm10') });
  await aDeclarationInForce(db, { authorityId, projectId, body: keeping(90, 'no2'), from: daysAgo(100) });
  assert.equal(await kept(devices[0].datastreams.pm10!), 60);
  await sql`update register.declaration set state = 'withdrawn', ended_at = ${daysAgo(50)}
    where project_id = ${projectId} and version = 2`.execute(db);
  assert.equal(await kept(devices[0].datastreams.no2!), 90);
});
