import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { systemClock } from '../../../base/index.ts';
import { aBrowser, accountPagesOn } from '../browser.fixture.ts';

const { db } = await aDatabase();
const app = await accountPagesOn(db, systemClock);
const { id: authorityId, slug } = await anAuthority(db);
const approver = await aPerson(db, { authorityId, roles: ['approver'], name: 'Ada Alder' });
const deputy = await aPerson(db, { authorityId, roles: ['viewer'], name: 'Bo Birch' });
const administrator = await aPerson(db, { authorityId, roles: ['administrator'], name: 'Cy Cedar' });
const asPerson = async (person: { personId: number }) => aBrowser(app, (await aSession(db, person)).cookie);
const day = (later: number) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);

test('an approver on leave lends the role to a colleague, who then holds it, and ends it on coming back', async () => {
  const browser = await asPerson(approver);
  const page = await browser.open('/delegations');
  page.page.getByText('No role is lent');
  const wrong = await browser.send(page, 'Lend the role', {
    Role: 'Approver',
    'Who acts': 'Bo Birch',
    'Last day': day(-3),
    Why: 'Leave',
  });
  assert.deepEqual(
    wrong.errors.map(([, field]) => field),
    ['until'],
  );
  assert.equal((wrong.page.getByLabelText('Why') as HTMLInputElement).value, 'Leave');
  const lent = await browser.send(wrong, 'Lend the role', { 'Last day': day(7) });
  const row = lent.page.getAllByRole('row')[1]!;
  assert.match(row.textContent!, /Bo Birch.*Approver.*Ada Alder.*Leave/s);

  const theirs = await asPerson(deputy);
  (await theirs.open('/account')).page.getByText(/^Approver:/);
  const person = await (await asPerson(administrator)).open(`/people/${slug}/${deputy.personId}`);
  person.page.getByText(/Lent by a colleague/);
  assert.equal(person.page.queryByRole('button', { name: /the role Approver/ }), null);

  const ended = await browser.send(lent, 'End Bo Birch as Approver');
  ended.page.getByText('No role is lent');
  assert.equal((await theirs.open('/account')).page.queryByText(/^Approver:/), null);
});

test('an administrator lends the role of somebody who cannot, and sees where a person is signed in and signs them out', async () => {
  const browser = await asPerson(administrator);
  const lent = await browser.send(await browser.open('/delegations'), 'Lend the role', {
    'Whose role': 'Ada Alder',
    Role: 'Approver',
    'Who acts': 'Bo Birch',
    'Last day': day(2),
    Why: 'Ill',
  });
  lent.page.getByRole('table', { name: '1 delegation' });
  const theirs = await asPerson(deputy);
  assert.equal((await theirs.open('/account')).heading, 'Your account');
  const person = await browser.open(`/people/${slug}/${deputy.personId}`);
  await browser.send(person, 'Sign Bo Birch out everywhere');
  assert.equal((await theirs.open('/account')).heading, 'Sign in');
});
