import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { aPerson, aSession } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { aDeclarationBody, aDeclaredProperty, anAirProject } from '../../../test/build-register.ts';
import { aDatabase } from '../../../test/database.ts';
import { createServer, silentLog } from '../../base/index.ts';
import { identityPlugin, signOut } from '../../identity/index.ts';
import { registerLiveUpdates } from './live.routes.ts';

const own = await aDatabase();
const { db } = own;
const house = await aHouse(own);
const app = createServer(silentLog, ({ error }) => error);
await app.register(identityPlugin, { house });
await app.register(async (live) => registerLiveUpdates(live, house, 200));
await app.listen({ host: '127.0.0.1', port: 0 });
after(() => app.close());

const staffOnly = aDeclarationBody({
  properties: ['no2', 'pm10', 'pm25'].map((code) =>
    aDeclaredProperty(code, { audiences: [{ audience: 'authority', detail: 'readings' }] }),
  ),
});

/** The status of a stream, and whether it ended within a second. */
function follow(device: string, cookie = ''): Promise<{ status: number; ended: boolean }> {
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({ port, path: `/events?device=${device}`, headers: { cookie } }, (answer) => {
      const status = answer.statusCode!;
      const stop = setTimeout(() => {
        asked.destroy();
        resolve({ status, ended: false });
      }, 1000);
      answer.resume().on('end', () => {
        clearTimeout(stop);
        resolve({ status, ended: true });
      });
    });
    asked.on('error', reject).end();
  });
}

test('a stream of readings that are not open ends after a while, and who signed out does not get another', async () => {
  const { authorityId, authoritySlug, devices } = await anAirProject(db, { body: staffOnly });
  const analyst = await aPerson(db, { authorityId, roles: ['analyst'] });
  const { cookie, token } = await aSession(db, analyst, house.clock);
  const device = `${authoritySlug}/${devices[0].slug}`;
  assert.deepEqual(await follow(device, cookie), { status: 200, ended: true });
  await signOut(db, token, house.clock);
  assert.equal((await follow(device, cookie)).status, 404);
});

test('a stream of open readings, asked for by anybody, goes on', async () => {
  const { authoritySlug, devices } = await anAirProject(db);
  assert.deepEqual(await follow(`${authoritySlug}/${devices[0].slug}`), { status: 200, ended: false });
});
