/** Against a real OpenID Connect provider (oidc-provider) on this machine. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aDirectory } from '../../../test/build-directory.ts';
import { anAuthority, aPerson } from '../../../test/build-identity.ts';
import { aHouse } from '../../../test/build-ingest.ts';
import { aDatabase } from '../../../test/database.ts';
import { sql, type Tx } from '../../base/index.ts';
import { takeRole } from '../change-people.ts';
import { grantRole, rolesOf } from '../memberships.store.ts';
import { findPersonByEmail } from '../people.store.ts';
import { viewerFromSession } from '../sessions.store.ts';
import {
  beginDirectorySignIn,
  directoryCallback,
  finishDirectorySignIn,
  openDirectories,
} from './directory-sign-in.ts';
import { type DirectorySettings, setDirectory } from './set-directory.ts';

const database = await aDatabase();
const { db } = database;
const house = await aHouse(database);
const { clock } = house;
const callback = directoryCallback(house.settings.publicUrl);
const directory = await aDirectory(callback);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

const settings = (overrides: Partial<DirectorySettings> = {}): DirectorySettings => ({
  label: 'your council account',
  issuer: directory.issuer,
  clientId: directory.clientId,
  clientSecret: directory.clientSecret,
  emailDomains: ['council.example'],
  roleClaim: 'groups',
  roleMap: [
    { value: 'Leads', role: 'project_lead' },
    { value: 'Approvers', role: 'approver' },
    { value: 'Admins', role: 'administrator' },
    { value: 'DPO', role: 'data_protection_officer' },
  ],
  paused: false,
  ...overrides,
});

let councils = 0;
/** An authority with an administrator and a directory for addresses of a domain of its own. */
async function aCouncil(overrides: Partial<DirectorySettings> = {}) {
  const { id: authorityId, slug } = await anAuthority(db);
  const { viewer: administrator } = await aPerson(db, { authorityId, roles: ['administrator'] });
  const domain = `council-${++councils}.example`;
  const set = (more: Partial<DirectorySettings> = {}) =>
    inTx((tx) =>
      setDirectory(
        tx,
        house,
        administrator,
        authorityId,
        settings({ emailDomains: [domain], ...overrides, ...more }),
        clock,
      ),
    );
  await set();
  const signIn = async (login: string) => {
    const { url, state } = await beginDirectorySignIn(house, slug, '/devices?q=1');
    const back = await directory.signInAt(url, login);
    return finishDirectorySignIn(house, { url: new URL(back), state });
  };
  const employ = (login: string, claims: Record<string, unknown> = {}) => {
    directory.accounts.set(login, { email: `${login}@${domain}`, name: `Person ${login}`, groups: [], ...claims });
    return `${login}@${domain}`;
  };
  return { authorityId, slug, administrator, domain, set, signIn, employ };
}

const viewerOf = async (token: string) => (await viewerFromSession(db, token, clock))!.viewer;

describe('signing in through the council’s directory', () => {
  test('makes the person known with the roles of their groups, and leads back to the page asked for', async () => {
    const council = await aCouncil();
    const email = council.employ('ada', { groups: ['Leads', 'Choir'] });
    const { token, nextPath } = await council.signIn('ada');
    const viewer = await viewerOf(token);
    assert.equal(nextPath, '/devices?q=1');
    assert.deepEqual([viewer.email, viewer.name], [email, 'Person ada']);
    assert.deepEqual(
      viewer.places.map(({ authorityId, roles }) => [authorityId, roles]),
      [[council.authorityId, ['project_lead']]],
    );
    assert.equal((await findPersonByEmail(db, email))!.hasPassword, false);
  });

  test('gives and ends roles as groups change, and leaves alone what an administrator gave', async () => {
    const council = await aCouncil();
    const email = council.employ('bo', { groups: ['Leads'] });
    await council.signIn('bo');
    const { id: personId } = (await findPersonByEmail(db, email))!;
    await inTx((tx) => grantRole(tx, { authorityId: council.authorityId, personId, role: 'analyst' }));
    council.employ('bo', { groups: ['Approvers'] });
    await council.signIn('bo');
    assert.deepEqual((await rolesOf(db, personId, council.authorityId)).toSorted(), ['analyst', 'approver']);
    council.employ('bo', { groups: [] });
    await council.signIn('bo');
    assert.deepEqual(await rolesOf(db, personId, council.authorityId), ['analyst']);
    await inTx((tx) =>
      takeRole(tx, council.administrator, { authorityId: council.authorityId, personId, role: 'analyst' }),
    );
    await assert.rejects(council.signIn('bo'), { code: 'IDN_DIRECTORY_NO_ROLE' });
  });

  test('knows a person by the directory’s subject once they were linked, whatever becomes of their address', async () => {
    const council = await aCouncil();
    const email = council.employ('cy', { groups: ['Leads'] });
    const first = await viewerOf((await council.signIn('cy')).token);
    council.employ('cy', { groups: ['Leads'], email: 'married@elsewhere.example' });
    assert.equal((await viewerOf((await council.signIn('cy')).token)).personId, first.personId);
    directory.accounts.set('somebody-new', { email, groups: ['Approvers'] });
    assert.equal(
      (await viewerOf((await council.signIn('somebody-new')).token)).personId,
      first.personId,
      'an address is one person',
    );
  });

  test('takes over the account of a person of the authority, and of nobody who holds roles elsewhere', async () => {
    const [council, other] = [await aCouncil(), await anAuthority(db)];
    const known = await aPerson(db, {
      authorityId: council.authorityId,
      email: council.employ('di'),
      roles: ['analyst'],
    });
    assert.equal((await viewerOf((await council.signIn('di')).token)).personId, known.personId);
    await aPerson(db, {
      authorityId: other.id,
      email: council.employ('eve', { groups: ['Admins'] }),
      roles: ['approver'],
    });
    await assert.rejects(council.signIn('eve'), { code: 'IDN_DIRECTORY_ELSEWHERE' });
  });

  test('refuses strangers: another domain, an address not verified, none, and people who are gone', async () => {
    const council = await aCouncil();
    for (const email of ['fay@evil.example', `fay@sub.${council.domain}`, undefined]) {
      council.employ('fay', { groups: ['Leads'], email });
      await assert.rejects(council.signIn('fay'), { code: 'IDN_DIRECTORY_STRANGER' });
    }
    council.employ('gus', { groups: ['Leads'], email_verified: false });
    await assert.rejects(council.signIn('gus'), { code: 'IDN_DIRECTORY_STRANGER' });
    const email = council.employ('hal', { groups: ['Leads'] });
    await council.signIn('hal');
    await sql`update identity.person set disabled_at = now() where email = ${email}`.execute(db);
    await assert.rejects(council.signIn('hal'), { code: 'IDN_DIRECTORY_STRANGER' });
  });

  test('leaves out a role that may not be held with another, and never ends the last administrator', async () => {
    const council = await aCouncil();
    const email = council.employ('ida', { groups: ['DPO', 'Approvers'] });
    await council.signIn('ida');
    const { id: personId } = (await findPersonByEmail(db, email))!;
    assert.deepEqual(await rolesOf(db, personId, council.authorityId), ['approver']);
    council.employ('ida', { groups: ['Admins'] });
    await council.signIn('ida');
    await sql`update identity.membership set valid_to = now() where authority_id = ${council.authorityId}
      and role = 'administrator' and person_id <> ${personId}`.execute(db);
    council.employ('ida', { groups: [] });
    await council.signIn('ida');
    assert.deepEqual(await rolesOf(db, personId, council.authorityId), ['administrator']);
  });
});

describe('an answer of the directory', () => {
  test('counts once, in the browser that asked, within ten minutes', async () => {
    const council = await aCouncil();
    council.employ('jo', { groups: ['Leads'] });
    const begin = () => beginDirectorySignIn(house, council.slug, '/today');
    const refused = { code: 'IDN_DIRECTORY_REFUSED' };
    const { url, state } = await begin();
    assert.match(url, /code_challenge_method=S256/);
    const back = new URL(await directory.signInAt(url, 'jo'));
    await assert.rejects(finishDirectorySignIn(house, { url: back, state: undefined }), refused);
    const victim = await begin();
    await assert.rejects(
      finishDirectorySignIn(house, { url: back, state: victim.state }),
      refused,
      'another sign-in’s answer',
    );
    await finishDirectorySignIn(house, { url: back, state });
    await assert.rejects(finishDirectorySignIn(house, { url: back, state }), refused);
    const late = await begin();
    const lateBack = new URL(await directory.signInAt(late.url, 'jo'));
    clock.forward(10 * 60_000);
    await assert.rejects(finishDirectorySignIn(house, { url: lateBack, state: late.state }), refused);
  });

  test('of somebody who said no, or with a code that was made up, opens nothing', async () => {
    const council = await aCouncil();
    for (const query of ['error=access_denied', 'code=made-up']) {
      const { state } = await beginDirectorySignIn(house, council.slug, '/today');
      const url = new URL(`${callback}?${query}&state=${state}&iss=${encodeURIComponent(directory.issuer)}`);
      await assert.rejects(finishDirectorySignIn(house, { url, state }), { code: 'IDN_DIRECTORY_REFUSED' });
    }
  });
});

describe('the settings of a directory', () => {
  test('are tried before they are kept, need the permission, and keep the secret sealed', async () => {
    const council = await aCouncil();
    await assert.rejects(council.set({ issuer: 'http://127.0.0.1:9/' }), {
      code: 'IDN_DIRECTORY_AWAY',
      field: 'issuer',
    });
    for (const [wrong, field] of [
      [{ issuer: 'http://login.example.org' }, 'issuer'],
      [{ issuer: 'login' }, 'issuer'],
      [{ label: ' ' }, 'label'],
      [{ clientId: '' }, 'client-id'],
      [{ emailDomains: [] }, 'email-domains'],
      [{ emailDomains: ['council'] }, 'email-domains'],
    ] as const) {
      await assert.rejects(council.set(wrong), { code: 'IDN_FIELD_INVALID', field });
    }
    const lead = await aPerson(db, { authorityId: council.authorityId });
    await assert.rejects(
      inTx((tx) => setDirectory(tx, house, lead.viewer, council.authorityId, settings(), clock)),
      { code: 'IDN_FORBIDDEN' },
    );
    await council.set({ clientSecret: '' });
    council.employ('kim', { groups: ['Leads'] });
    await council.signIn('kim');
    const { rows } = await sql<{ row: string }>`select d::text as row from identity.directory d union all
      select entry from identity.audit_entry`.execute(db);
    for (const { row } of rows) assert.ok(!row.includes(directory.clientSecret));
  });

  test('belong to one authority: nobody else’s directory speaks for its domain', async () => {
    const [council, other] = [await aCouncil(), await aCouncil()];
    await assert.rejects(other.set({ emailDomains: [council.domain] }), {
      code: 'IDN_FIELD_INVALID',
      field: 'email-domains',
    });
  });

  test('can be paused: then the sign-in page does not offer it and it opens nothing', async () => {
    const council = await aCouncil();
    const offered = async () => (await openDirectories(db)).some(({ authoritySlug }) => authoritySlug === council.slug);
    assert.equal(await offered(), true);
    await council.set({ paused: true });
    assert.equal(await offered(), false);
    await assert.rejects(beginDirectorySignIn(house, council.slug, '/today'), { code: 'IDN_DIRECTORY_UNKNOWN' });
  });
});
