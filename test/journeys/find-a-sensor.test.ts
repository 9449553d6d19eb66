import assert from 'node:assert/strict';
import { aDayOf, aJourneyHouse, anAirBorough } from './journey-house.ts';
import { pixelsOf, spotsOf } from './read-picture.ts';
import { readQr } from './read-qr.ts';
import { aTraveller, journey, until } from './traveller.ts';

const NIGHT = [0x12, 0x26, 0x3f];

journey(
  'a resident finds a sensor on the map and in the list, and reads what it is and whether it sees them',
  async () => {
    const running = await aJourneyHouse();
    const borough = await anAirBorough(running);
    const { slug, send } = borough;
    for (const device of ['air-1', 'air-2']) await send(aDayOf(device, { no2: 40, pm10: 20, pm25: 12 }));
    const { page, open, look } = await aTraveller(running.url);
    const device = `/register/${slug}/devices/air-1`;

    await open('/');
    await look('home');
    await page.getByRole('link', { name: 'See them on a map' }).click();
    await page.locator('.lamp-map--live canvas').waitFor();
    await page.waitForLoadState('networkidle');
    await look('register-map');
    const map = page.locator('#map');
    const spots = await until(async () => {
      const found = spotsOf(await pixelsOf(page, await map.screenshot()), NIGHT, 100);
      return found.length === 3 && found;
    });
    const west = spots.sort((one, other) => one.x - other.x)[0]!;
    await map.click({ position: west });
    await page.locator('.maplibregl-popup').getByRole('link', { name: 'Air monitor at Ash Grove Primary' }).waitFor();
    await look('register-map-popup');
    await page.locator('.maplibregl-popup').getByRole('link').click();
    await page.waitForURL(`**${device}`);

    await open('/');
    await page.getByLabel('Find a sensor').fill('birch');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('table', { name: '1 sensor' }).waitFor();
    await look('register-found');
    await open('/register');
    await page.getByRole('table', { name: '3 sensors' }).waitFor();
    await look('register-list');
    await page.locator('summary', { hasText: 'What it measures' }).click();
    await page.getByLabel(/^Nitrogen dioxide/).check();
    await page.getByRole('button', { name: 'Show results' }).click();
    await page.getByRole('table', { name: '3 sensors' }).waitFor();
    await look('register-filtered');
    await page.getByRole('link', { name: 'Air monitor at Ash Grove Primary' }).click();

    assert.equal(await page.locator('main').locator('p').first().innerText(), 'No, this cannot see you');
    await look('device');
    const reading = page
      .getByRole('row', { name: /Nitrogen dioxide/ })
      .getByRole('cell')
      .first();
    assert.match(await reading.innerText(), /^40 µg\/m³$/);
    await send([{ device: 'air-1', no2: 87.4, pm10: 20, pm25: 12 }]);
    await page.getByText('87.4', { exact: true }).waitFor();
    await page.getByText('Show these figures as a table').click();
    await look('device-figures');
    await page.getByRole('link', { name: '30 days' }).click();
    await page.waitForURL('**days=30**');

    await page.getByRole('link', { name: 'Ash Grove Primary', exact: true }).first().click();
    await page.waitForURL('**/places/ash-grove-primary');
    await look('place');
    await send([{ device: 'air-1', no2: 91.2, pm10: 20, pm25: 12 }]);
    await page.getByText('91.2', { exact: true }).waitFor();

    const [svg, pdf] = ['SVG', 'PDF'].map((kind) =>
      page.getByRole('link', { name: `Sign as ${kind}` }).getAttribute('href'),
    );
    const sign = await page.request.get((await svg)!);
    assert.match(sign.headers()['content-type']!, /^image\/svg\+xml/);
    const shown = readQr(await modulesOf(page, await sign.text()));
    const home = await page.request.get(shown);
    assert.equal(new URL(home.url()).pathname, `/register/${slug}/places/ash-grove-primary`);
    const printed = await page.request.get((await pdf)!);
    assert.equal(printed.headers()['content-type'], 'application/pdf');
    assert.equal((await printed.body()).subarray(0, 5).toString(), '%PDF-');

    await open(`/register/${slug}/projects/${borough.projectSlug}`);
    await look('public-project-with-readings');
    for (const path of [
      'data',
      'about',
      'accessibility',
      'privacy',
      'licence',
      'docs',
      'vocabulary',
      'vocabulary/no2',
    ]) {
      await open(`/${path}`);
      await look(path.replace('/', '-'));
    }
  },
);

/** The modules of the sign's code, found where the drawing says it is and read from the picture. */
async function modulesOf(page: Parameters<typeof pixelsOf>[0], svg: string): Promise<boolean[][]> {
  const scale = 2;
  const { width, data } = await pixelsOf(page, svg, scale);
  const [, left, top, module] = /data-symbol="qr"[^>]*translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)/
    .exec(svg)!
    .map(Number);
  const count = Number(/data-modules="(\d+)"/.exec(svg)![1]);
  const pixelsPerMm = width / 148; // A5
  const isDark = (x: number, y: number) =>
    data[(Math.floor(y * pixelsPerMm) * width + Math.floor(x * pixelsPerMm)) * 4]! < 128;
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_, column) =>
      isDark(left! + (column + 0.5) * module!, top! + (row + 0.5) * module!),
    ),
  );
}
