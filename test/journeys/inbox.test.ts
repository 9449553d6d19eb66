import assert from 'node:assert/strict';
import { aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('an officer gives a message nobody knows to the device it comes from, and may take it back', async () => {
  const running = await aJourneyHouse();
  const { officer, send } = await anAirBorough(running);
  await send([{ device: 'air-9', no2: 3, pm10: 4 }]);
  const { page, open, look, signIn } = await aTraveller(running.url);
  await signIn(officer, PASSWORD);
  await open('/inbox');
  await look('inbox');
  await page.getByRole('link', { name: /It is a device we have/ }).click();
  await look('inbox-attach');
  await page.getByRole('button', { name: 'It is this device' }).click();
  await look('inbox-attach-error');
  await page.getByLabel('Device').fill('air-1');
  await page.getByRole('button', { name: 'It is this device' }).click();
  await page.getByRole('button', { name: /^Undo/ }).waitFor();
  await look('inbox-attached');
  const again = await send([{ device: 'air-9', no2: 3, pm10: 4 }]);
  assert.deepEqual([again.stored, again.refused], [2, {}]);
});
