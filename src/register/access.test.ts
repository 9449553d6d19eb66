import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { aKey, aPerson } from '../../test/build-identity.ts';
import { aProject } from '../../test/build-projects.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  anAirProject,
  aPlace,
} from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql, systemClock } from '../base/index.ts';
import { PUBLIC, type Viewer, viewerFromKey } from '../identity/index.ts';
import { pointSeenBy, visibleDatastreams, visibleDevices, visiblePlaces } from './access.ts';
import { coarsen } from './coarsen.ts';
import { devicePage, findPlaceById, placePage } from './device-page.ts';
import { devicePlacements } from './find-device.ts';

const { db } = await aDatabase();

const datastreams = async (viewer: Viewer) =>
  (
    await sql<{ id: number }>`select ds.id from register.v_datastream ds where ${visibleDatastreams(viewer)}`.execute(
      db,
    )
  ).rows.map((row) => row.id);
const devices = async (viewer: Viewer) =>
  (
    await sql<{ id: number }>`select d.id from register.v_device d where ${visibleDevices(viewer)}`.execute(db)
  ).rows.map((row) => row.id);
const places = async (viewer: Viewer) =>
  (
    await sql<{ id: number }>`select pl.id from register.v_place pl where ${visiblePlaces(viewer)}`.execute(db)
  ).rows.map((row) => row.id);
const key = (authorityId: number, scope: object = {}): Viewer => ({
  kind: 'key',
  credentialId: 1,
  credentialKind: 'analyst',
  authorityId,
  name: 'A program',
  scope,
});

/** One town with open air readings; another that keeps its readings, moves a device out of a home, and coarsens places. */
let open: AirProject;
let closed: AirProject;
let home: { deviceId: number; placeId: number | null; datastreams: Record<string, number>; slug: string };
const all = (project: AirProject) => project.devices.flatMap((device) => Object.values(device.datastreams));

before(async () => {
  open = await anAirProject(db);
  const inside = {
    audiences: [{ audience: 'authority' as const, detail: 'readings' as const }],
    place_precision_m: 500,
  };
  closed = await anAirProject(db, {
    body: aDeclarationBody({
      lawful_basis: 'public_task',
      classes: { capture: 'pseudonymous', leaving_device: 'pseudonymous', stored: 'pseudonymous', published: 'none' },
      properties: ['no2', 'pm10', 'pm25'].map((code) => aDeclaredProperty(code, inside)),
      sharing: { ...aDeclarationBody().sharing, why_not_open: 'People could be told apart.' },
    }),
  });
  const { authorityId, projectId, modelId } = open;
  const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode: 'E01000001', name: 'Flat 4' });
  home = await aDevice(db, { authorityId, projectId, modelId, placeId, name: 'Air in flat 4' });
});

test('anyone reads what declarations in force open, and nothing of a home, whatever the declaration says', async () => {
  const seen = await datastreams(PUBLIC);
  for (const id of all(open)) assert.ok(seen.includes(id));
  for (const id of [...all(closed), ...Object.values(home.datastreams)]) assert.ok(!seen.includes(id));
  assert.ok(!(await devices(PUBLIC)).includes(home.deviceId));
  assert.ok(!(await places(PUBLIC)).includes(home.placeId!));
});

test('a person reads all of the own authority and only the open of others', async () => {
  const seen = await datastreams(closed.lead.viewer);
  for (const id of [...all(closed), ...all(open)]) assert.ok(seen.includes(id));
  assert.ok(!seen.includes(home.datastreams.no2!));
  assert.ok((await datastreams(open.lead.viewer)).includes(home.datastreams.no2!));
  assert.ok((await places(open.lead.viewer)).includes(home.placeId!));
  const approver = await datastreams(closed.approver.viewer);
  for (const id of all(closed)) assert.ok(!approver.includes(id), 'an approver decides on promises, not on readings');
});

test('an analyst key reads its authority, its projects when it is held to some, or only what is open', async () => {
  const { authorityId, projectId } = closed;
  const sees = async (viewer: Viewer, id: number) => (await datastreams(viewer)).includes(id);
  const [id] = all(closed) as [number];
  assert.equal(await sees(key(authorityId), id), true);
  assert.equal(await sees(key(authorityId, { projectIds: [projectId] }), id), true);
  assert.equal(await sees(key(authorityId, { projectIds: [projectId + 1000] }), id), false);
  assert.equal(await sees(key(authorityId, { open: true }), id), false);
  assert.equal(await sees(key(open.authorityId), id), false);
  assert.equal(await sees({ ...key(authorityId), credentialKind: 'source' } as Viewer, id), false);
  assert.equal((await places(key(authorityId, { projectIds: [] }))).includes(home.placeId!), false);
});

test('a device that once stood in a home never becomes public, and its home is never named', async () => {
  const { authorityId } = open;
  const { placeId } = await aPlace(db, { authorityId, name: 'The depot' });
  await sql`update register.placement set valid_to = '2026-02-01' where device_id = ${home.deviceId}`.execute(db);
  await sql`insert into register.placement (authority_id, device_id, place_id, valid_from)
    values (${authorityId}, ${home.deviceId}, ${placeId}, '2026-02-01')`.execute(db);
  assert.ok(!(await devices(PUBLIC)).includes(home.deviceId));
  assert.ok(!(await places(PUBLIC)).includes(placeId), 'a depot with nothing else is not public either');
  await assert.rejects(devicePage(db, PUBLIC, open.authoritySlug, home.slug), { code: 'REG_DEVICE_UNKNOWN' });
  assert.equal((await devicePage(db, open.lead.viewer, open.authoritySlug, home.slug)).device.id, home.deviceId);
  assert.deepEqual(await devicePlacements(db, PUBLIC, home.deviceId), []);
});

test('a device of a project that never had a declaration in force is not public', async () => {
  const { authorityId, lead, modelId } = open;
  const project = await aProject(db, lead.viewer, { authorityId });
  const { deviceId, placeId } = await aDevice(db, { authorityId, projectId: project.id, modelId });
  assert.ok(!(await devices(PUBLIC)).includes(deviceId));
  assert.ok(!(await places(PUBLIC)).includes(placeId!));
});

test('the public sees the point that the declaration promises, the authority the exact one', async () => {
  const { placeId } = closed.devices[1];
  const exact = { latitude: 51.51, longitude: -0.08 };
  const seenBy = async (viewer: Viewer) => {
    const point = pointSeenBy(viewer);
    const { rows } = await sql<{ latitude: number; longitude: number }>`
      select ${point.latitude} as latitude, ${point.longitude} as longitude from register.v_place pl
      where pl.id = ${placeId}`.execute(db);
    return rows[0];
  };
  assert.deepEqual(await seenBy(PUBLIC), coarsen(exact, 500));
  assert.deepEqual(await seenBy(open.lead.viewer), coarsen(exact, 500));
  assert.deepEqual(await seenBy(closed.lead.viewer), exact);
  const { place } = await devicePage(db, PUBLIC, closed.authoritySlug, closed.devices[1].slug);
  assert.deepEqual([place!.latitude, place!.longitude, place!.mountedOn], [...Object.values(coarsen(exact, 500)), '']);
  const view =
    await sql<object>`select latitude, longitude from register.v_public_device where id = ${closed.devices[1].deviceId}`.execute(
      db,
    );
  assert.deepEqual(view.rows[0], coarsen(exact, 500));
});

test('a place that a careful and a careless project share is shown as the careful one promises, also after it is withdrawn', async () => {
  const { authorityId, lead, modelId, devices: own } = closed;
  const project = await aProject(db, lead.viewer, { authorityId });
  await aDeclarationInForce(db, { authorityId, projectId: project.id });
  const { placeId } = own[2];
  const careless = await aDevice(db, { authorityId, projectId: project.id, modelId, placeId });
  const expected = coarsen({ latitude: 51.52, longitude: -0.07 }, 500);
  const seen = async () => {
    const { place } = await devicePage(db, PUBLIC, closed.authoritySlug, careless.slug);
    return { latitude: place!.latitude, longitude: place!.longitude };
  };
  assert.deepEqual(await seen(), expected);
  await sql`update register.declaration set state = 'withdrawn', ended_at = now() where project_id = ${closed.projectId}`.execute(
    db,
  );
  assert.deepEqual(await seen(), expected);
  await sql`update register.declaration set state = 'in_force', ended_at = null where project_id = ${closed.projectId}`.execute(
    db,
  );
});

test('a place page holds the devices the viewer may know of; a short link leads nowhere else', async () => {
  const { devices: own, authoritySlug } = open;
  const { slug } = (await findPlaceById(db, PUBLIC, own[0].placeId!))!;
  const page = await placePage(db, PUBLIC, authoritySlug, slug);
  assert.deepEqual(
    page.devices.map((device) => [device.id, device.datastreams.map((each) => each.propertyCode)]),
    [[own[0].deviceId, ['no2', 'pm10', 'pm25']]],
  );
  assert.equal(await findPlaceById(db, PUBLIC, home.placeId!), undefined);
  assert.ok(await findPlaceById(db, open.lead.viewer, home.placeId!));
});

test('a device page says what is promised, what may be read, and by whom', async () => {
  const page = await devicePage(db, PUBLIC, closed.authoritySlug, closed.devices[0].slug);
  assert.equal(page.declaration!.isInForce, true);
  assert.equal(page.declaration!.body.classes.capture, 'pseudonymous');
  assert.ok(page.datastreams.every((each) => !each.isOpen && !each.isVisible && each.publicDetail === null));
  const staff = await aPerson(db, { authorityId: closed.authorityId, roles: ['analyst'] });
  const own = await devicePage(db, staff.viewer, closed.authoritySlug, closed.devices[0].slug);
  assert.ok(own.datastreams.every((each) => each.isVisible));
  assert.equal(own.place!.mountedOn, 'lamp column 12');
});

test('staff read what is promised to staff; what is promised to the people of a project, they alone, and a key held to it', async () => {
  const [toStaff, toProject, toNobody] = [
    [{ audience: 'authority', detail: 'readings' }],
    [
      { audience: 'project', detail: 'readings' },
      { audience: 'authority', detail: 'daily' },
    ],
    [{ audience: 'authority', detail: 'hourly' }],
  ] as const;
  const { authorityId, projectId, devices, lead } = await anAirProject(db, {
    body: aDeclarationBody({
      sharing: { ...aDeclarationBody().sharing, why_not_open: 'It is about people.' },
      properties: [
        aDeclaredProperty('no2', { audiences: [...toStaff] }),
        aDeclaredProperty('pm10', { audiences: [...toProject] }),
        aDeclaredProperty('pm25', { audiences: [...toNobody] }),
      ],
    }),
  });
  const analyst = await aPerson(db, { authorityId, roles: ['analyst'] });
  const keyOf = async (scope: object) =>
    (await viewerFromKey(db, (await aKey(db, { authorityId, scope })).key, systemClock))!;
  const reads = async (viewer: Viewer) => {
    const { rows } = await sql<{ code: string }>`select ds.property_code as code from register.v_datastream ds
      where ds.device_id = ${devices[0].deviceId} and ${visibleDatastreams(viewer)} order by 1`.execute(db);
    return rows.map(({ code }) => code);
  };
  assert.deepEqual(await reads(PUBLIC), []);
  assert.deepEqual(await reads(analyst.viewer), ['no2']);
  assert.deepEqual(await reads(lead.viewer), ['no2', 'pm10']);
  assert.deepEqual(await reads(await keyOf({})), ['no2']);
  assert.deepEqual(await reads(await keyOf({ projectIds: [projectId] })), ['no2', 'pm10']);
  assert.deepEqual(await reads(await keyOf({ open: true })), []);
  await sql`update register.declaration set state = 'withdrawn' where project_id = ${projectId}`.execute(db);
  assert.deepEqual(await reads(lead.viewer), ['no2', 'pm10'], 'what was stored stays with whom it was promised to');
});
