import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import swagger from '@fastify/swagger';
import { anAuthority } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aDatabase } from '../../../test/database.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerAboutPages } from './about.routes.ts';

const database = await aDatabase();
const house = await aHouse(database);
const app = await pagesOn(house, async (context, given) => {
  await context.register(swagger, { openapi: { openapi: '3.1.0' } });
  context.get('/v1.1', { schema: { tags: ['sensorthings'], summary: 'The service root' } }, async () => '');
  context.post('/ingest/json/:authority/:source', async () => '');
  context.get('/projects/:authority/:slug', async () => '');
  await registerAboutPages(context, given);
});
const browser = aBrowser(app);

describe('the API page', () => {
  it('lists what machines use, and no pages for people', async () => {
    const { page, body } = await browser.open('/docs');
    const groups = page.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
    assert.deepEqual(groups.slice(2, -1), ['Send readings in', 'Read with SensorThings']);
    page.getByText('POST /ingest/json/{authority}/{source}');
    page.getByText(/Readings as plain JSON/);
    page.getByRole('table', { name: 'Parameters of POST /ingest/json/{authority}/{source}' });
    assert.ok(!body.includes('/projects/{authority}'));
    const answer = await app.inject('/openapi.json');
    assert.deepEqual(Object.keys(answer.json().paths), ['/v1.1', '/ingest/json/{authority}/{source}']);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
  });
});

describe('the plain pages', () => {
  it('say what this is, how accessible it is, what is kept, and under which licence, and whom to write to', async () => {
    (await browser.open('/about')).page.getByText(/No authority has been set up here yet/);
    await anAuthority(database.db, { name: 'Northbank', contactEmail: 'hello@northbank.example' });
    for (const path of ['/about', '/accessibility', '/privacy']) {
      const { page, status } = await browser.open(path);
      assert.equal(status, 200);
      assert.equal(
        page.getByRole('link', { name: 'hello@northbank.example' }).getAttribute('href'),
        'mailto:hello@northbank.example',
      );
    }
    assert.match((await browser.open('/licence')).body, /Apache License, version 2\.0/);
  });
});
