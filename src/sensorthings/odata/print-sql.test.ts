import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { aDatabase } from '../../../test/database.ts';
import { isSelected, type Json, microseconds, type Row } from './evaluate-for-test.ts';
import { aFilter } from './filters-for-test.ts';
import type { ModelPath } from './follow-path.ts';
import { ODataError } from './odata-error.ts';
import type { ResolvedPath } from './operand.ts';
import { parseFilter } from './parse-filter.ts';
import { isOutOfRange, POSTGRES } from './postgres-dialect.ts';
import { printFilter } from './print-sql.ts';

const { db } = await aDatabase();
const NOW = '2026-03-01T12:00:00Z';

interface Sample {
  id: number;
  result: number | null;
  resultTime: string | null;
  from: string;
  to: string;
  stream: string | null;
  parameters: Json;
}

const SAMPLES: readonly Sample[] = [
  ...Array.from({ length: 12 }, (_, index) => ({
    id: index + 1,
    result: index + 1,
    resultTime: index % 3 === 0 ? null : `2026-03-01T0${index % 10}:00:00Z`,
    from: `2026-03-01T0${index % 10}:00:00Z`,
    to: `2026-03-01T0${index % 10}:${index % 2 === 0 ? '00' : '30'}:00Z`,
    stream: ['no2', 'NO2 ', "O'Neill", 'école', null, ' x '][index % 6]!,
    parameters: (
      [
        { floor: index, kind: 'a', open: true, rooms: [index, 2] },
        { floor: '3', kind: 9, open: 'true' },
        {},
        null,
      ] as Json[]
    )[index % 4]!,
  })),
  {
    id: 13,
    result: null,
    resultTime: '2026-03-01T08:00:00.5Z',
    from: '2026-03-01T08:00:00Z',
    to: '2026-03-01T09:00:00Z',
    stream: '😀x',
    parameters: { floor: null, open: false, kind: '%_\\' },
  },
  {
    id: 14,
    result: 0.5,
    resultTime: '1969-12-31T23:59:59.25Z',
    from: '2026-03-29T01:30:00Z',
    to: '2026-03-29T01:30:00Z',
    stream: '10',
    parameters: { floor: 2.25, rooms: [] },
  },
  {
    id: 15,
    result: -2.5,
    resultTime: '2026-03-29T01:30:00Z',
    from: '1969-12-31T23:00:00Z',
    to: '2026-03-01T08:00:00Z',
    stream: '',
    parameters: { kind: { deep: 1 }, rooms: [[1]] },
  },
];

const COLUMNS: Readonly<Record<string, ResolvedPath>> = {
  id: { type: 'number', sql: sql`o.id` },
  result: { type: 'number', sql: sql`o.result`, as: { text: sql`o.result::text` } },
  resultTime: { type: 'time', sql: sql`o.result_time`, wholeSecond: sql`date_trunc('second', o.result_time)` },
  phenomenonTime: { type: 'interval', sql: sql`o.from_time`, end: sql`o.to_time` },
  parameters: { type: 'json', sql: sql`o.parameters` },
  'Datastream/name': { type: 'text', sql: sql`o.stream` },
};

const resolve = (path: ModelPath): ResolvedPath => {
  const [first] = path.navigation;
  if (first?.name === 'Observations') return { ...inObservation(path), any: [observations] };
  return COLUMNS[[...path.navigation.map((step) => step.name), path.property].join('/')]!;
};
const observations = {
  key: 'Observations',
  exists: (condition: unknown) => sql`exists (select 1 from sample o where o.stream = d.name and ${condition})`,
};
const inObservation = (path: ModelPath): ResolvedPath => COLUMNS[path.property]!;

const printing = { dialect: POSTGRES, resolve, now: NOW };
const parse = (text: string, entity: 'Observation' | 'Datastream' = 'Observation') =>
  parseFilter({ option: '$filter', text, offset: 0 }, entity);

async function select(filter: string): Promise<number[]> {
  const condition = printFilter(parse(filter), printing);
  const { rows } = await sql<{ id: number }>`select o.id from sample o where ${condition} order by o.id`.execute(db);
  return rows.map((row) => row.id);
}

function expectIn(filter: string): number[] {
  const expression = parse(filter);
  return SAMPLES.filter((sample) => isSelected(expression, inMemory(sample))).map((sample) => sample.id);
}

function inMemory(sample: Sample): Row {
  const at = (time: string | null) => (time === null ? null : { at: microseconds(time) });
  return {
    id: sample.id,
    result: sample.result,
    resultTime: at(sample.resultTime),
    phenomenonTime: { from: microseconds(sample.from), to: microseconds(sample.to) },
    parameters: { json: sample.parameters },
    'Datastream/name': sample.stream,
  };
}

before(async () => {
  await sql`create table sample (id integer primary key, result double precision, result_time timestamptz,
    from_time timestamptz not null, to_time timestamptz not null, stream text, parameters jsonb)`.execute(db);
  for (const sample of SAMPLES) {
    await sql`insert into sample values (${sample.id}, ${sample.result}, ${sample.resultTime}, ${sample.from}, ${sample.to},
      ${sample.stream}, ${JSON.stringify(sample.parameters)}::jsonb)`.execute(db);
  }
});

describe('a filter in PostgreSQL', () => {
  test('selects what the same filter selects in memory', async () => {
    await fc.assert(
      fc.asyncProperty(aFilter, async (filter) => {
        let found: number[];
        try {
          found = await select(filter);
        } catch (error) {
          if (isOutOfRange(error)) return;
          throw error;
        }
        assert.deepEqual(found, expectIn(filter), filter);
      }),
      { numRuns: Number(process.env.FILTER_RUNS ?? 400) },
    );
  });

  test('compares a number with a quoted literal as text', async () => {
    assert.deepEqual(await select("result gt '3' and id le 12"), [4, 5, 6, 7, 8, 9]);
  });

  test('keeps whole numbers beyond 2^53 exact', async () => {
    assert.deepEqual(await select('id add 0 lt 2 and id ne 9223372036854775807 and id lt 99999999999999999999'), [1]);
  });

  test('leaves out rows whose operand is null, whichever way it is asked', async () => {
    assert.ok(!(await select('result gt 0')).includes(13));
    assert.ok(!(await select('not (result gt 0)')).includes(13));
    assert.deepEqual(await select('result eq null'), [13]);
  });

  test('divides by zero to nothing rather than failing', async () => {
    assert.deepEqual(await select('result div 0 eq 1 or result mod 0 eq 1'), []);
  });

  test('adds durations to times, and knows now', async () => {
    assert.deepEqual(await select("resultTime gt now() sub duration'PT5H' and resultTime lt now()"), [9, 13]);
    assert.deepEqual(await select("resultTime sub 2026-03-01T08:00:00Z eq duration'PT0.5S'"), [13]);
    assert.deepEqual(await select("duration'PT1H' mul 2 eq duration'PT2H' and id eq 1"), [1]);
    assert.deepEqual(await select('date(resultTime) eq 2026-03-29 and time(resultTime) gt 01:00'), [15]);
    assert.deepEqual(await select('resultTime gt mindatetime() and resultTime lt maxdatetime() and id eq 15'), [15]);
    assert.deepEqual(await select('resultTime ge 2026-03-29'), [15]);
  });

  test('takes a quoted instant for the instant', async () => {
    assert.deepEqual(await select("resultTime eq '2026-03-29T02:30:00+01:00'"), [15]);
  });

  test('answers relations of times as FROST does', async () => {
    const hour = '2026-03-01T08:00:00Z/2026-03-01T09:00:00Z';
    const at = async (relation: string) => `${await select(`${relation}(phenomenonTime,${hour})`)}`;
    assert.equal(await at('during'), '9,13');
    assert.equal(await at('meets'), '9,10,15');
    assert.equal(await at('starts'), '9,13');
    assert.equal(await at('finishes'), '13');
    assert.equal(await at('overlaps'), '9,13');
    assert.equal(await at('before'), `${[1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15]}`);
    assert.equal(await at('after'), '10,14');
  });

  test('reports arithmetic that leaves the range as out of range', async () => {
    await assert.rejects(select('result mul 1e308 mul 1e308 gt 0'), isOutOfRange);
    await assert.rejects(select("substring(Datastream/name, 1e300) eq 'x'"), isOutOfRange);
  });

  test('does not grow beyond its text however deep functions nest', () => {
    let inner = 'now()';
    for (let depth = 0; depth < 20; depth++) inner = `(now() add duration'PT1S' mul fractionalseconds(${inner}))`;
    const printed = printFilter(parse(`${inner} gt now()`), printing);
    assert.ok(printed.toOperationNode && JSON.stringify(printed.toOperationNode()).length < 50_000);
  });
});

describe('a path through many entities', () => {
  const names = async (filter: string) => {
    const condition = printFilter(parse(filter, 'Datastream'), printing);
    const { rows } = await sql<{ name: string }>`
      select d.name from (values ('no2'), (' x '), ('none')) as d (name) where ${condition} order by d.name collate "C"`.execute(
      db,
    );
    return rows.map((row) => row.name);
  };

  test('means any of them', async () => {
    assert.deepEqual(await names('Observations/result eq 7'), ['no2']);
    assert.deepEqual(await names('Observations/result gt 0'), [' x ', 'no2']);
  });

  test('means the same one in conditions joined by and', async () => {
    assert.deepEqual(await names('Observations/result gt 6 and Observations/id lt 2'), []);
    assert.deepEqual(await names('Observations/result eq 1 and Observations/id eq 1'), ['no2']);
    assert.deepEqual(await names('(Observations/id eq 1 or Observations/id eq 6) and Observations/result lt 2'), [
      'no2',
    ]);
  });

  test('is denied for all of them by not, and for missing ones by eq null', async () => {
    assert.deepEqual(await names('not (Observations/result eq 7)'), [' x ', 'none']);
    assert.deepEqual(await names('Observations/id eq null'), ['none']);
    assert.deepEqual(await names('Observations/id ne null'), [' x ', 'no2']);
  });
});

describe('types that do not go together', () => {
  const refusals: readonly (readonly [string, RegExp, number?])[] = [
    ['Datastream/name eq 5', /^\$filter, character 1: cannot compare Datastream\/name \(a text\) with 5 \(a number\)$/],
    ['result gt 1 and resultTime gt 5', /character 17: cannot compare resultTime \(an instant\) with 5 \(a number\)/],
    ["resultTime gt 'yesterday'", /times are written with a zone and without quotes/],
    ['true gt false', /cannot compare true \(true or false\)/],
    ['parameters/a gt parameters/b', /cannot compare parameters\/a \(JSON\) with parameters\/b \(JSON\)/],
    ['Datastream/name', /character 1: expected a condition, found Datastream\/name \(a text\)/],
    ['not result', /character 5: expected a condition, found result \(a number\)/],
    ['Datastream/name add 1 eq 2', /cannot work out Datastream\/name \(a text\) add 1 \(a number\)/],
    ['length(resultTime) eq 2', /character 8: expected a text, found resultTime \(an instant\)/],
    ['during(phenomenonTime, resultTime)', /expected a time interval, found resultTime/],
    ["st_within(FeatureOfInterest/feature, geography'POINT (0 0)')", /st_within is not supported yet/, 501],
  ];
  for (const [filter, message, status = 400] of refusals) {
    test(`refused: ${filter}`, () => {
      assert.throws(
        () =>
          printFilter(parse(filter), {
            ...printing,
            resolve: (path) => (path.property === 'feature' ? { type: 'geometry', sql: sql`null` } : resolve(path)),
          }),
        (error) => error instanceof ODataError && error.status === status && message.test(error.message),
      );
    });
  }
});
