import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type AirProject, aDeclarationBody, aDevice, anAirProject, aPlace } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { dwellingCounts } from './dwelling-counts.ts';
import { publicDevices, publicFilterCounts, REGISTER_FILTERS } from './public-register.ts';

const { db } = await aDatabase();
let north: AirProject;
let south: AirProject;

before(async () => {
  north = await anAirProject(db, { authoritySlug: 'north' });
  south = await anAirProject(db, {
    authoritySlug: 'south',
    channels: [{ field: 'level', property: 'water-level' }],
    body: aDeclarationBody({
      title: 'River',
      lawful_basis: 'public_task',
      classes: { capture: 'de_identified', leaving_device: 'none', stored: 'none', published: 'none' },
      purposes: [{ code: 'safety_security', label: 'Flood warning', because: 'To warn in time.' }],
      properties: [
        {
          property: 'water-level',
          purposes: ['safety_security'],
          shortest_interval_s: 900,
          decimals: 2,
          place_precision_m: 0,
          retention_days: 3650,
          audiences: [{ audience: 'public', detail: 'readings' }],
        },
      ],
    }),
  });
  await sql`update register.device set state = 'retired' where id = ${south.devices[0].deviceId}`.execute(db);
  await sql`update register.device set state = 'planned' where id = ${south.devices[1].deviceId}`.execute(db);
});

const names = async (query: Parameters<typeof publicDevices>[1]) =>
  (await publicDevices(db, query)).devices.map((device) => `${device.authoritySlug}: ${device.name}`);

test('the register lists planned, live and retired devices of every authority, with where, what and whether it sees people', async () => {
  const { total, devices } = await publicDevices(db);
  assert.equal(total, 6);
  assert.deepEqual(new Set(devices.map((device) => device.state)), new Set(['live', 'planned', 'retired']));
  const first = devices.find((device) => device.authoritySlug === 'north')!;
  assert.deepEqual(first.properties, ['no2', 'pm10', 'pm25']);
  assert.deepEqual([first.placeName, first.capture, first.latitude], ['Ash Grove Primary', 'none', 51.5]);
});

test('every word of a search must be found, in whichever name', async () => {
  assert.deepEqual(await names({ search: 'cedar  nitrogen' }), ['north: Air at Cedar Road Primary']);
  assert.deepEqual(await names({ search: 'cedar water' }), ['south: Air at Cedar Road Primary']);
  assert.equal((await publicDevices(db, { search: '%' })).total, 0, 'a percent sign is a percent sign');
  assert.equal((await publicDevices(db, { search: "'; drop table" })).total, 0);
});

test('filters narrow the list; values of one filter are alternatives', async () => {
  assert.equal((await publicDevices(db, { authority: ['north'] })).total, 3);
  assert.equal((await publicDevices(db, { authority: ['north', 'south'] })).total, 6);
  assert.equal((await publicDevices(db, { theme: ['water'], state: ['live', 'planned'] })).total, 2);
  assert.equal((await publicDevices(db, { property: ['pm10'] })).total, 3);
  assert.equal((await publicDevices(db, { purpose: ['safety_security'] })).total, 3);
  assert.equal((await publicDevices(db, { capture: ['none'] })).total, 3);
  assert.equal((await publicDevices(db, { capture: ['identifiable'] })).total, 0);
});

test('the count beside a filter value is what the list would show with it', async () => {
  for (const query of [
    {},
    { authority: ['north'] },
    { theme: ['water'], state: ['live'] },
    { search: 'cedar' },
    { purpose: ['health'], place: ['school'] },
  ]) {
    const counts = await publicFilterCounts(db, query);
    for (const filter of REGISTER_FILTERS) {
      for (const { value, count } of counts[filter])
        assert.equal(
          (await publicDevices(db, { ...query, [filter]: [value] })).total,
          count,
          `${filter} ${value} ${JSON.stringify(query)}`,
        );
    }
  }
  const chosen = await publicFilterCounts(db, { authority: ['north'], theme: ['water'] });
  assert.deepEqual(
    chosen.theme.find((each) => each.value === 'water'),
    { value: 'water', label: 'water', count: 0 },
  );
  assert.equal(
    chosen.property.find((each) => each.value === 'no2'),
    undefined,
  );
});

test('the list comes in pages that neither repeat nor skip', async () => {
  const whole = await names({});
  assert.deepEqual([...(await names({ limit: 4 })), ...(await names({ limit: 4, offset: 4 }))], whole);
  assert.equal((await publicDevices(db, { offset: 100 })).total, 6);
});

test('homes are told as counts per area, and only where there are ten or more', async () => {
  const { authorityId, projectId, modelId } = north;
  const addHome = async (areaCode: string, state: 'live' | 'planned' = 'live') => {
    const { placeId } = await aPlace(db, { authorityId, isDwelling: true, areaCode });
    await aDevice(db, { authorityId, projectId, modelId, placeId, state });
  };
  for (let index = 0; index < 9; index++) await addHome('E01000001');
  await addHome('E01000001', 'planned');
  assert.deepEqual(await dwellingCounts(db), [], 'nine working homes are too few to tell');
  await addHome('E01000001');
  for (let index = 0; index < 3; index++) await addHome('E01000002');
  assert.deepEqual(
    (await dwellingCounts(db)).map((each) => [each.authoritySlug, each.areaCode, each.dwellings, each.devices]),
    [['north', 'E01000001', 10, 10]],
  );
  assert.deepEqual(await dwellingCounts(db, 'south'), []);
  assert.equal((await publicDevices(db)).total, 6, 'no home is in the list');
});
