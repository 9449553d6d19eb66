import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import { codeAt, stepAt } from '../../../identity/second-factor/totp.ts';
import { aBrowser, accountPagesOn, type Browser, type Shown } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const PASSWORD = 'amber lantern quay';
const { db } = await aDatabase();
const app = await accountPagesOn(db, clock);

/** What an authenticator shows to whom typed the key from the page. */
function codeFor(shown: Shown): () => string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const key = shown.document.querySelector('.lamp-secret')!.textContent!.replaceAll(' ', '');
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  return () => codeAt(secret, stepAt(clock.now()));
}

const signIn = async (browser: Browser, email: string, path = '/account') =>
  browser.send(await browser.open(path), 'Sign in', { 'Email address': email, Password: PASSWORD });

describe('the second factor', () => {
  test('is set up with a code from the app, shows recovery codes once, and is asked for at the next sign-in', async () => {
    const { id: authorityId } = await anAuthority(db);
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    const browser = aBrowser(app);
    const form = await browser.follow(await signIn(browser, email), 'Set up a second factor');
    form.page.getByRole('img', { name: /QR code/ });
    const code = codeFor(form);
    const wrong = await browser.send(form, 'Set up', { 'Code from the app': '000000' });
    assert.equal(wrong.errors[0]![1], 'code');
    const codes = await browser.send(wrong, 'Set up', { 'Code from the app': code() });
    assert.equal(codes.heading, 'Your recovery codes');
    const recovery = [...codes.document.querySelectorAll('main code')].map((each) => each.textContent!);
    assert.equal(recovery.length, 10);
    const account = await browser.follow(codes, 'I have kept them, go on');
    account.page.getByText(/10 recovery codes left/);
    assert.ok(!account.body.includes(recovery[0]!));
    await browser.send(account, 'Sign out');

    clock.forward(30_000);
    const question = await signIn(browser, email);
    assert.equal(question.heading, 'Enter your code');
    const typo = await browser.send(question, 'Sign in', { 'Code from your authenticator app': '123' });
    assert.match(typo.errors[0]![0], /not right/);
    const inside = await browser.send(typo, 'Sign in', { 'Code from your authenticator app': code() });
    assert.equal(inside.path, '/account', 'back to the page asked for');

    await browser.send(inside, 'Sign out');
    const byRecovery = await browser.send(await signIn(browser, email), 'Sign in', {
      'Code from your authenticator app': recovery[9]!,
    });
    byRecovery.page.getByText(/9 recovery codes left/);
  });

  test('is set up at sign-in where the authority asks for it; an administrator sets that and resets a lost one', async () => {
    const { id: authorityId, slug } = await anAuthority(db);
    const boss = await aPerson(db, { authorityId, roles: ['administrator'], password: PASSWORD });
    const { email, personId } = await aPerson(db, { authorityId, password: PASSWORD, name: 'Cy Cedar' });
    const administrator = aBrowser(app);
    const rules = await administrator.follow(await signIn(administrator, boss.email, '/people'), 'How people sign in');
    const saved = await administrator.send(rules, 'Save', { 'Everybody needs one': true });
    saved.page.getByRole('alert', { name: 'Done' });
    assert.ok((saved.page.getByLabelText('Everybody needs one') as HTMLInputElement).checked);

    const browser = aBrowser(app);
    const enrol = await signIn(browser, email);
    assert.equal(enrol.heading, 'Set up a second factor');
    assert.equal(browser.cookie, '');
    const codes = await browser.send(enrol, 'Set up and sign in', { 'Code from the app': codeFor(enrol)() });
    assert.equal((await browser.follow(codes, 'I have kept them, go on')).heading, 'Your account');
    (await browser.open('/account/second-factor')).page.getByText(/asks everybody for a second factor/);

    const person = await administrator.open(`/people/${slug}/${personId}`);
    const reset = await administrator.send(person, 'Reset the second factor');
    assert.equal(reset.page.queryByRole('button', { name: 'Reset the second factor' }), null);
    assert.equal((await browser.open('/account')).heading, 'Sign in', 'they are signed out');
  });

  test('of others is nobody’s business: the rules are for administrators alone', async () => {
    const { id: authorityId, slug } = await anAuthority(db);
    const { email } = await aPerson(db, { authorityId, password: PASSWORD });
    const browser = aBrowser(app);
    await signIn(browser, email);
    assert.equal((await browser.open(`/people/${slug}/sign-in`)).status, 403);
  });
});
