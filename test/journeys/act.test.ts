import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { deliver } from '../../src/actions/deliver.task.ts';
import { listDeliveries } from '../../src/actions/index.ts';
import { aDayOf, aJourneyHouse, anAirBorough, PASSWORD } from './journey-house.ts';
import { aTraveller, journey, type Traveller, until } from './traveller.ts';

journey(
  'an officer acts on alerts that real readings raised, by keyboard alone, and other systems are told',
  async () => {
    const running = await aJourneyHouse();
    const { db, house } = running;
    const { lead, officer, send } = await anAirBorough(running);
    const cases = await aReceiver();
    const archive = await aReceiver();
    archive.will.answer = 503;

    const setting = await aTraveller(running.url);
    await setting.signIn(lead, PASSWORD);
    await setting.open('/webhooks');
    await setting.look('webhooks-none');
    const secret = await addWebhook(setting, 'Case system', cases.url);
    await addWebhook(setting, 'Archive', archive.url);
    await setting.look('webhook-added');

    const air = (device: string, no2: number) => aDayOf(device, { no2, pm10: 20, pm25: 12 });
    await send([...air('air-1', 620), ...air('air-2', 300), ...air('air-3', 20)]);
    await until(() => cases.received.length === 2);
    for (const { headers, body } of cases.received) {
      const [, at, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-lamppost-signature']))!;
      assert.equal(digest, createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'));
      assert.ok(Math.abs(Date.now() / 1000 - Number(at)) < 60);
      assert.equal(headers['x-lamppost-event'], 'alert.raised');
    }
    const told = cases.received
      .map(({ body }) => JSON.parse(body).alert)
      .sort((one, other) => other.severity - one.severity);
    assert.deepEqual(
      told.map(({ title, severity }) => [title, severity]),
      [
        ['Very high air pollution at Ash Grove Primary', 100],
        ['Moderate air pollution at Birch Lane Primary', 50],
      ],
    );

    const { page, look, tabTo } = await aTraveller(running.url);
    const type = (text: string) => page.keyboard.type(text);
    const press = async (role: 'link' | 'button', name: string | RegExp) => {
      await tabTo(role, name);
      await page.keyboard.press('Enter');
    };
    await page.goto('/sign-in');
    await tabTo('textbox', 'Email');
    await type(officer.email);
    await tabTo('textbox', 'Password');
    await type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/today');
    await look('today-officer');
    await press('link', /Very high air pollution at Ash Grove/);
    await page.getByText(/index 10 of 10, very high/).waitFor();
    await look('alert-new');
    await tabTo('textbox', 'Note or reason');
    await type('Called the head teacher; the street closes at 15:00.');
    await press('button', /^Acknowledge/);
    await page.getByText('You have this alert in hand.').waitFor();
    await look('alert-in-hand');

    await press('link', 'All alerts');
    await page.getByRole('table', { name: '2 alerts' }).waitFor();
    await look('alerts');
    await press('link', /Moderate air pollution at Birch Lane/);
    await press('button', /^Dismiss/);
    await page
      .getByRole('alert')
      .getByText(/Say why the alert is dismissed/)
      .waitFor();
    await look('alert-reason-needed');
    await tabTo('textbox', 'Note or reason');
    await type('Resurfacing of the road until Friday.');
    await press('button', /^Dismiss/);
    await page.getByText('The alert is dismissed.').waitFor();
    await press('button', /^Undo/);
    await page.getByText('The alert is new again.').waitFor();
    await tabTo('textbox', 'Note or reason');
    await type('Resurfacing of the road until Friday.');
    await press('button', /^Dismiss/);
    await look('alert-dismissed');
    await page.goto('/insights/school-air');
    await look('school-air');
    await page.goto('/today');
    await page.getByText('Nothing needs you right now').waitFor();
    await look('today-nothing');

    const waiting = await until(async () => {
      const [first] = await listDeliveries(db, { alertId: told[0].id, state: 'waiting' });
      return first !== undefined && first.attempts > 0 && first;
    });
    await deliver(house, waiting.id, []); // as after the last pause
    await page.goto('/today');
    await press('link', /1 alert could not be delivered/);
    await look('webhooks-dead');
    await press('link', /^Very high air pollution/);
    await look('alert-dead-letter');
    archive.will.answer = 200;
    await press('button', 'Send again to Archive');
    await until(async () => (await listDeliveries(db, { alertId: told[0].id, state: 'delivered' })).length === 2);
    assert.equal(archive.received.at(-1)!.headers['x-lamppost-delivery'], String(waiting.id));
  },
);

/** Adds it on the page and reads the secret, which is shown this once. */
async function addWebhook({ page }: Traveller, name: string, url: string): Promise<string> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Add webhook' }).click();
  return page.locator('code.lamp-secret').innerText();
}

/** Somebody else's system, that answers as it is told. */
async function aReceiver() {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const will = { answer: 200 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(will.answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/alerts`, received, will };
}
