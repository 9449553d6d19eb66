/** Somebody of information governance places a hold and lifts it; the project's public page says so while it stands. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { aPerson } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { aVisitor } from '../../../test/build-project-pages.ts';
import { anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { registerRegisterPages } from '../register/register.routes.ts';
import { registerRecordPages } from './records.routes.ts';

const database = await aDatabase();
const { db } = database;
const app = await pagesOn(await aHouse(database), registerRecordPages, registerRegisterPages);
const { authorityId, authoritySlug, projectId } = await anAirProject(db);
const { rows } = await database.database.pool.query('select slug from projects.project where id = $1', [projectId]);
const publicPage = async () => (await app.inject({ url: `/register/${authoritySlug}/projects/${rows[0].slug}` })).body;
const officer = await aPerson(db, { authorityId, roles: ['information_governance'] });
const security = await aPerson(db, { authorityId, roles: ['security'] });
const open = await aVisitor(app, db, officer);
const wanted = {
  Why: 'A tenant has taken the council to court.',
  'Legal basis': 'Limitation Act 1980',
  'When is it looked at again?': '2099-03-01',
};

test('a hold is placed with a reason, shown in public, and lifted with a reason', async () => {
  const start = await open('/records/holds');
  start.page.getByRole('heading', { name: 'No hold stands' });
  const wrong = await start.submit('Place the hold', { ...wanted, 'Legal basis': '' });
  assert.equal(wrong.status, 400);
  assert.equal((wrong.page.getByLabelText('Why') as HTMLTextAreaElement).value, wanted.Why, 'nothing typed is lost');
  const placed = await wrong.submit('Place the hold', wanted);
  placed.page.getByText(wanted.Why);
  assert.match(
    await publicPage(),
    /nothing of this project is deleted, although its time may be over: A tenant has taken/,
  );

  const blank = await placed.submit('Lift the hold');
  assert.equal(blank.status, 400);
  const lifted = await blank.submit('Lift the hold', { 'Why it is lifted': 'The case is over' });
  lifted.page.getByRole('heading', { name: 'No hold stands' });
  lifted.page.getByText(/The case is over/);
  assert.doesNotMatch(await publicPage(), /court/);
});

test('a confidential hold is not in public, and others of the authority see it without the forms', async () => {
  await (await open('/records/holds')).submit('Place the hold', {
    ...wanted,
    confidential: ['Confidential: keep it off the public page'],
  });
  assert.doesNotMatch(await publicPage(), /court/);
  const seen = await (await aVisitor(app, db, security))('/records/holds');
  seen.page.getByText('confidential');
  assert.equal(seen.page.queryByRole('button', { name: /hold/ }), null);
  const viewer = await aPerson(db, { authorityId, roles: ['viewer'] });
  assert.equal(
    (await (await aVisitor(app, db, viewer))('/records/holds')).status,
    403,
    'no list that only looks empty',
  );
});
