import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import { offerSetUp } from '../../../identity/index.ts';
import { aBrowser, accountPagesOn } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const PASSWORD = 'amber lantern quay';

const { db } = await aDatabase();
const { id: authorityId } = await anAuthority(db);
const { db: empty } = await aDatabase();

describe('the sign-in page', async () => {
  const app = await accountPagesOn(db, clock);

  test('takes a person to the page they asked for, and sign out ends it', async () => {
    const { email } = await aPerson(db, { authorityId, name: 'Ada Alder', password: PASSWORD });
    const browser = aBrowser(app);
    const form = await browser.open('/account');
    assert.equal(form.heading, 'Sign in');
    const account = await browser.send(form, 'Sign in', { 'Email address': email, Password: PASSWORD });
    assert.equal(account.path, '/account');
    const out = await browser.send(account, 'Sign out');
    account.page.getByRole('heading', { name: 'Your account' });
    assert.match(out.page.getByRole('alert', { name: 'Done' }).textContent!, /You are signed out/);
    assert.equal((await browser.open('/account')).heading, 'Sign in');
  });

  test('says the same about a wrong password and an unknown account, keeps the address, never the password', async () => {
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    const browser = aBrowser(app);
    const answers = [];
    for (const address of [email, 'nobody@example.org']) {
      const shown = await browser.send(await browser.open('/sign-in'), 'Sign in', {
        'Email address': address,
        Password: 'not the password',
      });
      assert.equal(shown.status, 401);
      assert.equal((shown.page.getByLabelText('Email address') as HTMLInputElement).value, address);
      assert.ok(!shown.body.includes('not the password'));
      assert.match(shown.document.title, /^Error: /);
      answers.push(shown.body.replaceAll(address, 'X'));
    }
    assert.equal(answers[0], answers[1]);
    assert.equal(browser.cookie, '');
  });

  test('says to wait after too many wrong passwords', async () => {
    const browser = aBrowser(app);
    const wrong = { email: 'often@example.org', password: 'guess' };
    for (let guess = 0; guess < 10; guess++) await browser.post('/sign-in', wrong);
    const shown = await browser.post('/sign-in', wrong);
    assert.equal(shown.status, 429);
    assert.match(shown.errors[0]![0], /Wait 15 minutes/);
  });

  test('never leads to another website', async () => {
    const { email } = await aPerson(db, { authorityId, name: 'Bo Birch', password: PASSWORD });
    const browser = aBrowser(app);
    for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      const form = await browser.open(`/sign-in?next=${encodeURIComponent(next)}`);
      assert.ok(!form.body.includes('evil.example'));
    }
    const shown = await browser.post('/sign-in', { email, password: PASSWORD, next: '//evil.example/' });
    assert.equal(shown.body, 'today of Bo Birch');
  });

  test('is skipped by people who are signed in', async () => {
    const { email } = await aPerson(db, { authorityId, name: 'Cy Cedar', password: PASSWORD });
    const browser = aBrowser(app);
    await browser.post('/sign-in', { email, password: PASSWORD });
    assert.equal((await browser.open('/sign-in?next=/today')).body, 'today of Cy Cedar');
  });
});

describe('the set-up page', async () => {
  const app = await accountPagesOn(empty, clock);
  const token = await offerSetUp(empty, clock);
  const browser = aBrowser(app);

  test('is not there without the link', async () => {
    assert.equal((await browser.open('/setup')).status, 404);
    assert.equal((await browser.open('/setup?token=made-up')).status, 404);
    assert.match((await browser.open('/sign-in')).body, /has not been set up/);
  });

  test('explains four eyes, points to the demo, and sends back everything that is wrong at once', async () => {
    const form = await browser.open(`/setup?token=${token}`);
    assert.match(form.body, /Nobody approves their own work/);
    assert.match(form.body, /npm run demo/);
    const back = await browser.send(form, 'Set up', { Name: 'Alder', 'Short name': 'North Alder' });
    assert.equal(back.status, 400);
    assert.deepEqual(
      back.errors.map(([, field]) => field),
      ['slug', 'first-name', 'first-email', 'first-password', 'second-name', 'second-email', 'second-password'],
    );
    assert.equal((back.page.getByLabelText('Name') as HTMLInputElement).value, 'Alder');
    const slug = back.page.getByLabelText('Short name');
    assert.match(back.document.getElementById('slug-error')!.textContent!, /only lower-case letters/);
    assert.match(slug.getAttribute('aria-describedby')!, /slug-error/);
  });

  test('makes the authority and two people who can sign in, and then is gone', async () => {
    const shown = await browser.post('/setup', {
      token: token!,
      name: 'Alder',
      slug: 'alder',
      accent: '#00703c',
      'first-name': 'Ada Alder',
      'first-email': 'ada@alder.example',
      'first-password': PASSWORD,
      'second-name': 'Bo Birch',
      'second-email': 'bo@alder.example',
      'second-password': PASSWORD,
    });
    assert.equal(shown.heading, 'Sign in');
    shown.page.getByText(/The authority is set up/);
    assert.equal((await browser.open(`/setup?token=${token}`)).status, 409);
    const people = await browser.post('/sign-in', { email: 'ada@alder.example', password: PASSWORD, next: '/people' });
    assert.equal(people.heading, 'People of Alder');
    people.page.getByRole('link', { name: 'Bo Birch' });
  });
});
