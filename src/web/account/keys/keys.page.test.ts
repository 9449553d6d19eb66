import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aKey, anAuthority, aPerson, aSession } from '../../../../test/build-identity.ts';
import { aDatabase } from '../../../../test/database.ts';
import { aClockAt, sql } from '../../../base/index.ts';
import { type Role, viewerFromKey } from '../../../identity/index.ts';
import { aBrowser, accountPagesOn } from '../browser.fixture.ts';

const clock = aClockAt('2026-03-02T09:00:00Z');
const { db } = await aDatabase();
const app = await accountPagesOn(db, clock);

async function aBorough(...roles: Role[]) {
  const authority = await anAuthority(db);
  const person = await aPerson(db, { authorityId: authority.id, roles });
  const { cookie } = await aSession(db, person, clock);
  return { ...authority, ...person, browser: aBrowser(app, cookie) };
}

function shownKey(shown: { page: { getByLabelText(label: string): HTMLElement } }): string {
  return (shown.page.getByLabelText('Key') as HTMLInputElement).value;
}

describe('keys', () => {
  test('any member makes a key of their own; it is shown once and acts as them', async () => {
    const { browser, viewer } = await aBorough('viewer');
    const form = await browser.follow(await browser.open('/keys'), 'Create a key');
    assert.equal(form.heading, 'A key of your own');
    const created = await browser.send(form, 'Create the key', { Name: 'Laptop', '30 days': true });
    const key = shownKey(created);
    assert.deepEqual(await viewerFromKey(db, key, clock), viewer);
    const list = await browser.open('/keys');
    list.page.getByRole('rowheader', { name: 'Laptop' });
    assert.ok(!list.body.includes(key));
    clock.forward(30 * 86_400_000);
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('an administrator makes an analyst’s key for chosen projects of the own authority only', async () => {
    const { browser, authorityId, slug } = await aBorough('administrator');
    const other = await aBorough('administrator');
    const project = async (authority: number, title: string) => {
      const { rows } = await sql<{ id: number }>`insert into projects.project (authority_id, slug, title)
        values (${authority}, 'air', ${title}) returning id`.execute(db);
      return rows[0]!.id;
    };
    const [own, foreign] = [await project(authorityId, 'School air'), await project(other.authorityId, 'Elsewhere')];
    const kinds = await browser.open('/keys/new');
    const form = await browser.send(kinds, 'Continue', { 'An analyst’s program': true });
    assert.equal(form.page.queryByLabelText('Elsewhere'), null);
    const created = await browser.send(form, 'Create the key', { Name: 'Notebook', 'School air': true });
    const scopeOf = async (key: string) => {
      const viewer = await viewerFromKey(db, key, clock);
      return viewer?.kind === 'key' ? viewer.scope : undefined;
    };
    assert.deepEqual(await scopeOf(shownKey(created)), { projectIds: [own] });
    const _csrf = (form.document.querySelector('input[name=_csrf]') as HTMLInputElement).value;
    const forged = { _csrf, kind: 'analyst', authority: slug, name: 'Forged', projects: String(foreign) };
    const refused = await browser.post('/keys/new', forged);
    assert.equal(refused.errors[0]?.[1], 'projects');
  });

  test('a source’s key needs a source of the own authority', async () => {
    const { browser, authorityId, slug } = await aBorough('project_lead');
    const none = await browser.open('/keys/new?kind=source');
    none.page.getByRole('link', { name: 'Set up a source' });
    const { rows } = await sql<{ id: number }>`insert into ingest.source (authority_id, slug, name, door)
      values (${authorityId}, 'tts', 'The Things Stack', 'tts') returning id`.execute(db);
    const form = await browser.open(`/keys/new?kind=source&authority=${slug}`);
    const back = await browser.send(form, 'Create the key', { Name: 'Network server' });
    assert.deepEqual(back.errors, [['Choose the source that sends with this key.', 'source']]);
    const key = shownKey(await browser.send(back, 'Create the key', { 'The Things Stack': true }));
    const viewer = await viewerFromKey(db, key, clock);
    assert.deepEqual(viewer?.kind === 'key' && [viewer.credentialKind, viewer.scope], [
      'source',
      { sourceId: rows[0]!.id },
    ]);
  });

  test('who may not make a kind of key is not offered it and refused when asking anyway', async () => {
    const { browser } = await aBorough('project_lead');
    const kinds = await browser.open('/keys/new');
    assert.equal(kinds.page.queryByLabelText('An analyst’s program'), null);
    const asked = await browser.open('/keys/new?kind=analyst');
    assert.equal(asked.status, 400);
    assert.equal(asked.errors[0]![1], 'kind');
  });

  test('revoking says what will happen, and then the key opens nothing', async () => {
    const { browser, authorityId } = await aBorough('administrator');
    const { key } = await aKey(db, { authorityId, name: 'Old laptop' }, clock);
    assert.ok(await viewerFromKey(db, key, clock));
    const ask = await browser.follow(await browser.open('/keys'), 'Revoke Old laptop');
    ask.page.getByText(/cannot be undone/);
    const list = await browser.send(ask, 'Revoke the key');
    list.page.getByText('revoked');
    assert.equal(await viewerFromKey(db, key, clock), undefined);
  });

  test('keys of others and of other authorities are neither listed nor revoked', async () => {
    const { authorityId } = await aBorough('administrator');
    const { credentialId } = await aKey(db, { authorityId, name: 'Not yours' }, clock);
    const { personId } = await aPerson(db, { authorityId, roles: ['project_lead'] });
    const colleague = aBrowser(app, (await aSession(db, { personId }, clock)).cookie);
    const { browser: stranger } = await aBorough('administrator');
    for (const browser of [colleague, stranger]) {
      const list = await browser.open('/keys');
      assert.ok(!list.body.includes('Not yours'));
      const _csrf = (list.document.querySelector('input[name=_csrf]') as HTMLInputElement).value;
      assert.equal((await browser.open(`/keys/${credentialId}/revoke`)).status, 404);
      assert.equal((await browser.post(`/keys/${credentialId}/revoke`, { _csrf })).status, 404);
    }
  });
});
