import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aFinding } from '../../test/build-alerts.ts';
import { aHouse } from '../../test/build-ingest.ts';
import { anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { announce } from '../base/index.ts';
import { endFinding, type NewFinding, reportFinding } from '../insights/index.ts';
import { acknowledgeAlert, DRIFT_NEWS, dismissAlert, listAlerts, listenForAlerts } from './index.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`, which waits for its connections
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
listenForAlerts(house);
await house.jobs.start();
stopJobs = () => house.jobs.stop();

const report = (finding: NewFinding) => db.transaction().execute((tx) => reportFinding(tx, finding));
const alertsOf = ({ authorityId }: { authorityId: number }) => listAlerts(db, { authorityIds: [authorityId] });

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const began = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() - began < 10_000, 'it did not come about');
  }
}

describe('a finding', () => {
  const aSchool = async () => {
    const { authorityId, projectId, lead, devices } = await anAirProject(db);
    const subjectId = devices[0].placeId!;
    return { authorityId, projectId, lead, finding: aFinding({ authorityId, projectId, subjectId }) };
  };

  it('raises an alert about its place with its sentence, and ends it', async () => {
    const school = await aSchool();
    await report(school.finding);
    const alert = await until(async () => (await alertsOf(school))[0]);
    assert.equal(alert.title, 'High air pollution at Ash Grove Primary');
    assert.equal(alert.detail, 'NO₂ averaged 450 µg/m³.');
    assert.equal(alert.placeId, school.finding.subjectId);
    assert.equal(alert.severity, 70);
    const subject = { kind: 'place' as const, id: school.finding.subjectId };
    const at = new Date('2026-05-01T15:00:00Z');
    await db.transaction().execute((tx) => endFinding(tx, 'school-air', 'band-reached', subject, at));
    const over = await until(async () => (await alertsOf(school)).find(({ state }) => state === 'over'));
    assert.equal(over.id, alert.id);
    assert.equal(over.overAt?.toISOString(), at.toISOString());
  });

  it('that becomes worse raises again what was dismissed, and only brings up to date what is in hand', async () => {
    const [dismissed, held] = [await aSchool(), await aSchool()];
    for (const { finding } of [dismissed, held]) await report(finding);
    const first = await until(async () => (await alertsOf(dismissed))[0]);
    const second = await until(async () => (await alertsOf(held))[0]);
    const { clock } = house;
    await db.transaction().execute((tx) => dismissAlert(tx, dismissed.lead.viewer, first.id, clock, 'Road works'));
    await db.transaction().execute((tx) => acknowledgeAlert(tx, held.lead.viewer, second.id, clock));
    for (const { finding } of [dismissed, held]) await report({ ...finding, severity: 100, title: 'Very high' });
    await until(async () => (await alertsOf(held))[0]?.severity === 100);
    const raised = await until(async () => (await alertsOf(dismissed)).find(({ state }) => state === 'open'));
    assert.notEqual(raised.id, first.id);
    assert.deepEqual(
      (await alertsOf(held)).map(({ id, state, title }) => [id, state, title]),
      [[second.id, 'acknowledged', 'Very high']],
    );
  });

  it('that becomes better brings the alert up to date, and raises nothing that was dismissed', async () => {
    const [open, dismissed] = [await aSchool(), await aSchool()];
    for (const { finding } of [open, dismissed]) await report(finding);
    const settled = await until(async () => (await alertsOf(dismissed))[0]);
    await until(async () => (await alertsOf(open))[0]);
    const { clock } = house;
    await db.transaction().execute((tx) => dismissAlert(tx, dismissed.lead.viewer, settled.id, clock, 'Road works'));
    await report({ ...dismissed.finding, severity: 40, title: 'Moderate' });
    await report({ ...open.finding, severity: 40, title: 'Moderate' });
    await until(async () => (await alertsOf(open))[0]?.title === 'Moderate');
    assert.deepEqual(
      (await alertsOf(dismissed)).map(({ state, title }) => [state, title]),
      [['dismissed', 'High air pollution at Ash Grove Primary']],
    );
  });
});

describe('a device that drifts from its model', () => {
  it('raises one alert for each field, which says what to do, and again when it begins anew', async () => {
    const { authorityId, devices, lead } = await anAirProject(db);
    const say = (what: string, field: string, over = false) =>
      db
        .transaction()
        .execute((tx) => announce(tx, DRIFT_NEWS, { deviceId: devices[0].deviceId, authorityId, what, field, over }));
    await say('unknown-field', 'co2');
    await say('missing-channel', 'no2');
    await say('missing-channel', 'no2');
    const alerts = await until(async () => {
      const all = await alertsOf({ authorityId });
      return all.length === 2 && all;
    });
    const titles = alerts.map(({ title }) => title).sort();
    assert.match(titles[0]!, /no longer sends no2$/);
    assert.match(titles[1]!, /sends a field nobody declared: co2$/);
    assert.ok(alerts.every(({ deviceId, detail }) => deviceId === devices[0].deviceId && detail.length > 40));
    const missing = alerts.find(({ title }) => title.endsWith('no2'))!;
    await db.transaction().execute((tx) => acknowledgeAlert(tx, lead.viewer, missing.id, house.clock));
    await say('missing-channel', 'no2', true);
    await until(async () =>
      (await alertsOf({ authorityId })).find(({ id, state }) => id === missing.id && state === 'done'),
    );
    await say('missing-channel', 'no2');
    await until(async () => (await alertsOf({ authorityId })).length === 3);
  });
});
