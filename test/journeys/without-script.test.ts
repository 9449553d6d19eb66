import assert from 'node:assert/strict';
import { aDayOf, aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('without JavaScript the register is searched and read, and an alert is handled', async () => {
  const running = await aJourneyHouse();
  const { slug, projectSlug, officer, send } = await anAirBorough(running);
  await send(aDayOf('air-1', { no2: 620, pm10: 20, pm25: 12 }));
  const { page, open, look, signIn } = await aTraveller(running.url, { javaScriptEnabled: false });

  await open('/');
  await page.getByLabel('Find a sensor').fill('ash grove');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('table', { name: '1 sensor' }).waitFor();
  await look('plain-register');
  await page.locator('summary', { hasText: 'Can it see people?' }).click();
  await page.getByLabel(/^No/).check();
  await page.getByRole('button', { name: 'Show results' }).click();
  await page.getByRole('link', { name: 'Show on a map' }).click();
  await page.getByRole('img', { name: 'Map of one sensor' }).waitFor();
  await look('plain-map');
  await page.getByRole('link', { name: 'Air monitor at Ash Grove Primary' }).click();
  assert.equal(await page.locator('main').locator('p').first().innerText(), 'No, this cannot see you');
  await page.getByRole('row', { name: /Nitrogen dioxide.*620/ }).waitFor();
  await page.getByText('Show these figures as a table').click();
  await look('plain-device');
  await page.getByRole('link', { name: '1 day' }).click();
  await page.getByRole('link', { name: 'Ash Grove Primary', exact: true }).first().click();
  await look('plain-place');
  await open(`/register/${slug}/projects/${projectSlug}`);
  await look('plain-project');
  await open('/data');
  await look('plain-data');
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Download every reading (CSV)' }).waitFor();
  await look('plain-dataset');

  await signIn(officer, PASSWORD);
  await page.getByRole('link', { name: /Very high air pollution/ }).click();
  await page.getByRole('button', { name: /^Acknowledge/ }).click();
  await page.getByRole('button', { name: 'Mark as done' }).click();
  await look('plain-alert-done');
});
