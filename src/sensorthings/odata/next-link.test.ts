import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { aDatabase } from '../../../test/database.ts';
import type { ModelPath } from './follow-path.ts';
import { nextLink, writePath } from './next-link.ts';
import { ODataError } from './odata-error.ts';
import { parseOptions } from './parse-options.ts';
import { parsePath } from './parse-path.ts';
import { POSTGRES } from './postgres-dialect.ts';
import { type OrderKey, orderKeys, printAfter, printOrderBy, printTokenTexts } from './print-keyset.ts';
import { decodeSkiptoken, encodeSkiptoken } from './skiptoken.ts';

const { db } = await aDatabase();
const options = (query: string) => parseOptions(query, { entity: 'Observation', shape: 'collection' });

describe('a next link', () => {
  test('keeps the path and every option, drops $skip, and is encoded once', () => {
    const query =
      "$count=true&$filter=Datastream/name eq 'a%2Bb %26 c'&$skip=20&$top=5&$orderby=phenomenonTime+desc&$select=result,id";
    const path = writePath(parsePath('Things(1)/Datastreams(85)/Observations'));
    const link = nextLink('http://localhost:8080/v1.1', path, options(query), 'abc');
    assert.ok(link.startsWith('http://localhost:8080/v1.1/Things(1)/Datastreams(85)/Observations?'));
    assert.deepEqual(Object.fromEntries(new URL(link).searchParams), {
      $filter: "Datastream/name eq 'a+b & c'",
      $select: 'result,id',
      $orderby: 'phenomenonTime desc',
      $top: '5',
      $count: 'true',
      $skiptoken: 'abc',
    });
    assert.doesNotMatch(link, / |%25|\+/);
  });

  test('writes an expansion so that it is read the same again', () => {
    const first = options(
      "$expand=Datastream/Thing,Datastream($select=name;$expand=Sensor($expand=Datastreams($filter=name eq 'a;b')))",
    );
    const again = options(
      new URL(nextLink('http://x/v1.1', 'Observations', first, 't')).search.slice(1).replace(/&\$skiptoken=t/, ''),
    );
    const shape = (parsed: typeof first): unknown =>
      parsed.expand.map((item) => [item.name, item.options.select, shape(item.options)]);
    assert.deepEqual(shape(again), shape(first));
  });
});

describe('a skiptoken', () => {
  const { orderby } = options('$orderby=phenomenonTime desc,result');
  const types = ['time', 'number', 'number'] as const;
  const values = ['2026-03-01T08:00:00.000000Z', null, '9223372036854775807'];

  test('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.option(fc.double({ noNaN: true })), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (number, id) => {
        const given = [values[0]!, number === null ? null : String(number), String(id)];
        assert.deepEqual(
          decodeSkiptoken(encodeSkiptoken('Observation', orderby, given), 'Observation', orderby, types),
          given,
        );
      }),
    );
  });

  test('is refused under another ordering or entity', () => {
    const token = encodeSkiptoken('Observation', orderby, values);
    const other = options('$orderby=phenomenonTime,result').orderby;
    assert.throws(() => decodeSkiptoken(token, 'Observation', other, types), /belongs to another \$orderby/);
    assert.throws(() => decodeSkiptoken(token, 'Thing', orderby, types), /belongs to another/);
  });

  test('that is made up is refused, never handed to the database', () => {
    const forge = (...forged: unknown[]) => {
      const [mark] = JSON.parse(Buffer.from(encodeSkiptoken('Observation', orderby, values), 'base64url').toString());
      return Buffer.from(JSON.stringify([mark, ...forged])).toString('base64url');
    };
    const made = [
      '',
      '!',
      'AAAA',
      'x'.repeat(9000),
      Buffer.from('{}').toString('base64url'),
      forge(),
      forge(...values, 'more'),
      forge('yesterday', null, '1'),
      forge(values[0], 'x', '1'),
      forge(values[0], 1, '1'),
      forge(values[0], '1; drop table', '1'),
      forge(values[0], {}, '1'),
      forge(values[0], '1', '\u0000'),
    ];
    for (const token of made) {
      assert.throws(
        () => decodeSkiptoken(token, 'Observation', orderby, types),
        (error) => error instanceof ODataError && error.status === 400,
        token,
      );
    }
  });
});

describe('paging by keyset', () => {
  const rows = `(values (1, 5::float8, 'b', '2026-03-01T08:00:00Z'::timestamptz), (2, null, 'a', '2026-03-01T08:00:00.5Z'),
    (3, 5, null, '2026-03-01T07:00:00Z'), (4, null, null, '2026-03-01T08:00:00Z'), (5, 0.1, 'B', '2026-03-01T08:00:00Z'),
    (6, 1e-300, 'é', '2026-03-02T08:00:00Z'), (7, 5, 'b', '2026-03-01T08:00:00.5Z')) as o (id, result, name, time)`;
  const resolve = (path: ModelPath) =>
    ({
      id: { type: 'number' as const, sql: sql`o.id`, nullable: false },
      result: { type: 'number' as const, sql: sql`o.result` },
      name: { type: 'text' as const, sql: sql`o.name` },
      phenomenonTime: { type: 'time' as const, sql: sql`o.time`, nullable: false },
    })[path.property as 'id']!;
  const id: OrderKey = { type: 'number', sql: sql`o.id`, descending: false, nullable: false };

  async function walk(orderby: string, pageSize: number): Promise<number[]> {
    const items = orderby === '' ? [] : options(`$orderby=${orderby}`).orderby;
    const last = { ...id, descending: items[items.length - 1]?.descending ?? false };
    const keys = orderKeys(items, [last], { dialect: POSTGRES, resolve, now: '2026-03-01T00:00:00Z' });
    const seen: number[] = [];
    let condition: RawBuilder<unknown> = sql`true`;
    for (let page = 0; page < 10; page++) {
      const texts = sql`array[${sql.join([...printTokenTexts(keys, POSTGRES)])}]`;
      const found = await sql<{ id: number; texts: (string | null)[] }>`
        select o.id, ${texts} as texts from ${sql.raw(rows)} where ${condition}
        order by ${printOrderBy(keys, POSTGRES)} limit ${pageSize}`.execute(db);
      if (found.rows.length === 0) break;
      seen.push(...found.rows.map((row) => row.id));
      const token = encodeSkiptoken('Observation', items, found.rows[found.rows.length - 1]!.texts);
      const values = decodeSkiptoken(
        token,
        'Observation',
        items,
        keys.map((key) => key.type),
      );
      condition = printAfter(keys, values, POSTGRES);
    }
    return seen;
  }

  test('puts nulls first ascending and last descending', async () => {
    assert.deepEqual(await walk('result', 100), [2, 4, 6, 5, 1, 3, 7]);
    assert.deepEqual(await walk('result desc', 100), [7, 3, 1, 5, 6, 4, 2]);
    assert.deepEqual(await walk('Datastream/name', 100), [3, 4, 5, 2, 1, 7, 6]);
  });

  test('visits every row once, in the order of one long page, whatever the ordering and page size', async () => {
    const key = fc.constantFrom(
      'result',
      'Datastream/name',
      'phenomenonTime',
      'length(Datastream/name)',
      'result eq 5',
      'date(phenomenonTime)',
    );
    const item = fc.tuple(key, fc.constantFrom(' asc', ' desc', '')).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 3 }), fc.integer({ min: 1, max: 3 }), async (items, pageSize) => {
        const orderby = items.join(',');
        const whole = await walk(orderby, 100);
        assert.deepEqual([...whole].sort(), [1, 2, 3, 4, 5, 6, 7]);
        assert.deepEqual(await walk(orderby, pageSize), whole, orderby);
      }),
      { numRuns: 60 },
    );
  });
});
