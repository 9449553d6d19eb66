import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDevice, anAirProject, aPlace } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { publicDevices, publicFilterCounts } from './public-register.ts';

const { db } = await aDatabase();

/** What the list counts, and what the placements, places and datastreams themselves say. */
async function listAgrees(): Promise<number> {
  const { rows: listed } = await sql`select device_id as id, authority_id, project_id, state, place_id
    from register.v_listed_device order by 1`.execute(db);
  const { rows: told } = await sql`select id, authority_id, project_id, state, place_id
    from register.v_public_device order by 1`.execute(db);
  assert.deepEqual(listed, told);
  const { rows: kept } = await sql`select l.device_id, l.name, l.properties, l.place_name, l.place_kind, l.in_home
    from register.listed_device l order by 1`.execute(db);
  const { rows: true_ } = await sql`select d.id as device_id, d.name,
      coalesce((select array_agg(distinct ds.property_code) from register.datastream ds where ds.device_id = d.id), '{}') as properties,
      dp.place_name, dp.kind as place_kind,
      exists (select 1 from register.placement pm join register.place pl on pl.id = pm.place_id
        where pm.device_id = d.id and pl.is_dwelling) as in_home
    from register.device d left join register.v_device_place dp on dp.device_id = d.id order by 1`.execute(db);
  assert.deepEqual(kept, true_);
  return listed.length;
}

test('the list of devices keeps up with devices, placements, places and datastreams, whoever changes them', async () => {
  const air = await anAirProject(db);
  const { authorityId, projectId, modelId } = air;
  const [first, second, third] = air.devices.map(({ deviceId }) => deviceId) as [number, number, number];
  assert.equal(await listAgrees(), 3);

  await sql`update register.device set name = 'Another name', state = 'faulty' where id = ${first}`.execute(db);
  await sql`update register.place set name = 'Another school', kind = 'park' where id = ${air.devices[0].placeId}`.execute(
    db,
  );
  await sql`delete from register.datastream where device_id = ${first} and field = 'no2'`.execute(db);
  assert.equal(await listAgrees(), 3);

  const { placeId: home } = await aPlace(db, { authorityId, isDwelling: true });
  await sql`update register.placement set valid_to = now() where device_id = ${second}`.execute(db);
  assert.equal(await listAgrees(), 3, 'one without a place is still listed');
  await sql`insert into register.placement (authority_id, device_id, place_id, valid_from)
    values (${authorityId}, ${second}, ${home}, now())`.execute(db);
  assert.equal(await listAgrees(), 2, 'one that moved into a home is not');
  await sql`update register.placement set valid_to = now() + interval '1 day' where device_id = ${second} and valid_to is null`.execute(
    db,
  );
  assert.equal(await listAgrees(), 2, 'nor when it has moved out again');
  await sql`update register.place set is_dwelling = true where id = ${air.devices[2].placeId}`.execute(db);
  assert.equal(await listAgrees(), 1, 'nor one whose place turns out to be a home');
  await sql`update register.place set is_dwelling = false where id = ${air.devices[2].placeId}`.execute(db);
  await sql`delete from register.placement where device_id = ${second}`.execute(db);
  assert.equal(await listAgrees(), 3);

  await aDevice(db, { authorityId, projectId, modelId, placeId: null });
  assert.equal(await listAgrees(), 4);
  await sql`update register.declaration set is_published = false where project_id = ${projectId}`.execute(db);
  assert.equal(await listAgrees(), 0, 'without a promise nobody is told of any');
  await sql`update register.declaration set is_published = true where project_id = ${projectId}`.execute(db);
  assert.equal((await publicDevices(db, { search: 'another school' })).devices[0]!.id, first);
  assert.equal((await publicDevices(db)).devices.at(-1)!.id > third, true);
});

test('a device taken into a home is not shown, even if the list had missed it', async () => {
  const air = await anAirProject(db, { authoritySlug: 'elsewhere' });
  await sql`update register.place set is_dwelling = true where id = ${air.devices[0].placeId}`.execute(db);
  await sql`update register.listed_device set in_home = false where project_id = ${air.projectId}`.execute(db);
  const { devices } = await publicDevices(db, { authority: ['elsewhere'] });
  assert.deepEqual(
    devices.map(({ id }) => id),
    [air.devices[1].deviceId, air.devices[2].deviceId],
  );
});

test('two changes at once leave the list true', async () => {
  const air = await anAirProject(db, { authoritySlug: 'at-once' });
  const { deviceId, placeId } = air.devices[0];
  await Promise.all([
    sql`update register.place set is_dwelling = true where id = ${placeId}`.execute(db),
    sql`update register.device set name = 'Renamed' where id = ${deviceId}`.execute(db),
    sql`delete from register.datastream where device_id = ${deviceId} and field = 'no2'`.execute(db),
    sql`insert into register.placement (authority_id, device_id, place_id, valid_from, valid_to)
      values (${air.authorityId}, ${air.devices[1].deviceId}, ${placeId}, '2025-01-01', '2025-02-01')`.execute(db),
  ]);
  const { rows } = await sql<{ id: number }>`select device_id as id from register.listed_device where in_home
    and project_id = ${air.projectId} order by 1`.execute(db);
  assert.deepEqual(
    rows.map(({ id }) => id),
    [deviceId, air.devices[1].deviceId],
  );
  const counts = await publicFilterCounts(db, { authority: ['at-once'] });
  assert.deepEqual(counts.property.map(({ value, count }) => `${value} ${count}`).sort(), [
    'no2 1',
    'pm10 1',
    'pm25 1',
  ]);
});
