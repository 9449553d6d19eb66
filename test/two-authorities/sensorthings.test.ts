/** Every path of SensorThings, asked for by everybody of one borough with the ids of both: sets, entities, links, expansions, filters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/base/index.ts';
import { observationIdSql } from '../../src/observations/index.ts';
import { ENTITY_MODEL, type EntityName } from '../../src/sensorthings/odata/entity-model.ts';
import { type Asker, aTown, THE_PUBLIC } from './town.ts';

const town = await aTown();
const { ours, theirs } = town;
const entities = Object.values(ENTITY_MODEL);
const everybody = [THE_PUBLIC, ...(await town.askersOf(ours))];
const NARROW = new Set(['the public', 'analyst', 'key narrow', 'key open']);

async function requireNothing(asker: Asker, path: string): Promise<unknown> {
  const answer = await town.ask(asker, { url: `/v1.1/${path}`, headers: { accept: 'application/json' } });
  assert.ok(answer.statusCode < 500, `${answer.statusCode} at ${path}: ${answer.body.slice(0, 500)}`);
  assert.deepEqual(answer.body.match(theirs.marks), null, `${asker.name} finds it at ${path}`);
  const next = answer.body.startsWith('{')
    ? (JSON.parse(answer.body)['@iot.nextLink'] as string | undefined)
    : undefined;
  if (next !== undefined) await requireNothing(asker, next.slice(next.indexOf('/v1.1/') + '/v1.1/'.length));
  return answer.statusCode;
}

/** Ids that exist, of both boroughs: of small tables all up to the highest, of observations the newest of each datastream. */
async function idsOf(entity: EntityName): Promise<string[]> {
  const { db } = town.database;
  if (entity === 'Observation') {
    const { rows } = await sql<{ id: string }>`
      select distinct on (o.datastream_id) ${observationIdSql('o')} as id from observations.v_observation o
      order by o.datastream_id, o.phenomenon_time desc`.execute(db);
    return rows.map(({ id }) => id);
  }
  const { rows } = await sql<{
    most: number;
  }>`select greatest((select max(id) from register.device), (select max(id) from register.place),
    (select max(id) from register.placement), (select max(id) from register.datastream)) as most`.execute(db);
  const most = entity === 'ObservedProperty' ? 3 : rows[0]!.most;
  return Array.from({ length: most }, (_, i) => String(i + 1));
}

test('no set, no entity and none of its links or properties shows what is not open', async (t) => {
  let asked = 0;
  for (const { name, set, navigation, properties } of entities) {
    const ids = await idsOf(name);
    for (const asker of everybody) {
      await requireNothing(asker, `${set}?$top=200&$count=true`);
      for (const id of ids) {
        const status = await requireNothing(asker, `${set}(${id})`);
        asked++;
        if (status === 404 && !NARROW.has(asker.name)) continue; // for these few, also behind what they cannot see
        for (const link of Object.keys(navigation)) await requireNothing(asker, `${set}(${id})/${link}?$top=200`);
        if (!NARROW.has(asker.name)) continue;
        for (const link of Object.keys(navigation)) await requireNothing(asker, `${set}(${id})/${link}/$ref`);
        for (const property of Object.keys(properties)) await requireNothing(asker, `${set}(${id})/${property}/$value`);
      }
    }
  }
  t.diagnostic(`${asked} entities asked for by ${everybody.length}`);
});

test('no expansion shows what is not open', async () => {
  const expansions = (entity: EntityName, depth: number): string[] =>
    Object.entries(ENTITY_MODEL[entity].navigation).flatMap(([link, { target }]) => [
      link,
      ...(depth > 1 ? expansions(target, depth - 1).map((inner) => `${link}($expand=${inner};$top=100)`) : []),
    ]);
  for (const asker of everybody) {
    const depth = NARROW.has(asker.name) ? 3 : 2;
    for (const { name, set } of entities) {
      for (const expand of expansions(name, depth)) {
        if (expand.split('Observations').length > 2) continue; // all with all: the same rows again
        await requireNothing(asker, `${set}?$top=100&$expand=${encodeURIComponent(expand)}`);
      }
    }
  }
});

/** Each holds only for rows that are not open, though what it asks for may be: whoever gets an answer has read the hidden. */
const PROBES = [
  'Observations?$filter=result eq HIDDEN',
  'Datastreams?$filter=Observations/result eq HIDDEN',
  'Things?$filter=Datastreams/Observations/result eq HIDDEN',
  'Sensors?$filter=Datastreams/Observations/result eq HIDDEN',
  'ObservedProperties?$filter=Datastreams/Observations/result eq HIDDEN',
  'Locations?$filter=Things/Datastreams/Observations/result eq HIDDEN',
  'FeaturesOfInterest?$filter=Observations/result eq HIDDEN',
  "Things?$filter=startswith(name,'MARK-')",
  "Locations?$filter=startswith(Things/name,'MARK-')",
  "Sensors?$filter=startswith(Datastreams/Thing/name,'MARK-')",
  "ObservedProperties?$filter=startswith(Datastreams/Thing/name,'MARK-')",
  "HistoricalLocations?$filter=startswith(Thing/name,'MARK-')",
  "Locations?$filter=startswith(name,'MARK-')",
  "HistoricalLocations?$filter=startswith(Locations/name,'MARK-')",
  "Sensors?$filter=startswith(name,'MARK-')",
];

test('no filter tells what is not open by what it lets through', async () => {
  const hidden = '1484.9';
  const fill = (probe: string) =>
    probe.replace(/\?\$filter=(.*)/, (_, filter: string) => {
      const asked = filter.replace('HIDDEN', hidden).replace('MARK', theirs.mark);
      return `?$count=true&$filter=${encodeURIComponent(asked)}`;
    });
  const askTheirs = (await town.askersOf(theirs)).find(({ name }) => name === 'analyst')!;
  let understood = 0;
  for (const probe of PROBES) {
    const url = `/v1.1/${fill(probe)}`;
    const control = await town.ask(askTheirs, { url });
    if (control.statusCode === 200 && control.json().value.length > 0) understood++;
    for (const asker of everybody) {
      const answer = await town.ask(asker, { url });
      if (answer.statusCode !== 200) {
        assert.ok([400, 404, 501].includes(answer.statusCode), answer.body);
        continue;
      }
      assert.deepEqual(answer.json().value, [], `${asker.name} learns something by ${probe}`);
      assert.equal(answer.json()['@iot.count'], 0, `${asker.name} learns how many by ${probe}`);
    }
  }
  assert.ok(understood >= 10, `only ${understood} of ${PROBES.length} probes find something for whom it belongs to`);
});

test('the people it belongs to find it', async () => {
  const analyst = (await town.askersOf(theirs)).find(({ name }) => name === 'analyst')!;
  const all = await Promise.all(
    ['Things', 'Locations', 'Observations?$top=200'].map((path) => town.ask(analyst, { url: `/v1.1/${path}` })),
  );
  const text = all.map(({ body }) => body).join(' ');
  for (const mark of [`${theirs.mark}-device draft`, `${theirs.mark}-place homes`, '1484.9', '51.537373'])
    assert.ok(text.includes(mark), mark);
});
