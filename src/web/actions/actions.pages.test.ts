import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { within } from '@testing-library/dom';
import { anAlert, aReceiver, aWebhook } from '../../../test/build-alerts.ts';
import { anAuthority, aPerson, aSession } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { pagesOn } from '../../../test/build-pages.ts';
import { type AirProject, aDeclarationBody, anAirProject } from '../../../test/build-register.ts';
import { hourlyReadings, schoolsWithAir } from '../../../test/build-school-air.ts';
import { aDatabase } from '../../../test/database.ts';
import { deliver } from '../../actions/deliver.task.ts';
import { listDeliveries, requireAlert } from '../../actions/index.ts';
import { sql } from '../../base/index.ts';
import { saveDraft, submitDeclaration } from '../../register/index.ts';
import { aBrowser } from '../account/browser.fixture.ts';
import { registerActionPages } from './actions.routes.ts';

let stopJobs = async () => {};
after(() => stopJobs()); // before the database's own `after`, which waits for its connections
const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
await house.jobs.start();
stopJobs = () => house.jobs.stop();
const app = await pagesOn(house, registerActionPages);
const as = async (person: { personId: number }) => aBrowser(app, (await aSession(db, person, house.clock)).cookie);

let air: AirProject;
let officer: Awaited<ReturnType<typeof aPerson>>;
let reader: typeof officer;
let stranger: typeof officer;
let origins = 0;
const raise = (given: Partial<Parameters<typeof anAlert>[1]> = {}) =>
  anAlert(house, { authorityId: air.authorityId, projectId: air.projectId, origin: `finding:${++origins}`, ...given });

before(async () => {
  air = await schoolsWithAir(database.database, { authoritySlug: 'northbank' });
  const { authorityId } = air;
  officer = await aPerson(db, { authorityId, name: 'Tom Ellery', roles: ['service_officer'] });
  reader = await aPerson(db, { authorityId, roles: ['viewer'] });
  stranger = await aPerson(db, { authorityId: (await anAuthority(db)).authorityId, roles: ['service_officer'] });
});

describe('the page of an alert', () => {
  it('says what happened, how serious it is, where, and what can be done', async () => {
    const { id } = await raise({ severity: 70, placeId: air.devices[0].placeId! });
    const { page, heading } = await (await as(officer)).open(`/actions/${id}`);
    assert.equal(heading, 'High air pollution at Ash Grove Primary');
    page.getByText('NO₂ averaged 450 µg/m³.');
    page.getByText('serious');
    page.getByText('new');
    assert.match(
      page.getByRole('link', { name: 'Ash Grove Primary' }).getAttribute('href')!,
      /^\/register\/northbank\/places\//,
    );
    page.getByRole('button', { name: /^Acknowledge/ });
    page.getByRole('button', { name: 'Dismiss with this reason' });
    page.getByText(/To none: no webhook was set up/);
  });

  it('takes an acknowledgement, then "done", with name and note', async () => {
    const { id } = await raise();
    const browser = await as(officer);
    const held = await browser.send(await browser.open(`/actions/${id}`), /^Acknowledge/, {
      'Note or reason': 'Called them',
    });
    held.page.getByText('You have this alert in hand.');
    held.page.getByText('Tom Ellery', { selector: 'dd' });
    held.page.getByText('Called them');
    assert.equal(held.page.queryByRole('button', { name: /^Acknowledge/ }), null);
    const done = await browser.send(held, 'Mark as done', { 'Note or reason': 'Street closed' });
    done.page.getByText('The alert is done.');
    assert.equal((await requireAlert(db, officer.viewer, id)).reason, 'Street closed');
    const undone = await browser.send(done, /^Undo/);
    undone.page.getByText('The alert is new again.');
  });

  it('asks for the reason of a dismissal beside the field, and keeps what was typed', async () => {
    const { id } = await raise();
    const browser = await as(officer);
    const refused = await browser.send(await browser.open(`/actions/${id}`), /^Dismiss/, { 'Note or reason': 'no' });
    assert.equal(refused.status, 400);
    assert.match(refused.document.title, /^Error: /);
    assert.equal(refused.errors.length, 1);
    assert.equal(refused.errors[0]![1], 'reason');
    assert.equal((refused.page.getByLabelText('Note or reason') as HTMLTextAreaElement).value, 'no');
    const dismissed = await browser.send(refused, /^Dismiss/, { 'Note or reason': 'Road works until Friday' });
    dismissed.page.getByText('The alert is dismissed.');
  });

  it('tells the second of two officers that the first was quicker', async () => {
    const { id } = await raise();
    const [first, second] = [await as(officer), await as(air.lead)];
    const [one, other] = [await first.open(`/actions/${id}`), await second.open(`/actions/${id}`)];
    await first.send(one, /^Acknowledge/);
    const late = await second.send(other, /^Acknowledge/);
    late.page.getByRole('link', { name: /already acknowledged by Tom Ellery/ });
  });

  it('is read only for readers, not there for others, and a sign-in for the public', async () => {
    const { id } = await raise();
    const looking = await (await as(reader)).open(`/actions/${id}`);
    assert.equal(looking.status, 200);
    assert.equal(looking.page.queryByRole('button', { name: /Acknowledge|Dismiss/ }), null);
    const { csrf, cookie } = await aSession(db, reader, house.clock);
    const forced = await aBrowser(app, cookie).post(`/actions/${id}`, { do: 'acknowledge', _csrf: csrf });
    assert.equal(forced.status, 403);
    assert.equal((await (await as(stranger)).open(`/actions/${id}`)).status, 404);
    const anybody = await app.inject({ url: `/actions/${id}`, headers: { accept: 'text/html' } });
    assert.deepEqual([anybody.statusCode, anybody.headers.location], [303, `/sign-in?next=%2Factions%2F${id}`]);
    const unsigned = await aBrowser(app, cookie).post(`/actions/${id}`, { do: 'acknowledge' });
    assert.equal(unsigned.status, 403, 'a form of another website');
    assert.equal((await requireAlert(db, officer.viewer, id)).state, 'open');
  });
});

describe('the list of alerts', () => {
  it('shows what is new and in hand, and the rest on request, by words and as a file', async () => {
    const own = await anAirProject(db);
    const make = (title: string) =>
      anAlert(house, { authorityId: own.authorityId, projectId: own.projectId, origin: `finding:${++origins}`, title });
    const [, settled] = [await make('Gate is wet'), await make('=cmd|calc')];
    const browser = await as(own.lead);
    await browser.send(await browser.open(`/actions/${settled.id}`), /^Dismiss/, { 'Note or reason': 'A false alarm' });
    const list = await browser.open('/actions');
    within(list.page.getByRole('table', { name: '1 alert' })).getByRole('link', { name: 'Gate is wet' });
    const all = await browser.send(list, 'Show', { Show: 'All' });
    all.page.getByRole('table', { name: '2 alerts' });
    const found = await browser.send(all, 'Show', { 'Search titles': 'gate', Show: 'All' });
    found.page.getByRole('table', { name: '1 alert' });
    const none = await browser.open('/actions?q=nothing');
    none.page.getByRole('heading', { name: 'No alerts here' });
    const csv = (await browser.open('/actions.csv')).body;
    assert.equal(csv.trim().split('\n').length, 3);
    assert.match(csv, /,'=cmd\|calc,/, 'no spreadsheet takes it for a formula');
    assert.ok(!(await (await as(stranger)).open('/actions.csv')).body.includes('Gate'));
  });
});

describe('today', () => {
  it('has what needs this person: new alerts, approvals of others’ work, troubled devices', async () => {
    const own = await anAirProject(db, { leadRoles: ['project_lead', 'service_officer', 'approver'] });
    const empty = await (await as(own.lead)).open('/today');
    empty.page.getByRole('heading', { name: 'Nothing needs you right now' });
    const body = aDeclarationBody({ title: 'Air and more' });
    await db.transaction().execute(async (tx) => {
      await saveDraft(tx, own.lead.viewer, { projectId: own.projectId, body });
      await submitDeclaration(tx, own.lead.viewer, own.projectId);
    });
    await sql`update register.device set state = 'silent' where id = ${own.devices[0].deviceId}`.execute(db);
    await anAlert(house, { authorityId: own.authorityId, projectId: own.projectId, origin: `finding:${++origins}` });
    const lead = await (await as(own.lead)).open('/today');
    lead.page.getByRole('link', { name: 'High air pollution at Ash Grove Primary' });
    lead.page.getByRole('link', { name: 'Air at Ash Grove Primary' });
    assert.equal(lead.page.queryByRole('heading', { name: 'Waiting for your approval' }), null, 'not their own work');
    const approver = await (await as(own.approver)).open('/today');
    approver.page.getByRole('link', { name: /declaration version 2/ });
    assert.equal(approver.page.queryByRole('heading', { name: 'New alerts' }), null, 'approvers handle no alerts');
    const other = await (await as(stranger)).open('/today');
    other.page.getByRole('heading', { name: 'Nothing needs you right now' });
  });
});

describe('webhooks', () => {
  it('are added by a lead, who sees the secret once, and paused', async () => {
    const browser = await as(air.lead);
    const made = await browser.send(await browser.open('/webhooks'), 'Add webhook', {
      Name: 'Case system',
      Address: 'https://cases.example.org/hook',
    });
    assert.match(made.body, /lpw_[\w-]{20,}/);
    const again = await browser.open('/webhooks');
    assert.ok(!again.body.includes('lpw_'));
    const paused = await browser.send(again, 'Pause Case system');
    paused.page.getByText('paused');
    await browser.send(paused, 'Resume Case system');
    const refused = await browser.send(again, 'Add webhook', { Name: 'Plain', Address: 'http://cases.example.org' });
    assert.equal(refused.status, 400);
    assert.deepEqual(
      refused.errors.map(([, field]) => field),
      ['url'],
    );
    assert.equal((refused.page.getByLabelText('Address') as HTMLInputElement).value, 'http://cases.example.org');
  });

  it('are seen but not changed by officers, who can send a dead letter again', async () => {
    const own = await anAirProject(db);
    const tom = await aPerson(db, { authorityId: own.authorityId, roles: ['service_officer'] });
    const receiver = await aReceiver();
    await aWebhook(house, own.lead.viewer, { authorityId: own.authorityId, url: receiver.url });
    receiver.will.answer = 500;
    const alert = await anAlert(house, {
      authorityId: own.authorityId,
      projectId: own.projectId,
      origin: `finding:${++origins}`,
    });
    const [queued] = await listDeliveries(db, { alertId: alert.id });
    await deliver(house, queued!.id, []);
    const browser = await as(tom);
    const today = await browser.open('/today');
    const webhooks = await browser.follow(today, /1 alert could not be delivered/);
    webhooks.page.getByRole('table', { name: 'Where alerts go' });
    assert.equal(webhooks.page.queryByRole('button', { name: /Pause|Add/ }), null);
    const page = await browser.follow(webhooks, 'High air pollution at Ash Grove Primary');
    page.page.getByText('dead letter');
    const queuedAgain = await browser.send(page, 'Send again to Case system');
    queuedAgain.page.getByText('waiting');
    const foreign = await aSession(db, stranger, house.clock);
    const forced = await aBrowser(app, foreign.cookie).post(`/actions/${alert.id}/deliveries/${queued!.id}`, {
      _csrf: foreign.csrf,
    });
    assert.equal(forced.status, 404);
  });
});

describe('the list of air outside schools', () => {
  it('has the worst school first and those without enough data last, of one’s own authority only', async () => {
    const until = house.clock.now();
    const { authorityId } = air;
    for (const [nth, value] of [
      [0, 150],
      [1, 450],
    ] as const) {
      const datastreamId = air.devices[nth].datastreams.no2!;
      await hourlyReadings(database.database, { datastreamId, authorityId, until, hours: 1, value });
    }
    const { page } = await (await as(officer)).open('/insights/school-air');
    const rows = within(page.getByRole('table', { name: '3 sites' }))
      .getAllByRole('row')
      .slice(1);
    assert.deepEqual(
      rows.map((row) => row.querySelector('th')!.textContent!.trim()),
      ['Birch Lane Primary', 'Ash Grove Primary', 'Cedar Road Primary'],
    );
    assert.match(rows[0]!.textContent!, /high[\s\S]*7 of 10[\s\S]*NO₂ 450 µg\/m³/);
    assert.match(rows[2]!.textContent!, /not known[\s\S]*not enough data/);
    const other = await (await as(stranger)).open('/insights/school-air');
    other.page.getByRole('heading', { name: 'No site yet' });
  });
});
