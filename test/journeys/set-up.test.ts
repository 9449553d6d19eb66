import assert from 'node:assert/strict';
import { after } from 'node:test';
import { RunningHouse } from '../running-house.ts';
import { PASSWORD } from './journey-house.ts';
import { aTraveller, journey, until } from './traveller.ts';

const ADA = { name: 'Ada Alder', email: 'ada@alder.example' };
const BO = { name: 'Bo Birch', email: 'bo@alder.example' };

journey('from the link that an empty Lamppost prints to two people who sign in and set passwords', async () => {
  const running = new RunningHouse();
  after(() => running.remove());
  await running.start();
  const link = await until(() => running.said.map((line) => /http\S+\/setup\?token=\S+/.exec(line)?.[0]).find(Boolean));
  assert.ok(link.startsWith(running.url), 'the link leads to the service that printed it');

  const { page, look, signIn } = await aTraveller(running.url);
  await page.goto(link);
  await look('set-up');
  await page.getByRole('button', { name: 'Set up' }).click();
  assert.ok((await page.title()).startsWith('Error: '));
  await look('set-up-errors');
  await page.getByRole('alert').getByRole('link').first().click();
  await page.keyboard.type('Alder District Council');
  await page.getByLabel('Short name').fill('alder');
  for (const [legend, person] of [
    ['The first person', ADA],
    ['The second person', BO],
  ] as const) {
    const group = page.getByRole('group', { name: legend });
    await group.getByLabel('Full name').fill(person.name);
    await group.getByLabel('Email address').fill(person.email);
    await group.getByLabel('Password', { exact: true }).fill(PASSWORD);
  }
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText('The authority is set up').waitFor();
  await look('set-up-done');
  assert.equal((await page.goto(link))!.status(), 409, 'the link works once');
  await look('set-up-over');

  await signIn(ADA, PASSWORD);
  await look('today-first-day');
  await page.goto('/people');
  await page.getByRole('table', { name: '2 people' }).waitFor();
  await look('people-first-two');
  await page.getByRole('link', { name: BO.name }).click();
  await page.getByRole('button', { name: 'Make a link for a new password' }).click();
  const forBo = await page.getByLabel('One-time link').inputValue();
  await look('people-link');

  const other = await aTraveller(running.url);
  await other.page.goto(forBo);
  await other.look('password');
  await other.page.getByLabel('New password', { exact: true }).fill('short');
  await other.page.getByRole('button', { name: 'Set password' }).click();
  await other.look('password-too-short');
  await other.page.getByLabel('New password', { exact: true }).fill(`${PASSWORD}, twice`);
  await other.page.getByRole('button', { name: 'Set password' }).click();
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.signIn(BO, `${PASSWORD}, twice`);

  await page.goto('/account');
  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill(`${PASSWORD}, thrice`);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForURL('**/account?after=password');
  await look('account-password-changed');
  const again = await aTraveller(running.url);
  await again.signIn(ADA, `${PASSWORD}, thrice`);
});
