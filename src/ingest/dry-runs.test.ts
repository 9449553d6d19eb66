import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedHouse } from '../../test/build-house.ts';
import { aDoorway, aHouse, anIngest, ledgerOf } from '../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { findDryRun, saveDraft, startDryRun, stopDryRun, submitDeclaration } from '../register/index.ts';
import { dryRunCounts } from './dry-runs.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const { projectId, lead, approver, keys } = await seedHouse(db, { devices: 1, lorawan: 0 });
const ingest = anIngest(house);
const app = await aDoorway(house, ingest);

const send = async (time: string, values: Record<string, number>) =>
  (
    await app.inject({
      method: 'POST',
      url: '/ingest/json/northbank/json',
      headers: { authorization: `Bearer ${keys.json}` },
      payload: { device: 'air-1', time, ...values },
    })
  ).json();

test('a version that waits is tried on what devices send: counted, and nothing else changes', async () => {
  const properties = [aDeclaredProperty('no2', { decimals: 0, shortest_interval_s: 600 }), aDeclaredProperty('pm10')];
  const body = aDeclarationBody({ title: 'Other words', properties });
  await db.transaction().execute(async (tx) => {
    await saveDraft(tx, lead.viewer, { projectId, body });
    await submitDeclaration(tx, lead.viewer, projectId);
    await startDryRun(tx, approver.viewer, projectId, 2);
  });
  assert.deepEqual((await send('2026-05-01T11:00:00Z', { no2: 12.6, pm10: 7, pm25: 3 })).stored, 3);
  await send('2026-05-01T11:05:00Z', { no2: 13, pm10: 7 });
  await send('2026-05-01T11:20:00Z', { no2: 14, pm10: 99999 });
  await ingest.stop(); // flushes
  const run = (await findDryRun(db, projectId))!;
  assert.deepEqual([run.version, run.isRunning], [2, true]);
  assert.deepEqual(Object.fromEntries((await dryRunCounts(db, run.id)).map(({ outcome, count }) => [outcome, count])), {
    admitted: 3,
    reduced: 1,
    'refused:out-of-range': 1,
    'refused:too-frequent': 1,
    'refused:undeclared-property': 1,
  });
  assert.deepEqual(await ledgerOf(db), { read: 7, stored: 6, 'refused:out-of-range': 1 });
  await db.transaction().execute((tx) => stopDryRun(tx, lead.viewer, projectId));
  assert.equal((await findDryRun(db, projectId))?.isRunning, false);
});
