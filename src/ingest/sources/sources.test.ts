import assert from 'node:assert/strict';
import test from 'node:test';
import { aPerson } from '../../../test/build-identity.ts';
import { aDoorway, aHouse, anIngest, aSource, until } from '../../../test/build-ingest.ts';
import { aDevice, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import {
  assignInbox,
  createSource,
  describeSource,
  dismissInbox,
  listImportRuns,
  listInbox,
  listSources,
  pauseSource,
  rotateSourceKey,
} from '../index.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const app = await aDoorway(house, anIngest(house));
const project = await anAirProject(db);
const elsewhere = await anAirProject(db);
const { authorityId, authoritySlug } = project;
const { viewer } = project.lead;
const make = (given: object) =>
  db
    .transaction()
    .execute((tx) =>
      createSource(tx, viewer, { authorityId, slug: 's', name: 'S', door: 'json', ...given }, house.clock),
    );
const send = (source: { slug: string; key: string }, payload: object) =>
  app.inject({
    method: 'POST',
    url: `/ingest/json/${authoritySlug}/${source.slug}`,
    headers: { authorization: `Bearer ${source.key}` },
    payload,
  });
const time = '2026-05-01T11:00:00Z';

test('a source is refused with the field that is wrong', async () => {
  const wrong: [object, string][] = [
    [{ slug: 'Not A Slug' }, 'slug'],
    [{ name: ' ' }, 'name'],
    [{ door: 'window' }, 'door'],
    [{ identifierKind: 'colour' }, 'identifier_kind'],
    [{ settings: { odd: 1 } }, 'settings.odd'],
    [{ door: 'mqtt-client' }, 'settings.topic'],
    [{ door: 'mqtt-client', settings: { topic: 'a/#/b' } }, 'settings.topic'],
    [{ settings: { format: 'xml' } }, 'settings.format'],
  ];
  for (const [given, field] of wrong) await assert.rejects(make(given), { code: 'ING_SOURCE_INVALID', field });
  await make({ slug: 'taken' });
  await assert.rejects(make({ slug: 'taken' }), { code: 'ING_SOURCE_TAKEN' });
});

test('only people who may edit sources make them, and nobody sees those of another authority', async () => {
  const reader = await aPerson(db, { authorityId, roles: ['viewer'] });
  const forbidden = db
    .transaction()
    .execute((tx) => createSource(tx, reader.viewer, { authorityId, slug: 'x', name: 'X', door: 'json' }, house.clock));
  await assert.rejects(forbidden, { code: 'IDN_FORBIDDEN' });
  const { sourceId, slug } = await aSource(house, viewer, { authorityId });
  assert.ok((await listSources(db, viewer)).some(({ id }) => id === sourceId));
  assert.ok(!(await listSources(db, elsewhere.lead.viewer)).some(({ id }) => id === sourceId));
  await assert.rejects(describeSource(db, elsewhere.lead.viewer, authoritySlug, slug), { code: 'ING_SOURCE_UNKNOWN' });
  const theirs = db.transaction().execute((tx) => rotateSourceKey(tx, elsewhere.lead.viewer, sourceId, house.clock));
  await assert.rejects(theirs, { code: 'ING_SOURCE_UNKNOWN' });
});

test('after its key was rotated a source is opened by the new key only', async () => {
  const source = await aSource(house, viewer, { authorityId });
  const message = { device: project.devices[0].identifier.value, time, no2: 1 };
  assert.equal((await send(source, message)).statusCode, 200);
  const { key } = await db.transaction().execute((tx) => rotateSourceKey(tx, viewer, source.sourceId, house.clock));
  assert.equal((await send(source, message)).statusCode, 401);
  assert.equal((await send({ ...source, key }, message)).json().duplicate, 1);
});

test('a paused source takes nothing, a resumed one does', async () => {
  const source = await aSource(house, viewer, { authorityId });
  const message = { device: project.devices[1].identifier.value, time, no2: 1 };
  const pause = (paused: boolean) =>
    db.transaction().execute((tx) => pauseSource(tx, viewer, source.sourceId, paused, house.clock));
  await pause(true);
  assert.deepEqual(
    [(await send(source, message)).statusCode, (await send(source, message)).json().error],
    [409, 'ING_SOURCE_PAUSED'],
  );
  await pause(false);
  await until(async () => (await send(source, message)).statusCode === 200);
  assert.equal((await send(source, message)).json().duplicate, 1);
});

test('what a source sent is told by day and outcome, with its faults', async () => {
  const source = await aSource(house, viewer, { authorityId });
  await send(source, { device: project.devices[2].identifier.value, time, no2: 1, pm10: 'dusty' });
  const described = await describeSource(db, viewer, authoritySlug, source.slug);
  assert.deepEqual(described.accounts, [
    { day: '2026-05-01', outcome: 'read', count: 2 },
    { day: '2026-05-01', outcome: 'refused:unparseable', count: 1 },
    { day: '2026-05-01', outcome: 'stored', count: 1 },
  ]);
  assert.match(described.faults[0]!.message, /^pm10 is not a number/);
  assert.equal(described.lastHeardAt!.toISOString(), '2026-05-01T12:00:00.000Z');
});

test("a device in the inbox is given to a registered one, and what it sends from then on is that device's", async () => {
  const source = await aSource(house, viewer, { authorityId });
  const message = { device: 'A81758FFFE0BAD01', time, no2: 4 };
  assert.deepEqual((await send(source, message)).json().refused, { 'unknown-device': 1 });
  const entries = (await listInbox(db, viewer)).filter(({ sourceId }) => sourceId === source.sourceId);
  assert.deepEqual(
    entries.map(({ identifier, shape, messages }) => [identifier, shape, messages]),
    [['A81758FFFE0BAD01', { fields: { no2: 'number' } }, 1]],
  );
  assert.deepEqual(await listInbox(db, elsewhere.lead.viewer), []);
  const { projectId, modelId } = project;
  const { deviceId } = await aDevice(db, { authorityId, projectId, modelId });
  const entry = { sourceId: source.sourceId, kind: 'dev_eui', identifier: 'A81758FFFE0BAD01' } as const;
  await db.transaction().execute((tx) => assignInbox(tx, viewer, entry, deviceId));
  await until(async () => (await send(source, message)).json().stored === 1);
  await assert.rejects(
    db.transaction().execute((tx) => assignInbox(tx, viewer, { ...entry, identifier: 'never heard' }, deviceId)),
    { code: 'ING_INBOX_ENTRY_UNKNOWN' },
  );
});

test('an entry of the inbox that was dismissed comes back with the next message', async () => {
  const source = await aSource(house, viewer, { authorityId });
  const message = { device: 'A81758FFFE0BAD02', time, no2: 4 };
  const waiting = async () =>
    (await listInbox(db, viewer)).filter(({ sourceId }) => sourceId === source.sourceId).length;
  await send(source, message);
  const entry = { sourceId: source.sourceId, kind: 'dev_eui', identifier: 'A81758FFFE0BAD02' } as const;
  await db.transaction().execute((tx) => dismissInbox(tx, viewer, entry));
  assert.equal(await waiting(), 0);
  await send(source, message);
  assert.equal(await waiting(), 1);
  assert.deepEqual(await listImportRuns(db, viewer), []);
});
