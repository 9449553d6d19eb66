import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { aPerson, aSession } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { type AirProject, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerActionPages } from '../actions/actions.routes.ts';
import { registerRegisterPages } from '../register/register.routes.ts';
import { registerContactPages } from './contact.routes.ts';
import { registerEnquiryPages } from './enquiries.routes.ts';
import { createNetworkLimit } from './network-limit.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database, { LAMPPOST_PUBLIC_URL: 'https://lamp.example' });
const app = await pagesOn(
  house,
  registerRegisterPages,
  registerContactPages,
  registerEnquiryPages,
  registerActionPages,
);
const anybody = aBrowser(app);
const as = async (person: { personId: number }) =>
  aBrowser(app, (await aSession(db, person, house.clock)).cookie.replace('lamppost=', '__Host-lamppost='));

let air: AirProject;
let place: string;

before(async () => {
  air = await anAirProject(db, { authoritySlug: 'northbank' });
  const list = await anybody.open('/register');
  place = list.page.getAllByRole('link', { name: 'Ash Grove Primary' })[0]!.getAttribute('href')!;
});
beforeEach(() => house.clock.forward(3_600_001)); // so that one network may send again

describe('a resident', () => {
  it('complains from the page of a place without signing in, and reads the answer where it was promised', async () => {
    const start = await anybody.open(place);
    const form = await anybody.follow(start, 'Complain');
    assert.equal(form.heading, 'Complain');
    form.page.getByText('Ash Grove Primary', { selector: 'strong' });
    const short = await anybody.send(form, 'Send', { 'What is wrong?': 'hum' });
    assert.equal(short.status, 400);
    assert.deepEqual(
      short.errors.map(([, field]) => field),
      ['body'],
    );
    const sent = await anybody.send(short, 'Send', {
      'What is wrong?': 'It hums all night.',
      'Email address (optional)': 'me@example.org',
    });
    assert.equal(sent.heading, 'We have it');
    assert.ok(!sent.body.includes('me@example.org'));
    const officer = await as(air.lead);
    const today = await officer.open('/today');
    const enquiry = await officer.follow(today, /Complain: It hums/);
    enquiry.page.getByRole('link', { name: 'me@example.org' });
    const read = await officer.send(enquiry, 'I have read it');
    read.page.getByText('It is marked as read.');
    const wrong = await officer.send(read, 'Save the answer', { 'Your answer': 'We will mend it.' });
    assert.deepEqual(
      wrong.errors.map(([, field]) => field),
      ['outcome'],
    );
    const saved = await officer.send(wrong, 'Save the answer', {
      'You were right': true,
      'Show it to everybody, with the answer, on the page it is about': true,
      'What everybody reads of it': 'A monitor hums at night.',
    });
    saved.page.getByText('The answer is saved.');
    const reference = sent.path.split('?')[0]!.split('/').at(-1)!;
    const answered = await anybody.open(`/contact/${reference}`);
    answered.page.getByText('We will mend it.');
    answered.page.getByRole('link', { name: 'ico.org.uk' });
    const shown = await anybody.open(place);
    shown.page.getByText('A monitor hums at night.');
    shown.page.getByText('We will mend it.');
    assert.ok(!shown.body.includes('all night'));
    assert.doesNotMatch((await officer.open('/today')).body, /It hums/);
  });

  it('who asks for data to be published is told by when, and the officer is shown that clock', async () => {
    const form = await anybody.open(
      `/contact?kind=publication&authority=northbank&project=${air.projectSlug}&about=Desks`,
    );
    const sent = await anybody.send(form, 'Send', {
      'Which data should be published, and what would you do with them?': 'Please publish it all.',
    });
    sent.page.getByText('You have an answer by');
    house.clock.forward(31 * 86_400_000);
    const officer = await as(air.lead);
    assert.match((await officer.open('/today')).body, /overdue/);
    const list = await officer.open('/enquiries?kind=publication');
    assert.match(list.page.getByRole('row', { name: /Please publish it all/ }).textContent!, /overdue.*answer by/s);
    assert.ok(!(await officer.open('/enquiries.csv')).body.includes('@'));
  });

  it('who does not know where to begin is shown the three ways, and chooses an authority', async () => {
    const start = await anybody.open('/contact');
    const form = await anybody.follow(start, 'Comment');
    form.page.getByLabelText('To which authority?');
    const sent = await anybody.send(form, 'Send', { 'What do you want to say?': 'I like that it is there.' });
    assert.equal(sent.heading, 'We have it');
  });

  it('may send five an hour from one network, keeps what was typed when it is too much, and is cut off by nobody else', async () => {
    const post = (nth: number) =>
      anybody.post('/contact', {
        kind: 'comment',
        authority: 'northbank',
        body: `Comment number ${nth}`,
        key: String(nth),
      });
    for (let nth = 1; nth <= 5; nth++) assert.equal((await post(nth)).heading, 'We have it');
    const refused = await post(6);
    assert.equal(refused.status, 429);
    assert.match(refused.errors[0]![0], /Too much was sent/);
    assert.match(refused.body, /Comment number 6/);
    house.clock.forward(3_600_001);
    assert.equal((await post(7)).heading, 'We have it');
  });
});

describe('the officers’ pages', () => {
  it('are for those who may answer', async () => {
    assert.match((await anybody.open('/enquiries')).body, /./);
    const viewer = await as(await aPerson(db, { authorityId: air.authorityId, roles: ['viewer'] }));
    (await viewer.open('/enquiries?state=all')).page.getByRole('heading', { name: 'Nothing here' });
    assert.equal((await viewer.open('/enquiries/1')).status, 404);
  });
});

describe('the limit of a network', () => {
  it('forgets what is older than its span, and holds no more than it needs', () => {
    const limit = createNetworkLimit(house.clock, { most: 2, withinMs: 1000 });
    assert.deepEqual(
      ['a', 'a', 'a', 'b'].map((one) => limit.take(one)),
      [true, true, false, true],
    );
    house.clock.forward(1001);
    assert.equal(limit.take('a'), true);
  });
});
