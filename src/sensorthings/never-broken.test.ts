/** Any question at all is answered, or refused as the reader's: never 500, whatever types meet in a filter. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { commitInTransaction } from '../../test/build-observations.ts';
import { anAirProject } from '../../test/build-register.ts';
import { aDatabase } from '../../test/database.ts';
import { aClockAt, createServer, type Log, silentLog } from '../base/index.ts';
import { identityPlugin } from '../identity/index.ts';
import { registerSensorThings, type SensorThingsHouse } from './index.ts';
import { ENTITY_MODEL, type EntityName } from './odata/entity-model.ts';
import { FUNCTIONS } from './odata/filter-functions.ts';

const { db, database } = await aDatabase();
const broken: string[] = [];
const log: Log = { ...silentLog, error: (details) => void broken.push(String((details as { err?: unknown }).err)) };
const house = { db, clock: aClockAt('2026-05-02T00:00:00Z'), settings: { publicUrl: 'http://lamppost.example' } };
const app = createServer(log, () => '');
await app.register(identityPlugin, { house } as never);
await app.register(async (api) => registerSensorThings(api, house as unknown as SensorThingsHouse));
const { devices, authorityId } = await anAirProject(db);
await commitInTransaction(
  database,
  Array.from({ length: 20 }, (_, hour) => ({
    datastreamId: Object.values(devices[hour % 3]!.datastreams)[hour % 3]!,
    authorityId,
    phenomenonTime: new Date(Date.UTC(2026, 4, 1, hour, 0, 0, hour * 40)),
    value: hour / 2,
    textValue: null,
    key: BigInt(hour),
    receivedAt: new Date('2026-05-02T00:00:00Z'),
  })),
);

const ENTITIES = Object.keys(ENTITY_MODEL) as EntityName[];
const LITERALS = [
  ...[
    '1',
    '0',
    '-2.5',
    '9223372036854775808',
    '1e300',
    "'x'",
    "''",
    "'2026-05-01T10:00:00Z'",
    "'no2'",
    'true',
    'false',
    'null',
  ],
  ...[
    '2026-05-01T10:00:00Z',
    '2026-05-01T10:00:00.04Z/2026-05-01T12:00:00Z',
    '2026-05-01',
    '10:00',
    "duration'PT1H'",
    'now()',
  ],
  "geography'POINT (0 51)'",
];

type Kind = 'text' | 'number' | 'time' | 'json' | 'geometry';
const KIND_OF: Readonly<Record<string, Kind>> = {
  string: 'text',
  number: 'number',
  any: 'number',
  time: 'time',
  timeinterval: 'time',
  json: 'json',
  geometry: 'geometry',
};
const KINDS: readonly Kind[] = ['text', 'number', 'time', 'json', 'geometry'];
const TYPED_LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  text: ["'x'", "''", "'no2'", "'Nitrogen dioxide'", "'live'"],
  number: ['1', '0', '-2.5', '7', '9223372036854775808', '1e300'],
  time: [
    '2026-05-01T10:00:00Z',
    '2026-05-01T10:00:00.04Z/2026-05-01T12:00:00Z',
    '2026-05-01',
    'now()',
    'mindatetime()',
  ],
  json: ["'live'", '900', 'true', 'null'],
  geometry: ['null'],
};

/** Paths from an entity to a property (of a kind), through up to two links (single ones only, for orderings). */
function pathFrom(entity: EntityName, kind?: Kind, links = 2, onlySingle = false): fc.Arbitrary<string> {
  const { properties, navigation } = ENTITY_MODEL[entity];
  const own = ['id', ...Object.keys(properties)].filter(
    (name) => !kind || KIND_OF[properties[name]?.type ?? 'number'] === kind,
  );
  const inside =
    kind === undefined || kind === 'json'
      ? ['properties/state', 'properties/reportIntervalSeconds', 'properties/isOpen']
      : [];
  const here = [...own, ...inside.filter(() => 'properties' in properties)];
  const further = Object.entries(navigation)
    .filter(([, { many }]) => !many || !onlySingle)
    .map(
      ([name, { target }]) =>
        () =>
          pathFrom(target, kind, links - 1, onlySingle).map((rest) => `${name}/${rest}`),
    );
  const local = fc.constantFrom(...(here.length > 0 ? here : ['id']));
  return links === 0 || further.length === 0
    ? local
    : fc.oneof(
        { weight: 3, arbitrary: local },
        fc.constantFrom(...further).chain((next) => next()),
      );
}

/** A value of a kind, well typed. */
function typed(entity: EntityName, kind: Kind, depth = 2): fc.Arbitrary<string> {
  const leaf = fc.oneof({ weight: 3, arbitrary: pathFrom(entity, kind) }, fc.constantFrom(...TYPED_LITERALS[kind]));
  if (depth === 0 || kind === 'json' || kind === 'geometry') return leaf;
  const inner = (other: Kind) => typed(entity, other, depth - 1);
  const calls = Object.entries(FUNCTIONS)
    .filter(([, { gives, takes }]) => gives === kind && !(takes as readonly string[]).includes('geometry'))
    .map(([name, { takes }]) =>
      fc.tuple(...takes.map((take) => inner(take as Kind))).map((args) => `${name}(${args.join(',')})`),
    );
  const sum = fc
    .tuple(inner('number'), fc.constantFrom('add', 'sub', 'mul', 'div', 'mod'), inner('number'))
    .map((parts) => `(${parts.join(' ')})`);
  const later = inner('time').map((time) => `(${time} add duration'PT1H')`);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    ...calls,
    ...(kind === 'number' ? [sum] : []),
    ...(kind === 'time' ? [later] : []),
  );
}

/** A value of any kind, typed or not. */
function wild(entity: EntityName, depth = 2): fc.Arbitrary<string> {
  const leaf = fc.oneof(pathFrom(entity), fc.constantFrom(...LITERALS));
  if (depth === 0) return leaf;
  const inner = wild(entity, depth - 1);
  const call = fc
    .constantFrom(...Object.entries(FUNCTIONS))
    .chain(([name, { takes }]) => fc.tuple(...takes.map(() => inner)).map((args) => `${name}(${args.join(',')})`));
  const sum = fc
    .tuple(inner, fc.constantFrom('add', 'sub', 'mul', 'div', 'mod'), inner)
    .map((parts) => `(${parts.join(' ')})`);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    call,
    sum,
    inner.map((value) => `-(${value})`),
  );
}

function filterOver(entity: EntityName): fc.Arbitrary<string> {
  const operator = fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge');
  const ofKind = fc
    .constantFrom(...KINDS)
    .chain((kind) =>
      fc.tuple(
        typed(entity, kind),
        kind === 'geometry' ? fc.constantFrom('eq', 'ne') : operator,
        fc.oneof(typed(entity, kind), fc.constantFrom(...TYPED_LITERALS[kind])),
      ),
    )
    .map((parts) => parts.join(' '));
  const relation = fc
    .tuple(
      fc.constantFrom('before', 'after', 'meets', 'overlaps', 'starts', 'finishes'),
      typed(entity, 'time'),
      typed(entity, 'time'),
    )
    .map(([name, one, other]) => `${name}(${one},${other})`);
  const search = fc
    .tuple(
      fc.constantFrom('substringof', 'startswith', 'endswith', 'contains'),
      typed(entity, 'text'),
      typed(entity, 'text'),
    )
    .map(([name, one, other]) => `${name}(${one},${other})`);
  const comparison = fc.tuple(wild(entity), operator, wild(entity)).map((parts) => parts.join(' '));
  const one = fc.oneof(
    { weight: 6, arbitrary: ofKind },
    { weight: 2, arbitrary: relation },
    { weight: 2, arbitrary: search },
    ofKind.map((inner) => `not (${inner})`),
    comparison,
  );
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom(' and ', ' or ').map((word) => parts.join(word)));
}

const orderOf = (entity: EntityName) =>
  fc
    .tuple(
      fc.constantFrom<Kind>('text', 'number', 'time').chain((kind) => pathFrom(entity, kind, 2, true)),
      fc.constantFrom('', ' desc'),
    )
    .map((parts) => parts.join(''));

const expandOf = (entity: EntityName): fc.Arbitrary<string> =>
  fc
    .constantFrom(...Object.entries(ENTITY_MODEL[entity].navigation))
    .chain(([name, { target, many }]) =>
      many
        ? filterOver(target).map((filter) => `${name}($top=1;$count=true;$filter=${filter})`)
        : fc.constant(`${name}($select=id)`),
    );

const question = fc.constantFrom(...ENTITIES).chain((entity) =>
  fc.record({
    path: fc.constantFrom(ENTITY_MODEL[entity].set, ...behind(entity)),
    $filter: fc.option(filterOver(entity)),
    $orderby: fc.option(orderOf(entity)),
    $expand: fc.option(expandOf(entity)),
    $count: fc.constantFrom('true', 'false', null),
    $top: fc.constantFrom('1', '2', '0', null),
    $skip: fc.constantFrom('1', '0', null),
  }),
);

/** Other ways to the entity's collections, by the links that lead to them. */
function behind(entity: EntityName): string[] {
  return ENTITIES.flatMap((from) =>
    Object.entries(ENTITY_MODEL[from].navigation)
      .filter(([, { target, many }]) => target === entity && many)
      .map(([name]) => `${ENTITY_MODEL[from].set}(1)/${name}`),
  );
}

async function ask(path: string): Promise<number> {
  const { statusCode, body } = await app.inject({ url: path });
  assert.ok(
    [200, 204, 400, 404, 501].includes(statusCode),
    `${statusCode} ${decodeURIComponent(path)}\n${body} ${broken.at(-1)}`,
  );
  return statusCode;
}

describe('any question', () => {
  test('about any types is answered or refused, and its next page too', async () => {
    const answers = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(question, async ({ path, ...options }) => {
        const given = Object.entries(options).filter(([, value]) => value !== null);
        const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
        const url = `/v1.1/${path}?${query}`;
        const status = await ask(url);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status !== 200) return;
        const next = (await app.inject({ url })).json()['@iot.nextLink'];
        if (next) assert.equal(await ask(next.replace('http://lamppost.example', '')), 200, next);
      }),
      { numRuns: Number(process.env.QUESTION_RUNS ?? 300) },
    );
    assert.ok((answers.get(200) ?? 0) > 20, 'some questions must have answers for this to say anything');
  });

  test('at any address is answered or refused', async () => {
    const segment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }).map(encodeURIComponent_),
      fc.constantFrom(
        'Things(1)',
        'Datastreams',
        'Datastreams(1)',
        'Observations',
        'Thing',
        'name',
        '$value',
        '$ref',
        'properties',
        '%',
        '%00',
        '..',
        '(',
        "Things('x')",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 5 }), async (segments) => {
        const { statusCode } = await app.inject({ url: `/v1.1/${segments.join('/')}` });
        assert.ok(statusCode < 500 || statusCode === 501, `${statusCode} ${segments.join('/')} ${broken.at(-1)}`);
      }),
      { numRuns: 300 },
    );
  });
});

function encodeURIComponent_(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
