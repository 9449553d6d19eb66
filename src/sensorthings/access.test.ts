import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aKey } from '../../test/build-identity.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../test/build-register.ts';
import { twoAuthorities } from '../../test/build-sensorthings.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { observationId } from '../observations/index.ts';

const { database, db } = await aDatabase();
const { birch, inHome, at, northKey, southKey, get, found, results } = await twoAuthorities(database);

describe('the access rule', () => {
  test('opens to the public what is declared open, and nothing in a dwelling', async () => {
    assert.equal((await found('/Observations?$count=true'))['@iot.count'], 16);
    const all =
      JSON.stringify(await found('/Things?$expand=Datastreams/Observations,Locations')) +
      JSON.stringify(await found('/Locations'));
    assert.doesNotMatch(all, /A home|In a home|"result":(55|77|99)/);
    assert.deepEqual(await results('$filter=result in (55,77,99)'), []);
    assert.equal((await get(`/Datastreams(${birch.datastreams.pm10})`)).status, 404);
    assert.equal(
      (await get(`/Observations(${observationId(inHome.datastreams.no2!, new Date(at(16)), 0)})`)).status,
      404,
    );
    assert.equal((await get(`/Things(${inHome.deviceId})`)).status, 404);
  });

  test('opens to an analyst of an authority what is its own', async () => {
    // 55 is of a property of which everybody, staff too, is promised daily means only
    assert.deepEqual(await results('$filter=result in (55,77,99)&$orderby=result', northKey), [77]);
    assert.deepEqual(await results('$filter=result in (55,77,99)', southKey), [99]);
    assert.equal((await found(`/Things(${inHome.deviceId})`, northKey)).name, 'In a home');
    assert.equal((await get(`/Things(${inHome.deviceId})`, southKey)).status, 404);
    assert.equal((await get('/Things', northKey)).headers['cache-control'], 'private, no-store');
    assert.equal((await get('/Things')).headers['cache-control'], undefined);
  });

  test('gives the words of a place that is shown coarsely to its own authority only, in answers and in filters', async () => {
    const cells = aDeclaredProperty('no2', { place_precision_m: 500 });
    const { authorityId, devices } = await anAirProject(db, { body: aDeclarationBody({ properties: [cells] }) });
    const { placeId } = devices[0];
    await sql`update register.place set description = 'On the gate of number 12' where id = ${placeId}`.execute(db);
    const { key } = await aKey(db, { authorityId });
    for (const set of ['Locations', 'FeaturesOfInterest']) {
      assert.equal((await found(`/${set}(${placeId})`)).description, 'Ash Grove Primary');
      assert.equal((await found(`/${set}(${placeId})`, key)).description, 'On the gate of number 12');
      assert.deepEqual((await found(`/${set}?$filter=substringof('number 12',description)`)).value, []);
    }
  });

  test('holds on every way through the links, as anyone', async () => {
    const hidden: Record<string, readonly number[]> = { public: [55, 77, 99], north: [99], south: [55, 77] };
    for (const [who, key] of [
      ['public', undefined],
      ['north', northKey],
      ['south', southKey],
    ] as const) {
      const seen = new Set<string>();
      const queue = [
        'Things',
        'Locations',
        'HistoricalLocations',
        'Datastreams',
        'Sensors',
        'Observations',
        'FeaturesOfInterest',
      ].map((set) => `http://lamppost.example/v1.1/${set}`);
      for (let link = queue.shift(); link; link = queue.shift()) {
        if (seen.has(link)) continue;
        seen.add(link);
        const { status, text, body } = await get(link, key);
        assert.ok(status === 200 || (status === 404 && /Feature/.test(link)), `${who} ${link}: ${status} ${text}`);
        for (const entity of body.value ?? [body]) {
          assert.ok(!hidden[who]!.includes(entity.result), `${who} sees ${entity.result} at ${link}`);
          if (who !== 'north') assert.doesNotMatch(entity.name ?? '', /A home|In a home/, link);
          for (const [name, value] of Object.entries(entity)) if (/Link$/.test(name)) queue.push(value as string);
        }
      }
      assert.ok(seen.size > 100, `${seen.size}`);
    }
  });
});
