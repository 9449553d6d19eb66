import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { aPerson, aSession, type BuiltPerson } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { type AirProject, aDeclarationBody, anAirProject, aPlace } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerPrivacyNotices, registerRecordPages } from './records.routes.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(house, registerPrivacyNotices, registerRecordPages);
const as = async (person: { personId: number }) =>
  aBrowser(app, (await aSession(db, person, house.clock)).cookie.replace('lamppost=', '__Host-lamppost='));
let air: AirProject;
let governance: BuiltPerson;

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank', body: aDeclarationBody({ lawful_basis: 'public_task' }) });
  governance = await aPerson(db, { authorityId: air.authorityId, roles: ['information_governance'] });
});

describe('the pages of records', () => {
  it('show the record of processing, which can be taken away as CSV', async () => {
    const browser = await as(governance);
    const { page } = await browser.open('/records?q=air');
    page.getByRole('heading', { name: /^Air outside schools, Borough/ });
    const csv = await app.inject({ url: '/records.csv', headers: { cookie: browser.cookie } });
    assert.match(csv.body, /^authority,activity,controller/);
    assert.match(csv.body, /Cleaner air for children/);
    (await browser.open('/records?personal=yes')).page.getByRole('heading', { name: 'No activity matches' });
    (await browser.open('/records/joint-controllers')).page.getByRole('heading', { name: 'No partnership' });
  });

  it('answer what a breach touches, and say when nothing has that name', async () => {
    const browser = await as(governance);
    const form = await browser.open('/records/breach');
    const reach = await browser.send(form, 'Show what it touches', { 'Which one?': air.devices[0].slug });
    reach.page.getByRole('table', { name: '1 activity is touched' });
    const wrong = await browser.send(form, 'Show what it touches', { 'Which one?': 'nobody' });
    assert.deepEqual(
      wrong.errors.map(([, field]) => field),
      ['name'],
    );
  });

  it('lead to what is held about a person, and refuse whoever may not', async () => {
    const browser = await as(governance);
    const form = await browser.follow(await browser.open('/records'), 'What is held about a person');
    const home = await aPlace(db, { authorityId: air.authorityId, isDwelling: true, areaCode: 'E01000001' });
    const found = await browser.send(form, 'Show what is held', { 'Short name of the place': home.slug });
    found.page.getByText('Nothing that can be tied to a person is held for that place and time.');
    const wrong = await browser.send(form, 'Show what is held', { 'Short name of the place': 'nowhere' });
    assert.deepEqual(
      wrong.errors.map(([, field]) => field),
      ['place'],
    );
    const lead = await as(air.lead);
    assert.equal((await lead.open('/records/subject')).status, 403);
    assert.equal((await lead.open(`/records/subject.json?authority=northbank&place=${home.slug}`)).status, 403);
    assert.equal((await lead.open('/records')).status, 200);
    const viewer = await as(await aPerson(db, { authorityId: air.authorityId, roles: ['viewer'] }));
    assert.equal((await viewer.open('/records')).status, 403);
    assert.equal((await app.inject('/records')).statusCode, 401);
  });
});

describe('a privacy notice', () => {
  it('is public, says what the promise says, and the rights that follow from its basis', async () => {
    const { page, heading, body } = await aBrowser(app).open(`/register/northbank/projects/${air.projectSlug}/privacy`);
    assert.match(heading, /^Privacy notice: /);
    page.getByText('Object to its use');
    page.getByText('public task');
    assert.match(body, /Nitrogen dioxide: 2 years/);
    assert.equal((await app.inject('/register/northbank/projects/nothing/privacy')).statusCode, 404);
  });
});
