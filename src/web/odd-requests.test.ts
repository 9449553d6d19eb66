/** Whatever stands in an address or a form, a page answers or refuses it: never a 500, and nothing that looks like one. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { seedHouse } from '../../test/build-house.ts';
import { aPerson, aSession } from '../../test/build-identity.ts';
import { aHouse, anIngest } from '../../test/build-ingest.ts';
import { aDatabase } from '../../test/database.ts';
import { createServer, type Log, silentLog, sql } from '../base/index.ts';
import { ALL_ROLES, identityPlugin } from '../identity/index.ts';
import { createCodecBox } from '../register/index.ts';
import { errorPage, registerPages, staticAssets } from './index.ts';

const broken: string[] = [];
const log: Log = { ...silentLog, error: (details) => void broken.push(String((details as { err?: unknown }).err)) };
const database = await aDatabase();
const house = { ...(await aHouse(database)), log };
const { db } = database;
const seeded = await seedHouse(db, { devices: 1, lorawan: 1 });
const app = createServer(log, errorPage);
after(() => app.close());
const routes: { method: string; url: string }[] = [];
app.addHook('onRoute', ({ method, url }: RouteOptions) => {
  for (const each of [method].flat()) if (each === 'GET' || each === 'POST') routes.push({ method: each, url });
});
await app.register(identityPlugin, { house });
await app.register(staticAssets);
const codecBox = createCodecBox();
await codecBox.start();
after(() => codecBox.stop());
await app.register(async (pages) => registerPages(pages, house, { codecBox, ingest: anIngest(house) }));
await app.ready();

const roles = ALL_ROLES.filter((role) => role !== 'data_protection_officer');
const person = await aPerson(db, { authorityId: seeded.authorityId, roles });
const { cookie, csrf } = await aSession(db, person, house.clock);
const { rows } = await sql<Record<'project' | 'place' | 'model', string>>`
  select (select slug from projects.project limit 1) as project, (select slug from register.place limit 1) as place,
    (select slug from register.model limit 1) as model`.execute(db);
const { project, place, model } = rows[0]!;
const SLUGS: [RegExp, string][] = [
  [/\/projects\//, project],
  [/\/places\//, place],
  [/\/models\//, model],
  [/\/sources\//, 'json'],
  [/\/devices\//, seeded.devices[0]!.slug],
];

/** The address of a route with what stands in the house, but for the parameter that is given. */
function addressOf(url: string, given: Record<string, string> = {}): string {
  const known: Record<string, string | undefined> = {
    authority: seeded.authoritySlug,
    slug: SLUGS.find(([pattern]) => pattern.test(url))?.[1],
    person: String(person.personId),
    section: 'why',
  };
  return url.replace(/:(\w+)(\(\^[^/]*\$\))?/g, (_, name: string) => given[name] ?? known[name] ?? '1');
}

async function ask(method: string, url: string, payload?: string, type = 'application/x-www-form-urlencoded') {
  const before = broken.length;
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      cookie,
      accept: 'text/html',
      'x-csrf-token': csrf,
      ...(payload === undefined ? {} : { 'content-type': type }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  const said = `${answer.statusCode} ${method} ${url.slice(0, 200)} ${payload?.slice(0, 100) ?? ''} ${broken.at(-1)}`;
  assert.ok(answer.statusCode < 500, said);
  return broken.length > before ? said : undefined;
}

const ODD = ['%00', '99999999999999999999', '1.5', 'NaN', '__proto__', '%F0%9F%98%80'];
const NAMES = [
  'q',
  'page',
  'state',
  'authority',
  'project',
  'theme',
  'capture',
  'show',
  'days',
  'after',
  'done',
  'token',
];
const FIELDS = [
  ...['name', 'title', 'slug', 'email', 'reason', 'do', 'url', 'authority', 'role', 'act', 'decision', 'declaration'],
  ...['stage', 'person', 'part', 'project', 'source', 'days', 'token', 'password', 'session', 'verdict', 'summary'],
];
const own = ({ url }: { url: string }) =>
  !/^\/(devices|models|sources|inbox|events|assets|docs)\b|\*|openapi/.test(url);

describe('a page', () => {
  test('answers or refuses whatever its address says', async () => {
    for (const { url } of routes.filter(({ method }) => method === 'GET').filter(own)) {
      for (const [, name] of url.matchAll(/:(\w+)/g)) {
        for (const odd of ODD) await ask('GET', addressOf(url, { [name!]: odd }));
      }
      for (const odd of ODD) await ask('GET', `${addressOf(url)}?${NAMES.map((name) => `${name}=${odd}`).join('&')}`);
      await ask('GET', `${addressOf(url)}?${NAMES.map((name) => `${name}=a&${name}=b`).join('&')}`);
    }
  });

  test('answers or refuses whatever its form says', async () => {
    const unforeseen = new Set<string>();
    for (const { url } of routes.filter(({ method }) => method === 'POST').filter(own)) {
      for (const [, name] of url.matchAll(/:(\w+)/g)) {
        for (const odd of ODD) await ask('POST', addressOf(url, { [name!]: odd }), `_csrf=${csrf}`);
      }
      const forms = [
        ...ODD.map((odd) => FIELDS.map((field) => `${field}=${odd}`).join('&')),
        FIELDS.map((field) => `${field}=a&${field}=b`).join('&'),
        FIELDS.map((field) => `${field}=${'x'.repeat(5000)}`).join('&'),
        '',
      ];
      for (const form of forms) {
        const said = await ask('POST', addressOf(url), `${form}&_csrf=${csrf}`);
        if (said) unforeseen.add(said);
      }
      for (const value of [null, 7, 'x', [], {}, { name: 5, title: { toString: 1 } }])
        await ask('POST', addressOf(url), JSON.stringify(value), 'application/json');
      await ask('POST', addressOf(url));
    }
    assert.deepEqual([...unforeseen], [], 'left to the database to refuse');
  });
});
