import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitInTransaction } from '../../test/build-observations.ts';
import { type Answer, twoAuthorities } from '../../test/build-sensorthings.ts';
import { aDatabase } from '../../test/database.ts';
import { sql } from '../base/index.ts';
import { observationId } from '../observations/index.ts';

const { db, database } = await aDatabase();
const { app, ash, birch, no2, at, reading, get, found, results } = await twoAuthorities(database);

describe('the service root', () => {
  test('lists the eight entity sets and what is kept of the standard', async () => {
    const { value, serverSettings } = await found('');
    assert.deepEqual(
      value.map((set: Answer) => set.name),
      [
        'Things',
        'Locations',
        'HistoricalLocations',
        'Datastreams',
        'Sensors',
        'ObservedProperties',
        'Observations',
        'FeaturesOfInterest',
      ],
    );
    assert.equal(value[0].url, 'http://lamppost.example/v1.1/Things');
    assert.ok(serverSettings.conformance.includes('http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel'));
    for (const set of value) assert.equal((await get(set.url)).status, 200);
  });
});

describe('an entity', () => {
  test('has its id, its link, its properties and links to its neighbours', async () => {
    const stream = await found(`/Datastreams(${no2})`);
    assert.equal(stream['@iot.id'], no2);
    assert.equal(stream['@iot.selfLink'], `http://lamppost.example/v1.1/Datastreams(${no2})`);
    assert.deepEqual(stream.unitOfMeasurement, {
      name: 'microgram per cubic metre',
      symbol: 'µg/m³',
      definition: 'ucum:ug/m3',
    });
    assert.equal(stream.phenomenonTime, '2026-05-01T00:00:00.000Z/2026-05-01T11:00:00.000Z');
    assert.equal((await found(stream['Thing@iot.navigationLink'])).name, 'Air at Ash Grove Primary');
    assert.equal((await found(stream['Observations@iot.navigationLink'])).value.length, 13);
  });

  test('is reached by chains of links, each step really behind the one before', async () => {
    const id = observationId(no2, new Date(at(3)), 0);
    const place = (await found(`/Observations(${id})/Datastream/Thing/Locations`)).value[0];
    assert.equal(place.name, 'Ash Grove Primary');
    assert.deepEqual(place.location, { type: 'Point', coordinates: [-0.09, 51.5] });
    assert.equal((await found(`/Observations(${id})/FeatureOfInterest`)).name, 'Ash Grove Primary');
    const feature = (await found(`/Observations(${id})/FeatureOfInterest`))['@iot.id'];
    assert.equal((await found(`/FeaturesOfInterest(${feature})/Observations?$count=true`))['@iot.count'], 13);
    const past = (await found(`/Things(${ash.deviceId})/HistoricalLocations`)).value[0];
    assert.equal(
      (await found(`/HistoricalLocations(${past['@iot.id']})/Locations`)).value[0].name,
      'Ash Grove Primary',
    );
    assert.equal((await get(`/Things(${birch.deviceId})/Datastreams(${no2})`)).status, 404);
    assert.equal((await get(`/Things(${ash.deviceId})/Datastreams(${no2})/Sensor`)).status, 200);
  });

  test('gives single properties, bare values and references', async () => {
    assert.deepEqual(await found(`/Things(${ash.deviceId})/name`), { name: 'Air at Ash Grove Primary' });
    assert.equal((await get(`/Things(${ash.deviceId})/name/$value`)).text, 'Air at Ash Grove Primary');
    assert.match((await get(`/Datastreams(${no2})/unitOfMeasurement/$value`)).text, /^\{/);
    assert.deepEqual(await found(`/Datastreams(${no2})/unitOfMeasurement/symbol`), { symbol: 'µg/m³' });
    assert.deepEqual(await found(`/Things(${ash.deviceId})/@iot.id`), { '@iot.id': ash.deviceId });
    const id = observationId(no2, new Date(at(3)), 0);
    assert.equal((await get(`/Observations(${id})/result/$value`)).text, '4');
    assert.equal((await get(`/Observations(${id})/resultTime`)).status, 204);
    assert.deepEqual(await found(`/Observations(${id})/Datastream/$ref`), {
      '@iot.selfLink': `http://lamppost.example/v1.1/Datastreams(${no2})`,
    });
    const refs = await found(`/Things(${ash.deviceId})/Datastreams/$ref`);
    assert.ok(
      refs.value.length === 3 && refs.value.every((ref: Answer) => Object.keys(ref).join() === '@iot.selfLink'),
    );
  });

  test('keeps ids exact beyond what a JavaScript number holds', async () => {
    await sql`insert into register.datastream (id, authority_id, device_id, project_id, model_id, field, property_code, name, description)
      overriding system value select 30000000, authority_id, device_id, project_id, model_id, 'far', property_code, 'far', 'far'
      from register.datastream where id = ${no2}`.execute(db);
    await commitInTransaction(database, [reading(30_000_000, 3, at(3))]);
    const id = observationId(30_000_000, new Date(at(3)), 0);
    const { text } = await get(`/Observations(${id})`);
    assert.ok(text.startsWith(`{"@iot.id":${id},`), text);
    assert.equal((await found(`/Observations?$filter=id eq ${id}&$count=true`))['@iot.count'], 1);
    await sql`delete from observations.observation where datastream_id = 30000000`.execute(db);
    await sql`delete from register.datastream where id = 30000000`.execute(db);
  });

  test('that does not exist is 404, whatever its number', async () => {
    for (const path of [
      '/Things(99999)',
      '/Things(9223372036854775807)',
      '/Things(9223372036854775808)',
      '/Things(-1)',
      '/Observations(1)',
      '/Observations(9223372036854775807)',
      '/Observations(-5)',
      "/Things('a')",
      '/Nothing',
    ]) {
      const { status, body } = await get(path);
      assert.equal(status, 404, path);
      assert.deepEqual([body.code, body.type, typeof body.message], [404, 'error', 'string'], path);
    }
  });

  test('has numbers, truths and words for results', async () => {
    assert.deepEqual(await results('$orderby=phenomenonTime desc&$top=3'), ['CHARGING', true, 7.5]);
    assert.deepEqual(await results("$filter=result eq 'CHARGING'"), ['CHARGING']);
    assert.deepEqual(await results('$filter=result eq true'), [true]);
    assert.deepEqual(await results('$filter=result gt 12'), [12.5]);
  });

  test('that stands beside another of its second says so', async () => {
    const { value } = await found(`/Datastreams(${no2})/Observations?$filter=phenomenonTime eq ${at(11)}`);
    assert.deepEqual(
      value.map((one: Answer) => [one.result, one.resultQuality !== undefined]),
      [
        [12, false],
        [12.5, true],
      ],
    );
  });
});

describe('a collection', () => {
  const here = `/Datastreams(${no2})/Observations`;

  test('filters, counts, orders, skips and tops in that order', async () => {
    const { value, '@iot.count': count } = await found(
      `${here}?$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt '3'`,
    );
    assert.deepEqual([count, value[0].result], [6, 6]);
  });

  test('is walked by next links without gaps or repetitions, counting the same', async () => {
    for (const query of [
      '$top=5&$count=true',
      '$top=4&$orderby=result desc',
      '$top=3&$orderby=phenomenonTime desc&$select=result',
      '$top=2&$orderby=Datastream/name,result desc&$skip=1',
    ]) {
      const seen: number[] = [];
      for (let link: string | undefined = `/Observations?${query}`; link; ) {
        const page: Answer = await found(link);
        if (query.includes('$count')) assert.equal(page['@iot.count'], 16);
        seen.push(...page.value.map((one: Answer) => one['@iot.id']));
        link = page['@iot.nextLink'];
      }
      assert.equal(new Set(seen).size, query.includes('skip') ? 15 : 16, query);
      assert.equal(seen.length, new Set(seen).size, query);
    }
  });

  test('has no next link when exactly as many are left as asked', async () => {
    assert.equal((await found(`${here}?$top=13`))['@iot.nextLink'], undefined);
    assert.match(
      (await found(`${here}?$top=12`))['@iot.nextLink'],
      /^http:\/\/lamppost\.example\/v1\.1\/Datastreams\(\d+\)\/Observations\?\$top=12&\$skiptoken=/,
    );
    assert.deepEqual(await found(`${here}?$top=0&$count=true`), { '@iot.count': 13, value: [] });
  });

  test('expands to any depth, with pages and counts of its own', async () => {
    const { value } = await found(
      "/Things?$select=name&$filter=name eq 'Air at Ash Grove Primary'&$expand=Locations($select=name),Datastreams($filter=ObservedProperty/name eq 'Nitrogen dioxide';$select=id;$expand=Observations($top=1;$orderby=phenomenonTime desc;$count=true;$select=result),ObservedProperty($select=name))",
    );
    const [thing] = value;
    assert.deepEqual(Object.keys(thing), ['@iot.id', '@iot.selfLink', 'name', 'Locations', 'Datastreams']);
    assert.equal(thing.Locations[0].name, 'Ash Grove Primary');
    const [stream] = thing.Datastreams;
    assert.equal(stream.ObservedProperty.name, 'Nitrogen dioxide');
    assert.deepEqual(
      [stream['Observations@iot.count'], stream.Observations.length, stream.Observations[0].result],
      [13, 1, 12.5],
    );
    const seen: number[] = [stream.Observations[0].result];
    for (let link = stream['Observations@iot.nextLink']; link; ) {
      const page: Answer = await found(link);
      seen.push(...page.value.map((one: Answer) => one.result));
      link = page['@iot.nextLink'];
    }
    assert.deepEqual(seen, [12.5, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('expands single neighbours and back again', async () => {
    const { value } = await found(
      `/Observations?$top=2&$expand=Datastream($expand=Thing/Locations,Sensor),FeatureOfInterest`,
    );
    assert.equal(value[0].Datastream.Thing.Locations[0].name, value[0].FeatureOfInterest.name);
    assert.equal(value[1].Datastream.Sensor.metadata.length > 0, true);
  });

  test('filters through its neighbours, single and many', async () => {
    const things = async (filter: string) =>
      (await found(`/Things?$filter=${filter}&$orderby=name`)).value.map((one: Answer) => one.name.slice(7));
    assert.deepEqual(await things("Locations/name eq 'Birch Lane Primary' and properties/authority eq 'northbank'"), [
      'Birch Lane Primary',
    ]);
    assert.deepEqual(await things('Datastreams/Observations/result eq 7.5'), ['Birch Lane Primary']);
    assert.deepEqual(
      await things("Datastreams/ObservedProperty/name eq 'Nitrogen dioxide' and Datastreams/Observations/result gt 12"),
      ['Ash Grove Primary'],
    );
    assert.equal(
      (await results("$filter=Datastream/Thing/Locations/name eq 'Ash Grove Primary' and result gt 10")).length,
      3,
    );
    assert.equal((await results(`$filter=Datastream/id eq ${no2} and phenomenonTime ge ${at(10)}`)).length, 3);
    assert.deepEqual(await results("$filter=FeatureOfInterest/name eq 'Birch Lane Primary'&$orderby=phenomenonTime"), [
      7.5,
      true,
      'CHARGING',
    ]);
    assert.equal(
      (
        await found(
          "/Datastreams?$filter=unitOfMeasurement/symbol eq 'µg/m³'".replace('µ', '%C2%B5').replace('³', '%C2%B3'),
        )
      ).value.length,
      3,
    );
    assert.equal(
      (await found(`/Datastreams?$filter=phenomenonTime gt 2026-05-01T00:00:00Z/2026-05-01T12:00:00Z`)).value.length,
      3,
    );
    assert.equal((await found("/Things?$filter=properties/state eq 'live'&$count=true"))['@iot.count'], 6);
  });

  test('of Observations comes as arrays too, grouped by Datastream', async () => {
    const { value, '@iot.nextLink': next } = await found(
      '/Observations?$resultFormat=dataArray&$top=14&$select=id,result',
    );
    assert.deepEqual(
      value.map((group: Answer) => [group['Datastream@iot.navigationLink'], group['dataArray@iot.count']]),
      [
        [`http://lamppost.example/v1.1/Datastreams(${no2})`, 13],
        [`http://lamppost.example/v1.1/Datastreams(${birch.datastreams['charge-point-state']})`, 1],
      ],
    );
    assert.deepEqual(value[0].components, ['id', 'result']);
    assert.deepEqual(value[0].dataArray[12], [Number(observationId(no2, new Date(at(11)), 1)), 12.5]);
    assert.equal((await found(next)).value.length, 2);
    assert.equal((await get('/Observations?$resultFormat=dataArray&$expand=Datastream')).status, 400);
  });

  test('is refused with the place of the mistake', async () => {
    const refusals: readonly (readonly [string, number, RegExp])[] = [
      ['/Things?$filter=nam eq 1', 400, /\$filter, character 1: Thing has no "nam"/],
      ['/Things?$filter=name eq 1', 400, /cannot compare name \(a text\) with 1 \(a number\)/],
      ['/Things?$top=-5', 400, /\$top/],
      ['/Things?$count=maybe', 400, /true or false/],
      ['/Things?$foo=1', 400, /no option \$foo/],
      ['/Things?$apply=x', 501, /\$apply/],
      ['/Things?$skiptoken=abc', 400, /not one of ours/],
      ['/Things(1)?$filter=id eq 1', 400, /does not apply/],
      ['/Things(a)', 400, /whole number/],
      ["/Locations?$filter=geo.distance(location, geography'POINT(0 0)') lt 1", 501, /not supported/],
      ['/Observations?$filter=result mul 1e308 mul 1e308 gt 1', 400, /range/],
    ];
    for (const [path, status, message] of refusals) {
      const { body, ...rest } = await get(path);
      assert.equal(rest.status, status, path);
      assert.match(body.message, message);
      assert.ok(body.cure.length > 0);
    }
    assert.equal((await get('/')).body.value.length, 8);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      assert.equal((await app.inject({ method, url: '/v1.1/Things' })).statusCode, 501);
    }
  });
});
