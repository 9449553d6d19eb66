/** Every page and file of the house, asked for by everybody of one borough with everything of the other in its address. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesOf, poolOf } from './addresses.ts';
import type { Borough } from './borough.ts';
import { type Asker, aTown, THE_PUBLIC } from './town.ts';

const town = await aTown();
const { ours, theirs } = town;
const elsewhere = /^\/(assets\/\*|v1\.1\/\*|events|readyz)$/; // SensorThings and live updates have tests of their own
const gets = town.routes.filter(({ method, url }) => method === 'GET' && !elsewhere.test(url));

/** What somebody finds at every address of a borough: which marks, and where. */
async function walk(asker: Asker, of: Borough, queries: (address: string) => string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const pool = await poolOf(town.database.db, of);
  for (const { url } of gets) {
    for (const address of addressesOf(url, pool).flatMap(queries)) {
      const answer = await town.ask(asker, { url: address });
      assert.ok(
        answer.statusCode < 500,
        `${asker.name} gets ${answer.statusCode} at ${address}: ${answer.body.slice(0, 300)}`,
      );
      const text = `${JSON.stringify(answer.headers)} ${answer.rawPayload.toString('utf8')}`;
      for (const [mark] of text.matchAll(of.marks)) if (!found.has(mark)) found.set(mark, address);
    }
  }
  return found;
}

const bare = (address: string) => [address];

/** Filters that may lead from one's own list to somebody else's rows. */
function withFilters(address: string): string[] {
  const { authorityId, slug, mark, projects, devices } = theirs;
  const queries = [
    `authority=${slug}`,
    `authority=${authorityId}`,
    `project=project-draft&authority=${slug}`,
    `project=${projects.draft}`,
    `project=${slug}/project-draft`,
    `device=${devices.draft.deviceId}`,
    `device=${slug}/device-draft`,
    `place=${devices.draft.placeId}`,
    `q=${mark}&search=${mark}&status=all&state=all&show=all`,
  ];
  return [address, ...queries.map((query) => `${address}?${query}`)];
}

test('nobody finds anything of the other borough that is not open', async (t) => {
  const askers = [THE_PUBLIC, ...(await town.askersOf(ours))];
  for (const asker of askers) {
    const isList = (address: string) => !address.slice(1).includes('/');
    const found = await walk(asker, theirs, (address) => (isList(address) ? withFilters(address) : [address]));
    assert.deepEqual([...found], [], `${asker.name} of ${ours.slug} finds what is ${theirs.slug}'s`);
  }
  t.diagnostic(`${gets.length} routes, asked by ${askers.length}`);
});

test('short names that both boroughs use lead everybody to their own', async () => {
  const { cookie } = (await town.askersOf(ours)).find(({ name }) => name === 'project_lead')!.headers;
  const own = await town.ask(
    { name: 'lead', headers: { cookie: cookie! } },
    { url: `/projects/${ours.slug}/project-draft` },
  );
  assert.match(own.body, new RegExp(`${ours.mark}-project`));
  assert.doesNotMatch(own.body, theirs.marks);
});

test('the marks can be found: the people they belong to find them', async (t) => {
  const found = new Set<string>();
  for (const asker of await town.askersOf(theirs)) {
    for (const mark of (await walk(asker, theirs, bare)).keys()) found.add(mark.toLowerCase());
  }
  t.diagnostic(`${[...found].sort().join(' ')}`);
  const mark = theirs.mark.toLowerCase();
  for (const what of [
    'project',
    'device',
    'place',
    'person',
    'source',
    'files',
    'webhook',
    'alert',
    'key',
    'model',
    'stranger',
    'fault',
    'submitted',
    'identifier',
  ]) {
    assert.ok(found.has(`${mark}-${what}`), `nobody finds ${what}`);
  }
});
