import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDirectory } from '../../../../test/build-directory.ts';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import { aBrowser, accountPagesOn, PUBLIC_URL } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const { db } = await aDatabase();
const app = await accountPagesOn(db, clock);
const callback = `${PUBLIC_URL}/sign-in/directory/callback`;

test('an administrator sets the directory up, and people sign in with the account they have at work', async () => {
  const { id: authorityId, slug } = await anAuthority(db);
  const boss = await aPerson(db, { authorityId, roles: ['administrator'] });
  const directory = await aDirectory(callback);
  directory.accounts.set('ada', { email: 'ada@council.example', name: 'Ada Alder', groups: ['Lamppost leads'] });
  directory.accounts.set('eve', { email: 'eve@elsewhere.example', name: 'Eve', groups: ['Lamppost leads'] });

  const administrator = aBrowser(app, (await aSession(db, boss, clock)).cookie);
  const form = await administrator.follow(
    await administrator.open(`/people/${slug}/sign-in`),
    /account they have at work/,
  );
  form.page.getByText(callback);
  const answers = {
    'Name people know it by': 'your council account',
    Issuer: directory.issuer,
    'Client ID': directory.clientId,
    'Client secret': directory.clientSecret,
    'Domains of your people’s email addresses': 'council.example',
    'Claim that lists the groups': 'groups',
    'Groups for Project lead': 'Lamppost leads; Other leads',
  };
  const wrong = await administrator.send(form, 'Try and save', { ...answers, Issuer: 'http://127.0.0.1:9' });
  assert.equal(wrong.errors[0]![1], 'issuer');
  assert.ok(!wrong.body.includes(directory.clientSecret));
  const saved = await administrator.send(wrong, 'Try and save', answers);
  saved.page.getByRole('alert', { name: 'Done' });
  assert.equal(
    (saved.page.getByLabelText('Groups for Project lead') as HTMLInputElement).value,
    'Lamppost leads; Other leads',
  );

  const signIn = async (login: string) => {
    const browser = aBrowser(app);
    const page = await browser.open('/account');
    const button = page.page.getByRole('button', { name: 'Sign in with your council account' });
    const away = await app.inject({ url: button.getAttribute('href')! });
    browser.cookie = String(away.headers['set-cookie']).split(';')[0]!;
    const back = await directory.signInAt(String(away.headers.location), login);
    return { browser, shown: await browser.open(back.slice(PUBLIC_URL.length)), back };
  };
  const { browser, shown, back } = await signIn('ada');
  assert.equal(shown.path, '/account', 'back to the page asked for');
  shown.page.getByText('ada@council.example');
  shown.page.getByText(/^Project lead:/);
  assert.doesNotMatch(browser.cookie, /directory/, 'nothing is left of the way there');

  const refused = await signIn('eve');
  assert.equal(refused.shown.status, 401);
  assert.match(refused.shown.errors[0]![0], /does not vouch/);
  assert.equal((await aBrowser(app).open(back.slice(PUBLIC_URL.length))).status, 401, 'somebody else’s answer');
});
