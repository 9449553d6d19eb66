import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt } from '../../../base/index.ts';
import { openSession } from '../../../identity/index.ts';
import { aBrowser, accountPagesOn } from '../browser.fixture.ts';
import { browserWords } from './browser-words.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const { db } = await aDatabase();
const { id: authorityId } = await anAuthority(db);
const app = await accountPagesOn(db, clock);
const PASSWORD = 'amber lantern quay';
const PHONE = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';

describe('one’s own account', () => {
  test('shows where one is signed in and signs another browser out', async () => {
    const { personId } = await aPerson(db, { authorityId });
    const browser = aBrowser(app, (await aSession(db, { personId }, clock)).cookie);
    const phone = await openSession(db, { personId, userAgent: PHONE }, clock);
    const other = aBrowser(app, `lamppost=${phone.token}`);
    assert.equal((await other.open('/account')).heading, 'Your account');
    const after = await browser.send(await browser.open('/account'), 'Sign out Firefox on Android');
    assert.equal(after.page.queryByText(/Firefox on Android/), null);
    assert.equal((await other.open('/account')).heading, 'Sign in');
  });

  test('changes the password for who knows the old one', async () => {
    const { personId, email } = await aPerson(db, { authorityId, password: PASSWORD });
    const browser = aBrowser(app, (await aSession(db, { personId }, clock)).cookie);
    const change = (current: string, next: string) => ({ 'Current password': current, 'New password': next });
    const page = await browser.open('/account');
    const wrong = await browser.send(page, 'Change password', change('not it', 'copper kettle moor'));
    assert.deepEqual(wrong.errors, [['That is not your current password.', 'current']]);
    const weak = await browser.send(wrong, 'Change password', change(PASSWORD, 'short'));
    assert.equal(weak.errors[0]![1], 'next');
    const done = await browser.send(weak, 'Change password', change(PASSWORD, 'copper kettle moor'));
    assert.match(done.page.getByRole('alert', { name: 'Done' }).textContent!, /Your password is changed/);
    const signedIn = await aBrowser(app).post('/sign-in', { email, password: 'copper kettle moor', next: '/account' });
    assert.equal(signedIn.heading, 'Your account');
  });
});

test('browsers are named so that people know their own', () => {
  assert.equal(browserWords(PHONE), 'Firefox on Android');
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0';
  assert.equal(browserWords(edge), 'Edge on Windows');
  assert.equal(browserWords('curl/8'), 'A browser');
  assert.equal(browserWords(null), 'A browser');
});
