import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFinding } from '../../test/build-alerts.ts';
import { aPerson } from '../../test/build-identity.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclaredProperty,
  aDevice,
  anAirProject,
  aPlace,
} from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { PUBLIC } from '../identity/index.ts';
import { listVisibleFindings, type NewFinding, reportFinding } from './index.ts';

const { db } = await aDatabase();
const NO2_ONLY = aDeclarationBody({
  properties: [
    aDeclaredProperty('no2'),
    aDeclaredProperty('pm10', { audiences: [{ audience: 'authority', detail: 'readings' }] }),
  ],
});

const report = ({ authorityId, projectId }: AirProject, given: Partial<NewFinding>) =>
  db.transaction().execute((tx) => reportFinding(tx, aFinding({ authorityId, projectId, ...given })));
const seen = async (project: AirProject, viewer: Parameters<typeof listVisibleFindings>[1] = PUBLIC) =>
  (await listVisibleFindings(db, viewer, { projectId: project.projectId })).map(({ title }) => title).sort();

test('anybody sees findings of readings that are open, until the promise is withdrawn; its own analysts always', async () => {
  const project = await anAirProject(db);
  const analyst = await aPerson(db, { authorityId: project.authorityId, roles: ['analyst'] });
  const stranger = await anAirProject(db);
  await report(project, { title: 'place', subjectId: project.devices[0].placeId! });
  await report(project, { title: 'device', subjectKind: 'device', subjectId: project.devices[0].deviceId });
  const no2 = project.devices[0].datastreams.no2!;
  await report(project, { title: 'datastream', subjectKind: 'datastream', subjectId: no2 });
  const all = ['datastream', 'device', 'place'];
  assert.deepEqual(await seen(project), all);
  await sql`update register.declaration set state = 'withdrawn' where project_id = ${project.projectId}`.execute(db);
  assert.deepEqual(await seen(project), []);
  assert.deepEqual(await seen(project, stranger.lead.viewer), []);
  assert.deepEqual(await seen(project, analyst.viewer), all);
});

test('a finding is shown to nobody who may not read everything it rests on', async () => {
  const project = await anAirProject(db, { body: NO2_ONLY });
  const { placeId, datastreams } = project.devices[0];
  const evidence = (...ids: number[]) => ({ pollutants: ids.map((datastreamId) => ({ datastreamId, mean: 41 })) });
  await report(project, { title: 'NO2', subjectId: placeId!, evidence: evidence(datastreams.no2!) });
  await report(project, {
    title: 'NO2 and PM10',
    kind: 'other',
    subjectId: placeId!,
    evidence: evidence(datastreams.no2!, datastreams.pm10!),
  });
  await report(project, { title: 'PM10', subjectKind: 'datastream', subjectId: datastreams.pm10! });
  assert.deepEqual(await seen(project), ['NO2']);
  assert.deepEqual(await seen(project, project.lead.viewer), ['NO2', 'NO2 and PM10', 'PM10']);
});

test('what was found in a home is not shown, however open the promise is', async () => {
  const project = await anAirProject(db);
  const { placeId } = await aPlace(db, {
    authorityId: project.authorityId,
    isDwelling: true,
    areaCode: 'E01000001',
  });
  const { deviceId } = await aDevice(db, { ...project, placeId });
  await report(project, { title: 'home', subjectId: placeId });
  await report(project, { title: 'in a home', subjectKind: 'device', subjectId: deviceId });
  assert.deepEqual(await seen(project), []);
});

test('findings of readings of which anybody sees daily means only are not shown', async () => {
  const body = aDeclarationBody({
    sharing: { ...aDeclarationBody().sharing, why_not_open: 'Single readings say too much.' },
    properties: [aDeclaredProperty('no2', { audiences: [{ audience: 'public', detail: 'daily' }] })],
  });
  const project = await anAirProject(db, { body });
  await report(project, { subjectId: project.devices[0].placeId! });
  assert.deepEqual(await seen(project), []);
});
