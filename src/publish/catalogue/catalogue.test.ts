import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import {
  type AirProject,
  aDeclarationBody,
  aDeclarationInForce,
  aDeclaredProperty,
  aDevice,
  anAirProject,
  aPlace,
} from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { graphOfJsonLd, graphOfTurtle, judge } from '../../../test/read-rdf.ts';
import { sql } from '../../base/index.ts';
import { ckanPackage, datasetNamed, packageName } from './ckan.ts';
import { dataDictionary } from './data-dictionary.ts';
import { countDatasets, findDataset, listDatasets, searchOpenDatasets } from './dataset.store.ts';
import { frequencyOf } from './dcat.ts';
import { openReadings } from './open-readings.ts';
import { catalogueJsonLd, catalogueTurtle, datasetJsonLd, datasetTurtle } from './write-catalogue.ts';

const database = await aDatabase();
const { db } = database;
const URL_HERE = 'https://lamp.example';
async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const part of parts) found.push(part);
  return found;
}
const whole = async (parts: AsyncGenerator<string>) => (await all(parts)).join('');
const staffOnly = [{ audience: 'authority', detail: 'readings' } as const];

let air: AirProject;
let desks: AirProject;

before(async () => {
  air = await anAirProject(db, {
    authoritySlug: 'northbank',
    body: aDeclarationBody({
      title: 'Air "outside" <schools>\nin Ünïted \\ words',
      summary: 'Monitors measure\tnitrogen dioxide “outside” schools.',
      properties: [
        aDeclaredProperty('no2', { shortest_interval_s: 900 }),
        aDeclaredProperty('pm10', { audiences: [{ audience: 'public', detail: 'hourly' }, ...staffOnly] }),
        aDeclaredProperty('pm25', { audiences: staffOnly }),
      ],
      sharing: { dataset: 'air', title: 'Air "outside" <schools> \\ \u0007 é', licence: 'OGL-UK-3.0' },
    }),
  });
  desks = await anAirProject(db, {
    authoritySlug: 'southbank',
    body: aDeclarationBody({
      properties: [aDeclaredProperty('no2', { audiences: staffOnly })],
      sharing: { dataset: 'desks', title: 'Desks', licence: 'own licence', why_not_open: 'It shows empty offices.' },
    }),
  });
  const rows = [
    anObservation({ datastreamId: air.devices[0].datastreams.no2!, authorityId: air.authorityId, value: 21 }),
    anObservation({ datastreamId: air.devices[0].datastreams.pm10!, authorityId: air.authorityId, value: 9 }),
    anObservation({
      datastreamId: air.devices[1].datastreams.no2!,
      authorityId: air.authorityId,
      value: 22,
      at: '2026-05-02T10:00:00Z',
    }),
  ];
  await commitInTransaction(database.database, rows);
});

describe('a dataset', () => {
  it('is one project’s open readings: only properties whose every reading the public is promised', async () => {
    const dataset = (await findDataset(db, 'northbank', 'air'))!;
    assert.equal(dataset.isOpen, true);
    assert.deepEqual(
      dataset.properties.map(({ code }) => code),
      ['no2'],
    );
    assert.deepEqual([dataset.devices, dataset.datastreams], [3, 3]);
    assert.equal(dataset.lastAt!.toISOString(), '2026-05-02T10:00:00.000Z');
    assert.equal(dataset.firstAt!.toISOString(), '2026-05-01T12:00:00.000Z');
    assert.equal(frequencyOf(dataset), 'freq:continuous');
  });

  it('that is not open is listed with the public reason, and its readings are nowhere', async () => {
    const dataset = (await findDataset(db, 'southbank', 'desks'))!;
    assert.deepEqual([dataset.isOpen, dataset.whyNotOpen], [false, 'It shows empty offices.']);
    assert.deepEqual(await all(openReadings(db, desks.projectId)), []);
    assert.equal((await searchOpenDatasets(db, { limit: 10 })).total, 1);
  });

  it('is in the list as open exactly when the access rule shows the public one of its datastreams', async () => {
    const home = await anAirProject(db, { authoritySlug: 'homes' });
    const { placeId } = await aPlace(db, { authorityId: home.authorityId, isDwelling: true, areaCode: 'E01000001' });
    await sql`update register.placement set place_id = ${placeId} where authority_id = ${home.authorityId}`.execute(db);
    const { rows } = await sql<{ listed: boolean; open: boolean }>`
      select ds.has_open_readings as listed, exists (select 1 from register.v_datastream d where d.project_id = ds.project_id and d.is_open) as open
      from register.v_dataset ds order by ds.project_id`.execute(db);
    assert.deepEqual(
      rows.map(({ listed }) => listed),
      rows.map(({ open }) => open),
    );
    assert.deepEqual(
      rows.map(({ listed }) => listed),
      [true, false, false],
    );
    const { rows: apart } = await sql`
      (select id from register.v_open_datastream except select id from register.v_datastream where is_open) union all
      (select id from register.v_datastream where is_open except select id from register.v_open_datastream)`.execute(
      db,
    );
    assert.deepEqual(apart, [], 'both ways to find open datastreams find the same');
    assert.deepEqual(await all(openReadings(db, home.projectId)), [], 'no home is in a download');
    await sql`update register.declaration set state = 'withdrawn' where project_id = ${home.projectId}`.execute(db);
  });

  it('keeps an address of its own when two projects give the same name', async () => {
    const second = await anAirProject(db, { authoritySlug: 'westbank' });
    const { authorityId, lead, modelId } = second;
    const { aProject } = await import('../../../test/build-projects.ts');
    const third = await aProject(db, lead.viewer, { authorityId, title: 'More air' });
    await aDeclarationInForce(db, { authorityId, projectId: third.id });
    await aDevice(db, { authorityId, projectId: third.id, modelId });
    const { datasets } = await listDatasets(db, { authority: ['westbank'] });
    assert.deepEqual(datasets.map(({ address }) => address).sort(), [
      'air-outside-schools',
      `air-outside-schools.${third.id}`,
    ]);
    for (const dataset of datasets) {
      const named = datasetNamed(packageName(dataset))!;
      assert.deepEqual(named, { authoritySlug: dataset.authoritySlug, address: dataset.address });
      assert.equal((await findDataset(db, named.authoritySlug, named.address))!.projectTitle, dataset.projectTitle);
    }
    for (const projectId of [second.projectId, third.id])
      await sql`update register.declaration set state = 'withdrawn' where project_id = ${projectId}`.execute(db);
  });

  it('leaves the catalogue with the last day of its declaration', async () => {
    const ended = await anAirProject(db, {
      authoritySlug: 'eastbank',
      body: aDeclarationBody({ ends_on: '2020-01-01' }),
    });
    assert.equal(await findDataset(db, 'eastbank', 'air-outside-schools'), undefined);
    assert.deepEqual(await all(openReadings(db, ended.projectId)), []);
  });
});

describe('the catalogue', () => {
  it('is found by words and filters, and the count beside each filter value is what the list would show', async () => {
    for (const query of [{}, { search: 'desks' }, { access: ['open'] }, { search: 'nitrogen', theme: ['air'] }]) {
      const counts = await countDatasets(db, query);
      for (const [filter, values] of Object.entries(counts)) {
        for (const { value, count } of values)
          assert.equal((await listDatasets(db, { ...query, [filter]: [value] })).total, count, `${filter} ${value}`);
      }
    }
    assert.equal((await listDatasets(db, { search: '%' })).total, 0, 'a percent sign is a percent sign');
    assert.equal((await listDatasets(db, { search: 'nitrogen' })).total, 1);
    assert.equal((await listDatasets(db, { property: ['pm10'] })).total, 0, 'hourly means are no open readings');
  });

  it('says the same in Turtle and in JSON-LD, whatever signs its texts hold', async () => {
    const turtle = await whole(catalogueTurtle(db, URL_HERE));
    const document = JSON.parse(await whole(catalogueJsonLd(db, URL_HERE)));
    const graph = await graphOfTurtle(turtle);
    assert.equal(graph, await graphOfJsonLd(document));
    assert.ok(graph.split('\n').length > 40);
    assert.ok(!graph.includes('Desks'), 'what is not open is not offered to harvesters');
    const dataset = (await findDataset(db, 'northbank', 'air'))!;
    assert.equal(
      await graphOfTurtle(datasetTurtle(dataset, URL_HERE)),
      await graphOfJsonLd(JSON.parse(datasetJsonLd(dataset, URL_HERE))),
    );
  });

  it('keeps the rules of the UK exchange model: what must be there, how often, from which vocabulary', async () => {
    const turtle = await whole(catalogueTurtle(db, URL_HERE));
    const { problems, looked } = judge(turtle);
    assert.deepEqual(problems, []);
    assert.deepEqual(looked, {
      'dcat:Dataset': 1,
      'dcat:DataService': 1,
      'dcat:Distribution': 2,
      'vcard:Kind': 2,
      'foaf:Organization': 1,
    });
    const broken = turtle
      .replace('dct:accessRights "OPEN"', 'dct:accessRights "SECRET"')
      .replace(/dcat:version "1"/, 'dcat:x "1"');
    assert.equal(judge(broken).problems.length, 2, 'and the rules can find fault');
  });

  it('of nothing is an empty catalogue in both', async () => {
    const empty = await aDatabase();
    assert.equal(
      await graphOfTurtle(await whole(catalogueTurtle(empty.db, URL_HERE))),
      await graphOfJsonLd(JSON.parse(await whole(catalogueJsonLd(empty.db, URL_HERE)))),
    );
  });
});

describe('a package in the shape of CKAN', () => {
  it('has what harvesters read: names, licence, owner, tags, resources with addresses that are the dataset’s own', async () => {
    const dataset = (await findDataset(db, 'northbank', 'air'))!;
    const shown = ckanPackage(dataset, URL_HERE);
    assert.match(shown.name, /^[a-z0-9_-]+$/);
    assert.deepEqual(
      [shown.license_id, shown.owner_org, shown.num_resources, shown.private],
      ['uk-ogl', 'northbank', 3, false],
    );
    assert.equal(shown.resources[0]!.url, 'https://lamp.example/data/northbank/air/readings.csv');
    assert.deepEqual(
      shown.tags.map(({ name }) => name),
      ['no2'],
    );
  });
});

describe('the data dictionary', () => {
  it('says of each open property its unit and what is promised, and nothing of the others', async () => {
    const { properties, columns } = dataDictionary((await findDataset(db, 'northbank', 'air'))!, URL_HERE);
    assert.deepEqual(
      properties.map(({ code, unit, interval }) => [code, unit, interval]),
      [['no2', 'ug/m3', 'one reading every 15 minutes']],
    );
    assert.equal(columns.length, 8);
  });
});

describe('a download', () => {
  it('has every open reading, sensor by sensor, and ends when the promise is withdrawn meanwhile', async () => {
    const pages = await all(openReadings(db, air.projectId));
    assert.deepEqual(
      pages.flatMap(({ datastream, readings }) => readings.map(({ value }) => [datastream.property, value])),
      [
        ['no2', 21],
        ['no2', 22],
      ],
    );
    const day = await all(openReadings(db, air.projectId, { from: new Date('2026-05-02T00:00:00Z') }));
    assert.equal(day.length, 1);
    await sql`update register.declaration set state = 'withdrawn' where project_id = ${air.projectId}`.execute(db);
    assert.deepEqual(await all(openReadings(db, air.projectId)), []);
  });
});
