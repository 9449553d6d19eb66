/** Somebody who plans a project looks for data that exists already, and notes what they looked at. Without JavaScript. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { aPerson } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aVisitor } from '../../../test/build-project-pages.ts';
import { aProject } from '../../../test/build-projects.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { findOutcome, saveOutcome } from '../../projects/index.ts';
import { harvest } from '../../publish/index.ts';
import { registerProjectPages } from '../projects/projects.routes.ts';
import { registerDataPages } from './data.routes.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
await house.jobs.start();
stopJobs = () => house.jobs.stop();
const app = await pagesOn(house, registerDataPages, async (context) => registerProjectPages(context, house));
const { authorityId, authoritySlug, lead } = await anAirProject(db);
const open = await aVisitor(app, db, lead);

const document = JSON.stringify({
  dataset: [
    {
      identifier: 'gauges',
      title: 'River gauges',
      description: 'Where water stands high',
      landingPage: 'https://water.example/g',
    },
  ],
});
const server = createServer((_request, response) => void response.end(document));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.json`;

test('a catalogue is added by whoever may, and shows what came of it', async () => {
  const empty = await open('/data/catalogues');
  empty.page.getByRole('heading', { name: 'No catalogue yet' });
  const wrong = await empty.submit('Add and gather it', { 'What it is called': 'Water', 'Its address': 'ftp://water' });
  assert.equal(wrong.status, 400);
  wrong.page.getByRole('link', { name: /has to start with https/ });
  assert.equal(
    (wrong.page.getByLabelText('What it is called') as HTMLInputElement).value,
    'Water',
    'nothing typed is lost',
  );

  const added = await wrong.submit('Add and gather it', { 'How it answers': 'DCAT as JSON', 'Its address': url });
  added.page.getByRole('heading', { name: 'Water' });
  await harvest(house);
  (await open('/data/catalogues')).page.getByText(/1 dataset, gathered/);

  const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
  const seen = await (await aVisitor(app, db, viewer))('/data/catalogues');
  assert.equal(seen.page.queryByRole('button', { name: /Add|Remove|Gather/ }), null);
});

test('a project’s own words are the first search; what is noted stands in the outcome record', async () => {
  const project = await aProject(db, lead.viewer, { authorityId });
  const had = { action: { had_what: 'where the water stands high' } };
  await db.transaction().execute((tx) => saveOutcome(tx, lead.viewer, project.id, had));
  const asked = await open(`/projects/${authoritySlug}/${project.slug}/decide/data`);
  const found = await asked.follow(/^Search the open data/);
  assert.equal((found.page.getByRole('textbox') as HTMLInputElement).value, 'where the water stands high');
  const noted = await found.submit('Note that I looked at it: River gauges');
  noted.page.getByText('noted');
  assert.equal(noted.page.queryByRole('button', { name: /Note that/ }), null);

  const { draft } = await findOutcome(db, project.id);
  assert.equal(draft!.answers.data!.looked_at, 'River gauges (Water), https://water.example/g');
  const own = await open(`/data/elsewhere?for=${authoritySlug}/${project.slug}&q=nitrogen+dioxide`);
  await own.submit(/^Note that/ as never);
  assert.match((await findOutcome(db, project.id)).draft!.answers.data!.looked_at!, /\n.*http.*\/data\//);
});

test('anybody may search, and is told what to do where nothing is found', async () => {
  const { body } = await app.inject({
    method: 'GET',
    url: '/data/elsewhere?q=unicorns',
    headers: { accept: 'text/html' },
  });
  assert.match(body, /No open dataset here has these words/);
  assert.match(body, /Try other words/);
  assert.doesNotMatch(body, /Note that I looked/);
});
