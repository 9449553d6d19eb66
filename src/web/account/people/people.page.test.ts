import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import type { Role } from '../../../identity/index.ts';
import { aBrowser, accountPagesOn, PUBLIC_URL } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const { db } = await aDatabase();
const app = await accountPagesOn(db, clock);

async function signedIn(person: { personId: number }) {
  return aBrowser(app, (await aSession(db, person, clock)).cookie);
}

async function aBorough(...roles: Role[]) {
  const authority = await anAuthority(db);
  const { personId } = await aPerson(db, { authorityId: authority.id, name: 'Ada Alder', roles });
  return { ...authority, browser: await signedIn({ personId }), personId };
}

describe('the people of an authority', () => {
  test('an administrator adds a person, passes the link on, and that person signs in with the roles given', async () => {
    const { browser } = await aBorough('administrator');
    const form = await browser.follow(await browser.open('/people'), 'Add a person');
    const link = await browser.send(form, 'Add', {
      'Full name': 'Cy Cedar',
      'Email address': 'Cy@cedar.example',
      Approver: true,
    });
    const address = (link.page.getByLabelText('One-time link') as HTMLInputElement).value;
    assert.ok(address.startsWith(`${PUBLIC_URL}/password?token=`));

    const theirs = aBrowser(app);
    const question = await theirs.open(address.slice(PUBLIC_URL.length));
    const weak = await theirs.send(question, 'Set password', { 'New password': 'short' });
    assert.deepEqual(weak.errors, [['Enter a password of 12 characters or more.', 'password']]);
    const signIn = await theirs.send(weak, 'Set password', { 'New password': 'amber lantern quay' });
    await theirs.send(signIn, 'Sign in', { 'Email address': 'cy@cedar.example', Password: 'amber lantern quay' });
    (await theirs.open('/account')).page.getByText(/^Approver:/);
    assert.equal((await theirs.open(address.slice(PUBLIC_URL.length))).status, 404);
  });

  test('a form with mistakes comes back with what was typed and a line for each field', async () => {
    const { browser, slug } = await aBorough('administrator');
    const form = await browser.open(`/people/${slug}/new`);
    const noRole = await browser.send(form, 'Add', { 'Full name': 'Di Dogwood', 'Email address': 'di@dogwood' });
    assert.deepEqual(noRole.errors, [['Choose at least one role.', 'roles']]);
    const noAddress = await browser.send(noRole, 'Add', { Analyst: true });
    assert.equal(noAddress.errors[0]![1], 'email');
    assert.equal((noAddress.page.getByLabelText('Full name') as HTMLInputElement).value, 'Di Dogwood');
    const clash = await browser.send(noAddress, 'Add', {
      'Email address': 'di@dogwood.example',
      'Data protection officer': true,
      Approver: true,
    });
    assert.match(clash.errors[0]![0], /cannot be both data protection officer and approver/);
    assert.equal((await browser.open('/people?q=dogwood')).page.queryByRole('link', { name: 'Di Dogwood' }), null);
  });

  test('roles are granted and ended on the person’s page, the last one takes them off the list', async () => {
    const { browser, id: authorityId, slug } = await aBorough('administrator');
    const { personId } = await aPerson(db, { authorityId, name: 'Eli Elder', roles: ['viewer'] });
    const page = await browser.open(`/people/${slug}/${personId}`);
    const granted = await browser.send(page, 'Grant role', { 'Another role': 'Analyst' });
    const ended = await browser.send(granted, 'End the role Viewer');
    assert.equal(ended.page.queryByRole('button', { name: 'End the role Viewer' }), null);
    const list = await browser.send(ended, 'End the role Analyst');
    assert.equal(list.heading, `People of Borough ${slug.split('-')[1]}`);
    assert.equal(list.page.queryByRole('link', { name: 'Eli Elder' }), null);
  });

  test('ending a membership says what will happen first', async () => {
    const { browser, id: authorityId, slug } = await aBorough('administrator');
    const { personId } = await aPerson(db, { authorityId, name: 'Fay Fir', roles: ['viewer'] });
    const ask = await browser.follow(await browser.open(`/people/${slug}/${personId}`), /End the membership/);
    ask.page.getByText(/signed out everywhere/);
    const list = await browser.send(ask, 'End the membership');
    assert.equal(list.page.queryByRole('link', { name: 'Fay Fir' }), null);
    assert.equal((await browser.open(`/people/${slug}/${personId}`)).status, 404);
  });

  test('the list is searched, filtered by role with counts, and taken away as CSV', async () => {
    const { browser, id: authorityId } = await aBorough('administrator');
    await aPerson(db, { authorityId, name: 'Gil Gorse', email: 'gil@gorse.example', roles: ['analyst', 'viewer'] });
    await aPerson(db, { authorityId, name: '=cmd()', email: 'hal@hazel.example', roles: ['viewer'] });
    const all = await browser.open('/people');
    all.page.getByRole('checkbox', { name: 'Viewer (2)' });
    const analysts = await browser.send(all, 'Show results', { 'Analyst (1)': true });
    analysts.page.getByRole('table', { name: '1 person' });
    analysts.page.getByRole('link', { name: 'Gil Gorse' });
    assert.match((await browser.open('/people?q=nothing')).body, /Nobody matches/);
    assert.match(
      (await browser.open('/people.csv?q=hazel')).body,
      /^name,email,roles\r\n'=cmd\(\),hal@hazel.example,viewer\r\n$/,
    );
  });

  test('members see the list without the buttons; the acts themselves are refused too', async () => {
    const { browser, id: authorityId, slug } = await aBorough('project_lead');
    const { personId } = await aPerson(db, { authorityId, name: 'Ida Iris', roles: ['viewer'] });
    const list = await browser.open('/people');
    assert.equal(list.page.queryByRole('button', { name: 'Add a person' }), null);
    const page = await browser.follow(list, 'Ida Iris');
    assert.equal(page.page.queryByRole('button', { name: 'Grant role' }), null);
    const csrf = (page.document.querySelector('input[name=_csrf]') as HTMLInputElement).value;
    for (const path of ['roles', 'password-link', 'end']) {
      const act = { _csrf: csrf, role: 'approver' };
      assert.equal((await browser.post(`/people/${slug}/${personId}/${path}`, act)).status, 403, path);
    }
    assert.equal((await browser.post(`/people/${slug}/new`, { _csrf: csrf })).status, 403);
  });

  test('people of another authority do not exist', async () => {
    const { slug, personId } = await aBorough('administrator');
    const { browser } = await aBorough('administrator');
    for (const path of [`/people/${slug}/${personId}`, `/people/${slug}/new`, `/people/${slug}/${personId}/end`]) {
      assert.equal((await browser.open(path)).status, 404, path);
    }
    assert.match((await browser.open(`/people?authority=${slug}`)).body, /You hold no role in this authority/);
  });

  test('nobody is offered to change their own roles', async () => {
    const { browser, slug, personId } = await aBorough('administrator');
    const own = await browser.open(`/people/${slug}/${personId}`);
    own.page.getByText(/Nobody changes their own roles/);
    assert.equal(own.page.queryByRole('button', { name: /^End the role/ }), null);
  });

  test('a forged form does nothing', async () => {
    const { browser, id: authorityId, slug } = await aBorough('administrator');
    const { personId } = await aPerson(db, { authorityId, roles: ['viewer'] });
    const answer = await browser.post(`/people/${slug}/${personId}/roles`, { role: 'approver' });
    assert.equal(answer.status, 403);
    assert.match(answer.body, /not sent from a page of your session/);
  });
});
