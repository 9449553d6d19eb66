import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aHouse, newsOf } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { aDeclarationInForce } from '../../../test/build-register.ts';
import { aSchoolAirBody, hourlyReadings, schoolsWithAir } from '../../../test/build-school-air.ts';
import { aDatabase } from '../../../test/database.ts';
import { announce, sql } from '../../base/index.ts';
import { FINDING_NEWS, type Finding, listFindings } from '../../insights/index.ts';
import { withdrawDeclaration } from '../../register/index.ts';
import { evaluateSite } from './evaluate-site.ts';
import { startSchoolAir } from './pack.ts';
import { listSites, type Site } from './sites.store.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`, which waits for its connections
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
const NOON = house.clock.now();
const HOUR_MS = 3_600_000;

type School = Awaited<ReturnType<typeof aSchool>>;

async function aSchool(given: Parameters<typeof schoolsWithAir>[1] = {}) {
  const project = await schoolsWithAir(database.database, given);
  const [device] = project.devices;
  return { ...project, device, placeId: device.placeId! };
}

const fill = (school: School, field: string, hours: number, value: number, until = NOON) =>
  hourlyReadings(database.database, {
    datastreamId: school.device.datastreams[field]!,
    authorityId: school.authorityId,
    until,
    hours,
    value,
  });

async function siteOf({ placeId }: School): Promise<Site | undefined> {
  return (await listSites(db, { placeIds: [placeId] }))[0];
}

async function evaluate(school: School, now = NOON) {
  const site = await siteOf(school);
  assert.ok(site, 'the pack may read it');
  return db.transaction().execute((tx) => evaluateSite(tx, site, now));
}

const findings = async (school: School, state?: Finding['state']) =>
  (await listFindings(db, { authorityIds: [school.authorityId], ...(state ? { state } : {}) })).map(
    ({ kind, severity, title, state: now }) => ({ kind, severity, title, state: now }),
  );

describe('a school whose air reaches a band', () => {
  it('has a finding that says which pollutant, how much, when, and that it is provisional', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 450);
    await fill(school, 'pm10', 24, 20);
    const { index, band } = await evaluate(school);
    assert.deepEqual([index, band], [7, 'high']);
    const [finding] = await listFindings(db, { authorityIds: [school.authorityId] });
    assert.equal(finding?.title, 'High air pollution at Ash Grove Primary');
    assert.equal(finding?.severity, 70);
    assert.equal(finding?.subjectId, school.placeId);
    assert.equal(
      finding?.evidence.sentence,
      'NO₂ averaged 450 µg/m³ at Ash Grove Primary in the hour to 13:00 on 1 May: index 7 of 10, high (provisional).',
    );
    assert.match(finding!.methodVersion, /DAQI/);
  });

  it('loses it when the air is better, and is told apart from what is only moderate', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 450);
    await evaluate(school);
    const later = new Date(NOON.getTime() + HOUR_MS);
    await fill(school, 'no2', 1, 210, later);
    await evaluate(school, later);
    assert.deepEqual(await findings(school, 'open'), [
      { kind: 'band-reached', severity: 40, title: 'Moderate air pollution at Ash Grove Primary', state: 'open' },
    ]);
    const evening = new Date(NOON.getTime() + 2 * HOUR_MS);
    await fill(school, 'no2', 1, 30, evening);
    await evaluate(school, evening);
    assert.deepEqual(await findings(school, 'open'), []);
  });

  it('of moderate air only from index 4 on', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 200);
    assert.equal((await evaluate(school)).index, 3);
    assert.deepEqual(await findings(school), []);
  });
});

describe('a school with too little data', () => {
  it('has no band and no finding, however bad the little there is', async () => {
    const school = await aSchool();
    await fill(school, 'pm25', 17, 300);
    const { index, pollutants } = await evaluate(school);
    assert.equal(index, undefined);
    assert.equal(pollutants.find(({ pollutant }) => pollutant === 'pm25')?.coverage, 17 / 24);
    assert.deepEqual(await findings(school), []);
  });

  it('has a band from three quarters of the hours on', async () => {
    const school = await aSchool();
    await fill(school, 'pm25', 18, 300);
    assert.equal((await evaluate(school)).index, 10);
    const [finding] = await listFindings(db, { authorityIds: [school.authorityId] });
    assert.equal(finding?.coverage, 0.75);
  });
});

describe('a school that goes quiet', () => {
  it('has a finding after two hours without a reading, which ends when readings are back', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 20);
    const [soon, late] = [1.4, 1.7].map((hours) => new Date(NOON.getTime() + hours * HOUR_MS));
    await evaluate(school, soon!);
    assert.deepEqual(await findings(school), []);
    await evaluate(school, late!);
    const [quiet] = await listFindings(db, { authorityIds: [school.authorityId], state: 'open' });
    assert.equal(quiet?.title, 'No readings from Ash Grove Primary');
    assert.match(String(quiet?.evidence.sentence), /since 12:30 on 1 May; a report is expected every 15 minutes/);
    assert.equal(quiet?.beganAt.toISOString(), '2026-05-01T11:30:00.000Z');
    await fill(school, 'no2', 1, 20, late!);
    await evaluate(school, late!);
    assert.deepEqual(await findings(school, 'open'), []);
  });

  it('no longer says how bad its air was', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 450);
    await evaluate(school);
    await evaluate(school, new Date(NOON.getTime() + 3 * HOUR_MS));
    assert.deepEqual(
      (await findings(school, 'open')).map(({ kind }) => kind),
      ['site-quiet'],
    );
  });

  it('waits longer where devices report seldom, and for ever where none ever did', async () => {
    const school = await aSchool();
    await sql`update register.device set report_interval_s = 14400 where id = ${school.device.deviceId}`.execute(db);
    await fill(school, 'no2', 1, 20);
    await evaluate(school, new Date(NOON.getTime() + 11 * HOUR_MS));
    assert.deepEqual(await findings(school), []);
    await evaluate(school, new Date(NOON.getTime() + 12 * HOUR_MS));
    assert.deepEqual(
      (await findings(school)).map(({ kind }) => kind),
      ['site-quiet'],
    );
    const unused = await aSchool();
    await evaluate(unused, new Date(NOON.getTime() + 1000 * HOUR_MS));
    assert.deepEqual(await findings(unused), []);
  });
});

describe('purpose limitation', () => {
  it('a datastream whose declaration does not list the purpose is never read', async () => {
    const school = await aSchool({ forIt: ['no2'] });
    await fill(school, 'no2', 1, 30);
    await fill(school, 'pm25', 24, 300);
    const site = await siteOf(school);
    assert.deepEqual(
      site?.datastreams.map(({ pollutant }) => pollutant),
      ['no2'],
    );
    assert.deepEqual(
      (await evaluate(school)).pollutants.map(({ pollutant }) => pollutant),
      ['no2'],
    );
    assert.deepEqual(await findings(school), []);
  });

  it('a place none of whose datastreams is for the purpose is no site', async () => {
    assert.equal(await siteOf(await aSchool({ forIt: [] })), undefined);
  });

  it('follows the declaration in force: a version without the purpose ends the reading', async () => {
    const school = await aSchool();
    assert.ok(await siteOf(school));
    const { authorityId, projectId } = school;
    await aDeclarationInForce(db, { authorityId, projectId, body: aSchoolAirBody([]) });
    assert.equal(await siteOf(school), undefined);
  });

  it('does not reach devices that are planned, retired or in maintenance', async () => {
    for (const state of ['planned', 'retired', 'maintenance']) {
      const school = await aSchool();
      await sql`update register.device set state = ${state} where id = ${school.device.deviceId}`.execute(db);
      assert.equal(await siteOf(school), undefined, state);
    }
  });
});

describe('the pack', () => {
  it('wakes when readings of a site are committed, and only that site is evaluated', async () => {
    startSchoolAir(house);
    await house.jobs.start();
    stopJobs = () => house.jobs.stop();
    const [school, other] = [await aSchool(), await aSchool()];
    for (const each of [school, other]) await fill(each, 'no2', 1, 450);
    const datastreams = [school.device.datastreams.no2!];
    await db.transaction().execute(async (tx) => {
      await announce(tx, 'observations.committed', { datastreams, from: NOON, to: NOON, count: 1 });
    });
    await until(async () => (await findings(school)).length > 0);
    assert.deepEqual(await findings(other), []);
  });

  it('is neither run for each commit of a site that reports all the time nor put off by it', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 450);
    const datastreams = [school.device.datastreams.no2!];
    const began = Date.now();
    for (let sent = 0; (await findings(school)).length === 0; sent++) {
      assert.ok(Date.now() - began < 15_000, `not evaluated although ${sent} commits came`);
      await db.transaction().execute(async (tx) => {
        await announce(tx, 'observations.committed', { datastreams, from: NOON, to: NOON, count: 1 });
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { rows } = await sql<{ count: number }>`select count(*) as count from graphile_worker.jobs
      where key like ${`school-air.evaluate:${school.placeId}:%`}`.execute(db);
    assert.ok(rows[0]!.count <= 2, `${rows[0]!.count} jobs wait`);
  });

  it('ends what it found about a place that it may no longer read', async () => {
    const school = await aSchool();
    await fill(school, 'no2', 1, 450);
    await evaluate(school);
    await db
      .transaction()
      .execute((tx) =>
        withdrawDeclaration(tx, school.lead.viewer, school.declaration.declarationId, { reason: 'The trial is over' }),
      );
    await house.jobs.add(db, 'school-air.quiet');
    await until(async () => (await findings(school, 'open')).length === 0);
    assert.equal((await newsOf(db, FINDING_NEWS)).at(-1)?.what, 'closed');
  });

  it('reads late readings of the hour too: what counts is when it was measured', async () => {
    const school = await aSchool();
    const { authorityId, device } = school;
    const at = '2026-05-01T11:10:00Z';
    const receivedAt = new Date('2026-05-01T11:59:00Z');
    const late = anObservation({ datastreamId: device.datastreams.no2!, authorityId, at, receivedAt, value: 300 });
    await commitInTransaction(database.database, [late]);
    assert.equal((await evaluate(school)).index, 5);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() - began < 15_000, 'it did not come about');
}
