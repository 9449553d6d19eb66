import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { aPerson } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { addCatalogue, harvest, removeCatalogue } from './harvest-catalogues.ts';
import { selectCatalogues } from './harvested.store.ts';
import { searchExisting } from './search-existing.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
await house.jobs.start();
stopJobs = () => house.jobs.stop();
const { authorityId, lead } = await anAirProject(db);

/** A made-up catalogue that answers as CKAN does, a page at a time, and as a DCAT document. It may be changed and broken. */
const portal = { packages: somePackages(700), broken: false, asked: 0 };
const server = createServer((request, response) => {
  portal.asked++;
  const { pathname, searchParams } = new URL(request.url!, 'http://portal');
  if (portal.broken) return void response.writeHead(503).end();
  const start = Number(searchParams.get('start'));
  const rows = Math.min(Number(searchParams.get('rows')), 300); // CKAN gives fewer than asked for where its settings say so
  const answers: Record<string, unknown> = {
    '/api/3/action/package_search': {
      success: true,
      result: { count: portal.packages.length, results: portal.packages.slice(start, start + rows) },
    },
    '/data.json': A_DATA_JSON,
    '/page': undefined,
  };
  const answer = answers[pathname];
  if (pathname === '/page') return void response.end('<html></html>');
  if (pathname === '/moved') return void response.writeHead(302, { location: '/data.json' }).end();
  if (answer === undefined) return void response.writeHead(404).end();
  response.end(JSON.stringify(answer));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test('every page of a CKAN catalogue is gathered, and a search finds what fits best first', async () => {
  const id = await added({ title: 'Data of the county', url: `${site}/`, format: 'ckan' });
  await harvest(house, id);
  const [catalogue] = await selectCatalogues(db, { id });
  assert.equal(catalogue!.datasets, 700);
  assert.equal(catalogue!.failedBecause, null);

  const { elsewhere } = await searchExisting(db, 'How high do the rivers stand, and where does it flood?');
  assert.equal(elsewhere.datasets[0]!.title, 'River levels and floods');
  assert.equal(elsewhere.datasets[0]!.page, `${site}/dataset/river-levels`);
  assert.equal(elsewhere.datasets[0]!.description, 'Heights of rivers & streams.', 'without the HTML');
  assert.equal((await searchExisting(db, '')).elsewhere.total, 0);
  assert.equal(
    (await searchExisting(db, `"' & | ! <-> (`)).elsewhere.total,
    0,
    'signs alone find nothing and break nothing',
  );
});

test('a dataset that a catalogue no longer lists is no longer found; a catalogue that is away keeps what it had', async () => {
  const { id } = (await selectCatalogues(db))[0]!;
  portal.packages = portal.packages.slice(0, 10);
  await harvest(house, id);
  assert.equal((await selectCatalogues(db, { id }))[0]!.datasets, 10);

  portal.broken = true;
  await harvest(house, id);
  portal.broken = false;
  const [catalogue] = await selectCatalogues(db, { id });
  assert.equal(catalogue!.datasets, 10);
  assert.equal(catalogue!.failedBecause, 'It answered 503.');
});

test('a DCAT document is read however it names things', async () => {
  const id = await added({ title: 'Maps', url: `${site}/data.json`, format: 'dcat' });
  await harvest(house, id);
  assert.equal((await selectCatalogues(db, { id }))[0]!.datasets, 2);
  const { elsewhere } = await searchExisting(db, 'trees');
  assert.deepEqual(
    elsewhere.datasets.map(({ title, publisher, keywords, modified }) => ({ title, publisher, keywords, modified })),
    [{ title: 'Street trees', publisher: 'Parks', keywords: 'trees, streets', modified: '2026-01-02' }],
  );
});

test('what is no catalogue says why', async () => {
  for (const [path, why] of [
    ['/page', 'Its answer is not JSON.'],
    ['/moved', 'It sends on to another address.'],
    ['/nothing', 'It answered 404.'],
  ] as const) {
    const id = await added({ title: 'No catalogue', url: site + path, format: 'dcat' });
    await harvest(house, id);
    assert.equal((await selectCatalogues(db, { id }))[0]!.failedBecause, why);
  }
});

test('what is open here is found by what is measured', async () => {
  const { own } = await searchExisting(db, 'nitrogen dioxide at schools');
  assert.equal(own.length, 1);
  assert.match(own[0]!.measures, /nitrogen dioxide/i);
});

test('an address that is not encrypted, known already or of nobody who may is refused', async () => {
  const county = { title: 'Data of the county', url: site, format: 'ckan' };
  await assert.rejects(added(county), { code: 'PUB_CATALOGUE_KNOWN' });
  await assert.rejects(added({ ...county, url: 'http://data.example.org' }), {
    code: 'PUB_CATALOGUE_INVALID',
    field: 'url',
  });
  await assert.rejects(added({ ...county, title: ' ' }), { code: 'PUB_CATALOGUE_INVALID', field: 'title' });
  await assert.rejects(added({ ...county, format: 'xml' }), { code: 'PUB_CATALOGUE_INVALID', field: 'format' });
  const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
  await assert.rejects(added(county, viewer.viewer), { code: 'IDN_FORBIDDEN' });
  const { id } = (await selectCatalogues(db))[0]!;
  await assert.rejects(
    db.transaction().execute((tx) => removeCatalogue(tx, viewer.viewer, id)),
    { code: 'IDN_FORBIDDEN' },
  );
});

test('a catalogue that is taken away takes what was gathered with it', async () => {
  for (const { id } of await selectCatalogues(db))
    await db.transaction().execute((tx) => removeCatalogue(tx, lead.viewer, id));
  assert.equal((await searchExisting(db, 'rivers trees')).elsewhere.total, 0);
});

function added(given: { title: string; url: string; format: string }, viewer = lead.viewer): Promise<number> {
  return db.transaction().execute((tx) => addCatalogue(tx, house, viewer, { authorityId, ...given }));
}

function somePackages(count: number) {
  const rivers = {
    id: 'r-1',
    name: 'river-levels',
    title: 'River levels and floods',
    notes: '<p>Heights of <b>rivers</b> &amp; streams.</p>',
    organization: { title: 'Water office' },
    license_title: 'OGL 3.0',
    tags: [{ name: 'flood' }, { name: 'river' }],
    metadata_modified: '2026-03-01T00:00:00',
  };
  const others = Array.from({ length: count - 1 }, (_, nth) => ({
    id: `d-${nth}`,
    name: `spending-${nth}`,
    title: `Spending of ward ${nth}`,
    notes: nth === 0 ? 'What was spent on flood gates' : null,
    tags: [],
  }));
  return [...others.slice(0, 5), rivers, ...others.slice(5)];
}

const A_DATA_JSON = {
  '@context': 'https://www.w3.org/ns/dcat.jsonld',
  'dcat:dataset': [
    {
      '@id': 'https://maps.example.org/trees',
      'dct:title': [
        { '@value': 'Bäume', '@language': 'de' },
        { '@value': 'Street trees', '@language': 'en' },
      ],
      'dct:publisher': { '@id': '_:parks' },
      'dcat:keyword': ['trees', 'streets'],
      'dct:modified': { '@value': '2026-01-02', '@type': 'xsd:date' },
    },
  ],
  '@graph': [
    { '@id': '_:parks', 'foaf:name': 'Parks' },
    {
      '@id': 'https://maps.example.org/bins',
      '@type': ['dcat:Dataset'],
      'dct:title': 'Litter bins',
      'dct:identifier': 'bins',
    },
  ],
};
