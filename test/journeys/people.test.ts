import { codeAt, stepAt } from '../../src/identity/second-factor/totp.ts';
import { anAuthority, aPerson } from '../build-identity.ts';
import { aJourneyHouse, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('an administrator asks everybody for a second factor, and an officer signs in with one', async () => {
  const { url, db } = await aJourneyHouse();
  const { id: authorityId, slug } = await anAuthority(db, { name: 'Marlstead' });
  const boss = await aPerson(db, { authorityId, roles: ['administrator'], name: 'Ada Marsh', password: PASSWORD });
  const officer = await aPerson(db, { authorityId, roles: ['approver'], name: 'Tom Ellery', password: PASSWORD });
  const deputy = await aPerson(db, { authorityId, roles: ['viewer'], name: 'Mei Tanaka' });

  const admin = await aTraveller(url);
  await admin.signIn(boss, PASSWORD);
  await admin.open(`/people/${slug}/sign-in`);
  await admin.look('sign-in-rules');
  await admin.page.getByLabel('Everybody needs one').check();
  await admin.page.getByRole('button', { name: 'Save' }).click();
  await admin.look('sign-in-rules-saved');
  await admin.open(`/people/${slug}/directory`);
  await admin.look('directory');

  const { page, look, open } = await aTraveller(url);
  const password = async () => {
    await page.goto('/sign-in?next=/account');
    await page.getByLabel('Email').fill(officer.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await password();
  await page.getByText('I cannot scan it').click();
  await look('second-factor-at-sign-in');
  const secret = secretOf(await page.locator('.lamp-secret').innerText());
  await page.getByLabel('Code from the app').fill('000000');
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await look('second-factor-wrong-code');
  const first = stepAt(new Date());
  await page.getByLabel('Code from the app').fill(codeAt(secret, first));
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await look('recovery-codes');
  await page.getByRole('button', { name: 'I have kept them, go on' }).click();
  await page.waitForURL('**/account');
  await look('account-with-second-factor');
  await open('/account/second-factor');
  await look('second-factor');
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await password();
  await look('code');
  await page.getByLabel('Code from your authenticator app').fill(codeAt(secret, first + 1)); // the next one, early
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/account');

  await open('/delegations');
  await look('delegations-none');
  await page.getByLabel('Role', { exact: true }).selectOption('Approver');
  await page.getByLabel('Who acts').selectOption('Mei Tanaka');
  await page.getByLabel('Last day').fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('Why').fill('Annual leave');
  await page.getByRole('button', { name: 'Lend the role' }).click();
  await page.getByRole('table', { name: '1 delegation' }).waitFor();
  await look('delegations');

  await admin.open(`/people/${slug}/${deputy.personId}`);
  await admin.look('person-with-lent-role');
  await admin.open('/audit');
  await admin.look('audit');
  await admin.page.getByRole('searchbox', { name: 'Search' }).fill('annual leave');
  await admin.page.getByRole('button', { name: 'Show results' }).click();
  await admin.page.getByRole('table', { name: '1 entry' }).waitFor();
});

function secretOf(key: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}
