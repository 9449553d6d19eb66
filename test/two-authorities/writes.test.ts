/**
 * Every form of the house, sent by everybody of one borough against the other: at the other's addresses, and at their own
 * addresses with the other's ids in the fields. Nothing of the other changes, and nothing of it comes back.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { sql } from '../../src/base/index.ts';
import { ALL_ROLES } from '../../src/identity/index.ts';
import { aPerson, aSession } from '../build-identity.ts';
import { addressesOf, poolOf } from './addresses.ts';
import { type Asker, aTown, THE_PUBLIC } from './town.ts';

const town = await aTown();
const { ours, theirs } = town;
const { db } = town.database;
const ANYBODYS = /^\/(sign-in|sign-out|setup|password|account\/.*|contact|v1\.1\/\*)$/; // name no authority, or anybody may write to each
const posts = town.routes.filter(({ method, url }) => method === 'POST' && !ANYBODYS.test(url));
const allRounder = await (async (): Promise<Asker> => {
  const roles = ALL_ROLES.filter((role) => role !== 'data_protection_officer'); // who never also approves
  const person = await aPerson(db, { authorityId: ours.authorityId, roles });
  const { cookie, csrf } = await aSession(db, person);
  return { name: 'somebody with every role', headers: { cookie }, csrf };
})();
const FORM = 'application/x-www-form-urlencoded';

/** All rows of the other borough, in every table that has an authority, as one number. */
const snapshotOf = await (async () => {
  const { rows } = await sql<{ table: string }>`
    select c.oid::regclass::text as table from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'authority_id'
    where c.relkind = 'r' order by 1`.execute(db);
  assert.ok(rows.length > 20);
  return async () => {
    const sums: Record<string, string> = {};
    for (const { table } of rows) {
      const { rows: found } = await sql<{ sum: string }>`
        select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum
        from ${sql.raw(table)} t where authority_id = ${theirs.authorityId}`.execute(db);
      sums[table] = found[0]!.sum;
    }
    const people = await sql<{ sum: string }>`
      select md5(string_agg(p::text || coalesce(s.revoked_at::text, ''), '|' order by p.id, s.token_hash)) as sum from identity.person p
      join identity.membership m on m.person_id = p.id and m.authority_id = ${theirs.authorityId}
      left join identity.session s on s.person_id = p.id`.execute(db);
    return { ...sums, people: people.rows[0]!.sum };
  };
})();

function send(asker: Asker, url: string, fields: URLSearchParams) {
  if (asker.csrf !== undefined) fields.set('_csrf', asker.csrf);
  return town.ask(asker, { method: 'POST', url, headers: { 'content-type': FORM }, payload: fields.toString() });
}

test('at the addresses of the other borough every form is refused, and changes nothing', async (t) => {
  const before = await snapshotOf();
  const pool = await poolOf(db, theirs);
  const askers = [THE_PUBLIC, ...(await town.askersOf(ours))];
  let sent = 0;
  for (const { url } of posts.filter((route) => route.url.includes(':'))) {
    for (const asker of askers) {
      for (const address of addressesOf(url, pool)) {
        const answer = await send(asker, address, new URLSearchParams(PLAUSIBLE));
        sent++;
        const where = `${asker.name} gets ${answer.statusCode} at ${address}: ${answer.headers.location ?? answer.body.slice(0, 200)}`;
        const toSignIn = answer.statusCode === 303 && String(answer.headers.location).startsWith('/sign-in');
        assert.ok([401, 403, 404].includes(answer.statusCode) || toSignIn, where);
        assert.doesNotMatch(answer.body, theirs.marks, where);
      }
    }
    assert.deepEqual(await snapshotOf(), before, `${url} changed something`);
  }
  t.diagnostic(`${posts.length} forms, ${sent} times`);
});

/** What forms ask for, so that a form that looked at its fields first would go on. */
const PLAUSIBLE = {
  state: 'retired',
  reason: 'because',
  decision: 'approve',
  role: 'administrator',
  roles: 'administrator',
  stage: 'closed',
  title: 'changed',
  name: 'changed',
  summary: 'changed',
  email: 'changed@example.org',
  do: 'acknowledge',
  action: 'acknowledge',
  confirm: 'yes',
  url: 'https://example.org/',
};

test('a form of one’s own with the other borough’s ids in its fields changes nothing of theirs', async (t) => {
  const before = await snapshotOf();
  const own = await poolOf(db, ours);
  const swaps = new Map<string, Set<string>>();
  const put = (from: string, to: string) => swaps.set(from, (swaps.get(from) ?? new Set()).add(to));
  for (const table of ID_TABLES) {
    const idsOf = async (authorityId: number) =>
      (
        await sql<{
          id: string;
        }>`select id::text from ${sql.table(table)} where authority_id = ${authorityId} order by id`.execute(db)
      ).rows;
    const [from, to] = [await idsOf(ours.authorityId), await idsOf(theirs.authorityId)];
    for (const { id } of from) for (const other of to.slice(0, 3)) put(id, other.id);
  }
  put(String(ours.authorityId), String(theirs.authorityId));
  put(ours.slug, theirs.slug);
  for (const [kind, device] of Object.entries(ours.devices)) {
    put(device.identifier.value, theirs.devices[kind as keyof typeof theirs.devices].identifier.value);
  }

  const gets = town.routes.filter(({ method, url }) => method === 'GET' && !url.includes('*') && url !== '/events');
  const done = new Set<string>();
  const asker = allRounder;
  for (const address of gets.flatMap(({ url }) => addressesOf(url, own))) {
    const page = await town.ask(asker, { url: address });
    if (page.statusCode !== 200 || !String(page.headers['content-type']).includes('text/html')) continue;
    for (const form of formsIn(page.body)) {
      const to = form.action || address;
      if (/sign-out|^\/account/.test(to)) continue;
      for (const [name, value] of form.fields) {
        for (const other of swaps.get(value) ?? swapped(value, ours.slug, theirs.slug)) {
          const once = `${to} ${name} ${other}`;
          if (done.has(once)) continue;
          done.add(once);
          const fields = new URLSearchParams({ ...PLAUSIBLE, ...Object.fromEntries(form.fields), [name]: other });
          const answer = await send(asker, to, fields);
          const where = `${asker.name} sends ${name}=${other} to ${to}: ${answer.statusCode}`;
          assert.ok(answer.statusCode < 500, `${where} ${answer.body.slice(0, 300)}`);
          assert.doesNotMatch(answer.body, theirs.marks, where);
        }
      }
    }
  }
  assert.deepEqual(await snapshotOf(), before, `${asker.name} changed something`);
  t.diagnostic(`${done.size} fields with somebody else's values`);
  assert.ok(done.size > 100);
});

const ID_TABLES = [
  'register.device',
  'register.place',
  'register.model',
  'register.declaration',
  'projects.project',
  'ingest.source',
  'identity.credential',
  'actions.alert',
  'actions.webhook',
  'actions.delivery',
  'identity.membership',
];

interface FoundForm {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Forms that post, with every value their fields offer: hidden ones, options, boxes. */
function formsIn(body: string): FoundForm[] {
  const { document } = new JSDOM(body).window;
  return [...document.querySelectorAll('form')]
    .filter((form) => form.method === 'post')
    .map((form) => ({
      action: form.getAttribute('action') ?? '',
      fields: [...form.querySelectorAll('input, button, option, textarea')]
        .map((field) => {
          const name = field.tagName === 'OPTION' ? field.closest('select')?.name : field.getAttribute('name');
          return [name ?? '', field.getAttribute('value') ?? ''] as const;
        })
        .filter(([name]) => name !== '' && name !== '_csrf'),
    }));
}

/** `authority/slug` and the like with the other borough's short name. */
function swapped(value: string, from: string, to: string): string[] {
  return value.includes(from) ? [value.replaceAll(from, to)] : [];
}
