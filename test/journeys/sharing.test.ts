import assert from 'node:assert/strict';
import { anAuthority } from '../build-identity.ts';
import { aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('two boroughs agree to share, anybody reads what they agreed', async () => {
  const running = await aJourneyHouse();
  const { lead } = await anAirBorough(running);
  await anAuthority(running.db, { name: 'Oakhithe' });
  const { page, look, open, signIn } = await aTraveller(running.url);
  await open('/sharing');
  await look('sharing-none');
  await open('/sharing/partnerships');
  await look('partnerships');
  await signIn(lead, PASSWORD);
  await open('/sharing/new');
  await look('sharing-new');
  await page.getByRole('button', { name: 'Propose' }).click();
  await look('sharing-new-wrong');
  await page.getByLabel('What it is called').fill('Air at the border');
  const [gives, receives] = [
    page.getByRole('group', { name: 'Who gives readings' }),
    page.getByRole('group', { name: 'Who receives them' }),
  ];
  await gives.getByRole('checkbox').first().check();
  await gives.getByRole('checkbox').last().check();
  await receives.getByRole('checkbox').first().check();
  await receives.getByRole('checkbox').last().check();
  await page.getByLabel('Health').check();
  await page.getByLabel('Who is controller of what').fill('Each council for what it measures');
  await page.getByLabel('every reading').check();
  await page.getByLabel('First day').fill('2026-11-01');
  await page.getByLabel('Last day').fill('2027-11-01');
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByRole('heading', { name: 'Air at the border' }).waitFor();
  await look('sharing-proposed');
  await open('/sharing');
  await look('sharing-list');
  assert.match(await page.getByRole('table').innerText(), /Air at the border/);
});
