import assert from 'node:assert/strict';
import { aDevice, aPlace } from '../build-register.ts';
import { aJourneyHouse, anAirBorough } from './journey-house.ts';
import { aTraveller, journey } from './traveller.ts';

journey('the map is moved, its groups opened and its sensors read by keyboard alone', async () => {
  const running = await aJourneyHouse();
  const { authorityId, projectId, slug } = await anAirBorough(running);
  const { rows } = await running.house.database.pool.query('select id from register.model limit 1');
  for (const nth of [1, 2]) {
    const place = { name: `Gate ${nth} of Ash Grove`, latitude: 51.5 + nth / 2500, longitude: -0.09 };
    const { placeId } = await aPlace(running.db, { authorityId, slug: `ash-grove-gate-${nth}`, ...place });
    const device = { name: `Air monitor at gate ${nth}`, slug: `gate-${nth}`, placeId, modelId: rows[0].id };
    await aDevice(running.db, { authorityId, projectId, ...device });
  }
  const { page, open, look, tabTo } = await aTraveller(running.url);
  const inView = page.getByRole('region', { name: 'In view', exact: true });
  const says = (text: RegExp) => inView.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 45_000 });
  const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>;

  /** One key at a time, as a person does who looks where the map has come to. */
  const pressUntil = async (key: string, text: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      if (text.test(await inView.getByRole('status').innerText())) return;
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
    }
    assert.fail(`${key} does not bring the map to ${text}`);
  };

  await page.emulateMedia({ reducedMotion: 'reduce' }); // the map jumps: each key's end is seen at once
  await open(`/register/map?authority=${slug}`);
  await says(/^5 sensors are in view, some in a group\.$/);
  await look('register-map-in-view');

  await tabTo('region', /^Map of sensors/);
  await pressUntil('ArrowRight', /^No sensor is in view/);
  await pressUntil('ArrowLeft', /^5 sensors are in view/);
  await page.keyboard.press('+');
  await says(/^[0-4] sensors? |^No sensor/);
  await pressUntil('-', /^5 sensors are in view/);

  await open(`/register/map?authority=${slug}`);
  await says(/^5 sensors are in view, some in a group\.$/);
  await tabTo('button', /^3 sensors around .*Ash Grove.*: zoom in$/);
  await page.keyboard.press('Enter');
  await says(/^3 sensors are in view\.$/);
  await page.waitForFunction("document.activeElement?.closest('#in-view li')");
  assert.match(await focused(), /^Air monitor at/, 'the first of what the group held has the focus');

  await tabTo('button', 'Air monitor at Ash Grove Primary');
  await page.keyboard.press('Enter');
  const popup = page.locator('.maplibregl-popup');
  await popup.getByRole('link', { name: 'Air monitor at Ash Grove Primary' }).waitFor();
  assert.equal(await focused(), 'Air monitor at Ash Grove Primary');
  await look('register-map-popup-by-keyboard');
  await page.keyboard.press('Escape');
  await popup.waitFor({ state: 'detached' });
  assert.equal(
    await page.evaluate("document.activeElement.closest('#in-view') !== null"),
    true,
    'the focus comes back',
  );
  await page.keyboard.press('Enter');
  await popup.getByRole('link').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/register/${slug}/devices/air-1`);
});
