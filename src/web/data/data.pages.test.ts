import assert from 'node:assert/strict';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { within } from '@testing-library/dom';
import { aHouse } from '../../../test/build-ingest.ts';
import { anObservation, commitInTransaction } from '../../../test/build-observations.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { type AirProject, aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerDataPages } from './data.routes.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(house, registerDataPages);
const browser = aBrowser(app);
const read = (url: string) => app.inject({ method: 'GET', url });
const PAGE = '/data/northbank/air-outside-schools';

let air: AirProject;

describe('the list of datasets', () => {
  it('without any says when one appears', async () => {
    (await browser.open('/data')).page.getByRole('heading', { name: 'No dataset yet' });
  });
});

describe('the catalogue', () => {
  before(async () => {
    air = await anAirProject(db, { authoritySlug: 'northbank' });
    await anAirProject(db, {
      authoritySlug: 'southbank',
      body: aDeclarationBody({
        sharing: {
          dataset: 'desks',
          title: 'Desks </script>',
          licence: 'OGL-UK-3.0',
          why_not_open: 'It shows empty offices.',
        },
        properties: [aDeclaredProperty('no2', { audiences: [{ audience: 'authority', detail: 'readings' }] })],
      }),
    });
    const { authorityId, devices } = air;
    await commitInTransaction(
      database.database,
      [1, 2, 3].map((nth) =>
        anObservation({
          datastreamId: devices[0].datastreams.no2!,
          authorityId,
          value: nth,
          at: `2026-05-01T11:0${nth}:00Z`,
        }),
      ),
    );
  });

  it('is a list with search, filters, counts and a file, what is open first', async () => {
    const start = await browser.open('/data');
    const rows = within(start.page.getByRole('table', { name: '2 datasets' })).getAllByRole('row');
    assert.match(rows[1]!.textContent!, /Air outside schools.*open/s);
    assert.match(rows[2]!.textContent!, /Desks.*not open/s);
    const found = await browser.send(start, 'Show results', { Search: 'nitrogen desks' });
    found.page.getByRole('heading', { name: 'No dataset matches' });
    const open = await browser.open('/data?access=open');
    open.page.getByRole('table', { name: '1 dataset' });
    open.page.getByRole('link', { name: /Remove.*Open to everyone/ });
    const csv = await read(open.page.getByRole('link', { name: /list as CSV/ }).getAttribute('href')!);
    assert.equal(csv.body.trim().split('\r\n').length, 2);
  });

  it('tells of a dataset what it is, its licence, promise, properties with units, period, and how to have it', async () => {
    const { page, heading, document } = await browser.open(PAGE);
    assert.equal(heading, 'Air outside schools');
    assert.equal(page.getByRole('link', { name: 'Open Government Licence v3.0' }).getAttribute('rel'), 'license');
    assert.equal(
      page.getByRole('link', { name: 'Version 1, in force' }).getAttribute('href'),
      `/register/northbank/projects/${air.projectSlug}`,
    );
    assert.match(
      within(page.getByRole('table', { name: 'What was measured' })).getByRole('row', { name: /Nitrogen/ })
        .textContent!,
      /ug\/m3/,
    );
    assert.ok(document.querySelectorAll('time[datetime="2026-05-01"]').length === 2, 'the period');
    const schema = JSON.parse(document.querySelector('script[type="application/ld+json"]')!.textContent!);
    assert.deepEqual(
      [schema['@type'], schema.url],
      ['Dataset', 'https://lamp.example/data/northbank/air-outside-schools'],
    );
    assert.equal(
      page.getByRole('button', { name: /Download every reading/ }).getAttribute('href'),
      `${PAGE}/readings.csv`,
    );
  });

  it('says of a dataset that is not open why, offers nothing to download, and refuses whoever guesses the address', async () => {
    const { page, document } = await browser.open('/data/southbank/desks');
    page.getByText(/It shows empty offices/);
    assert.equal(page.queryByRole('button', { name: /Download/ }), null);
    assert.equal(document.querySelectorAll('script[type="application/ld+json"]').length, 0);
    for (const file of ['readings.csv', 'dictionary.json', 'dcat.ttl']) {
      const answer = await read(`/data/southbank/desks/${file}`);
      assert.deepEqual([answer.statusCode, answer.json().error], [404, 'PUB_DATASET_NOT_OPEN']);
    }
    assert.equal((await read('/data/southbank/nothing')).statusCode, 404);
  });

  it('gives every reading as CSV that any site may fetch, or those of a period', async () => {
    const { body, headers } = await read(`${PAGE}/readings.csv`);
    assert.equal(headers['access-control-allow-origin'], '*');
    const [header, first, ...rest] = body.trim().split('\r\n');
    assert.equal(header, 'phenomenon_time,device,place,latitude,longitude,property,result,unit');
    assert.equal(first, `2026-05-01T11:01:00.000Z,${air.devices[0].slug},Ash Grove Primary,51.5,-0.09,no2,1,ug/m3`);
    assert.equal(rest.length, 2);
    const part = await read(`${PAGE}/readings.csv?from=2026-05-01T11:02:00Z&to=2026-05-02`);
    assert.equal(part.body.trim().split('\r\n').length, 3);
    assert.deepEqual((await read(`${PAGE}/readings.csv?from=yesterday`)).json().field, 'from');
  });

  it('stops reading when whoever downloads goes away', async () => {
    const { authorityId, devices } = air;
    for (let hour = 0; hour < 10; hour++) {
      const rows = Array.from({ length: 3_600 }, (_, second) =>
        anObservation({
          datastreamId: devices[1].datastreams.no2!,
          authorityId,
          at: new Date(Date.UTC(2026, 2, 1, hour, 0, second)).toISOString(),
        }),
      );
      await commitInTransaction(database.database, rows);
    }
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    let asked = 0;
    const connect = database.database.pool.connect.bind(database.database.pool);
    database.database.pool.connect = (async () => {
      asked += 1;
      return connect();
    }) as never;
    await new Promise<void>((resolve) => {
      const request = get({ port, path: `${PAGE}/readings.csv` }, (response) => {
        response.once('data', () => {
          response.destroy();
          request.destroy();
          resolve();
        });
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const soon = asked;
    await new Promise((resolve) => setTimeout(resolve, 300));
    database.database.pool.connect = connect as never;
    assert.equal(asked, soon, 'nothing is read any more');
    assert.ok(asked < 12, `${asked} queries; the whole file takes more`);
  });

  it('speaks CKAN’s Action API: list, show, search, and not found', async () => {
    const list = (await read('/api/3/action/package_list')).json();
    assert.deepEqual([list.success, list.result], [true, ['northbank_air-outside-schools']]);
    const shown = (await read('/api/3/action/package_show?id=northbank_air-outside-schools')).json();
    assert.equal(shown.result.title, 'Air outside schools');
    const found = (await read('/api/3/action/package_search?q=air&rows=5&fq=organization:northbank')).json();
    assert.deepEqual([found.result.count, found.result.results.length], [1, 1]);
    assert.equal((await read('/api/3/action/package_search?q=air&rows=0')).json().result.count, 1);
    assert.equal((await read('/api/3/action/package_search?fq=organization:southbank')).json().result.count, 0);
    for (const id of ['southbank_desks', 'nothing', '', 'a_b_c'])
      assert.deepEqual((await read(`/api/3/action/package_show?id=${id}`)).json().error.__type, 'Not Found Error');
  });

  it('is served as JSON-LD and Turtle', async () => {
    const jsonLd = await read('/data/catalogue.jsonld');
    assert.equal(jsonLd.headers['content-type'], 'application/ld+json; charset=utf-8');
    assert.ok(jsonLd.json()['@graph'].length > 4);
    assert.match((await read('/data/catalogue.ttl')).body, /a dcat:Dataset/);
    assert.match((await read(`${PAGE}/dcat.ttl`)).body, /dcat:downloadURL <https:\/\/lamp\.example/);
    assert.match((await read(`${PAGE}/dictionary.csv`)).body, /property,no2,Nitrogen dioxide/);
  });
});
