import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aKey, anAuthority, aPerson, aServer, aSession } from '../../../test/build-identity.ts';
import { aDatabase } from '../../../test/database.ts';
import { aClockAt } from '../../base/index.ts';
import { signOut } from '../sessions.store.ts';
import { requireSignIn } from './require-sign-in.ts';

const { db } = await aDatabase();
const { id: authorityId } = await anAuthority(db);
const HTML = { accept: 'text/html' };

async function aHouse(clock = aClockAt('2026-03-02T09:00:00Z')) {
  const app = await aServer(db, { clock });
  app.get('/who', (request) => ({ viewer: request.viewer, session: request.session }));
  app.get('/staff', { preHandler: requireSignIn }, () => 'staff only');
  app.post('/act', () => 'done');
  app.get('/assets/style.css', (request) => request.viewer.kind);
  return { app, clock };
}

describe('who is asking', () => {
  test('without a cookie or a key it is the public, also on pages that do not exist', async () => {
    const { app } = await aHouse();
    assert.deepEqual((await app.inject('/who')).json(), { viewer: { kind: 'public' }, session: null });
    assert.equal((await app.inject({ url: '/nothing', headers: HTML })).statusCode, 404);
  });

  test('a cookie is the person who signed in, and their page is not kept by anybody', async () => {
    const { app, clock } = await aHouse();
    const { personId, viewer } = await aPerson(db, { authorityId, roles: ['analyst'] });
    const { cookie, csrf } = await aSession(db, { personId }, clock);
    const answer = await app.inject({ url: '/who', headers: { cookie: `other=1; ${cookie}` } });
    assert.deepEqual(answer.json().viewer, viewer);
    assert.equal(answer.json().session.csrf, csrf);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

  test('a cookie nobody knows is taken away and the page is the public one', async () => {
    const { app } = await aHouse();
    const answer = await app.inject({ url: '/who', headers: { cookie: 'lamppost=nonsense' } });
    assert.equal(answer.json().viewer.kind, 'public');
    assert.match(String(answer.headers['set-cookie']), /^lamppost=; Max-Age=0/);
  });

  test('signing out ends the session on the server, whoever still has the cookie', async () => {
    const { app, clock } = await aHouse();
    const { personId } = await aPerson(db, { authorityId });
    const { cookie, token } = await aSession(db, { personId }, clock);
    await signOut(db, token, clock);
    assert.equal((await app.inject({ url: '/who', headers: { cookie } })).json().viewer.kind, 'public');
  });

  test('a key is asked for before the cookie, in either header', async () => {
    const { app, clock } = await aHouse();
    const { key, credentialId } = await aKey(db, { authorityId }, clock);
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-lamppost-key': key }]) {
      assert.equal((await app.inject({ url: '/who', headers })).json().viewer.credentialId, credentialId);
    }
  });

  test('a key that opens nothing is refused instead of becoming the public', async () => {
    const { app } = await aHouse();
    for (const key of ['lpk_nonsense', '', `lpk_aaaaaaaaaa_${'x'.repeat(43)}`]) {
      const answer = await app.inject({ url: '/who', headers: { authorization: `Bearer ${key}` } });
      assert.equal(answer.statusCode, 401);
      assert.equal(answer.json().error, 'IDN_KEY_REFUSED');
    }
  });

  test("a proxy's own password prompt is none of our business", async () => {
    const { app } = await aHouse();
    const answer = await app.inject({ url: '/who', headers: { authorization: 'Basic dTpw' } });
    assert.equal(answer.json().viewer.kind, 'public');
  });
});

describe('pages of staff', () => {
  test('people who did not sign in are sent to do so and come back to where they were', async () => {
    const { app } = await aHouse();
    const answer = await app.inject({ url: '/staff?tab=2', headers: HTML });
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, '/sign-in?next=%2Fstaff%3Ftab%3D2');
  });

  test('machines are told instead', async () => {
    const { app } = await aHouse();
    assert.equal((await app.inject('/staff')).json().error, 'IDN_SIGN_IN_NEEDED');
  });

  test('people who signed in see them', async () => {
    const { app, clock } = await aHouse();
    const { cookie } = await aSession(db, await aPerson(db, { authorityId }), clock);
    assert.equal((await app.inject({ url: '/staff', headers: { ...HTML, cookie } })).body, 'staff only');
  });
});

describe('forged forms', () => {
  async function send(headers: Record<string, string>, payload = '') {
    const { app, clock } = await aHouse();
    const { cookie, csrf } = await aSession(db, await aPerson(db, { authorityId }), clock);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.inject({
      method: 'POST',
      url: '/act',
      headers: { ...type, cookie, ...headers },
      payload: payload.replace('TOKEN', csrf),
    });
    return answer.body === 'done' ? 'done' : answer.json().error;
  }

  test('a form without the token of the session is refused', async () => {
    assert.equal(await send({}), 'IDN_FORM_STALE');
    assert.equal(await send({}, 'csrf='), 'IDN_FORM_STALE');
    assert.equal(await send({}, 'csrf=wrong'), 'IDN_FORM_STALE');
    assert.equal(await send({}, 'csrf=TOKEN&csrf=TOKEN'), 'IDN_FORM_STALE');
  });

  test('a form with the token is taken', async () => {
    assert.equal(await send({}, 'csrf=TOKEN'), 'done');
    assert.equal(await send({}, '_csrf=TOKEN'), 'done');
  });

  test("a proxy's password, which browsers send by themselves, does not stand in for the token", async () => {
    assert.equal(await send({ authorization: 'Basic dTpw' }), 'IDN_FORM_STALE');
  });

  test('a form from another website is refused where there is no session either', async () => {
    assert.equal(await send({ cookie: '', 'sec-fetch-site': 'cross-site' }), 'IDN_FORM_FOREIGN');
    assert.equal(await send({ cookie: '', 'sec-fetch-site': 'same-origin' }), 'done');
    assert.equal(await send({ cookie: '' }), 'done');
  });

  test('a message with a key is no form', async () => {
    const { app, clock } = await aHouse();
    const { key } = await aKey(db, { authorityId }, clock);
    const headers = { authorization: `Bearer ${key}` };
    assert.equal((await app.inject({ method: 'POST', url: '/act', headers })).body, 'done');
  });
});
