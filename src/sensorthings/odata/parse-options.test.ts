import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { EntityName } from './entity-model.ts';
import { ODataError } from './odata-error.ts';
import { parseOptions } from './parse-options.ts';
import type { QueryOptions, Shape } from './query-options.ts';

const parse = (query: string, entity: EntityName = 'Thing', shape: Shape = 'collection') =>
  parseOptions(query, { entity, shape });

/** What is expanded, as `Datastreams(Observations)`. */
function tree(options: QueryOptions): string {
  return options.expand
    .map((item) => item.name + (item.options.expand.length > 0 ? `(${tree(item.options)})` : ''))
    .join(',');
}

describe('query options', () => {
  test('have defaults where nothing is given', () => {
    const { top, skip, count, select, filter, orderby, expand, dataArray } = parse('');
    assert.deepEqual(
      { top, skip, count, select, filter, orderby, expand, dataArray },
      {
        top: 100,
        skip: 0,
        count: false,
        select: undefined,
        filter: undefined,
        orderby: [],
        expand: [],
        dataArray: false,
      },
    );
  });

  test('are decoded once, with + for a space', () => {
    const text = (query: string) => parse(query).filter!.text;
    assert.equal(text('$filter=name%20eq%20%27a%2Bb%27'), "name eq 'a+b'");
    assert.equal(text("$filter=name+eq+'a'"), "name eq 'a'");
    assert.equal(text("%24filter=name eq '%2527'"), "name eq '%27'");
  });

  test('clamp $top to ten thousand and take any $skip', () => {
    assert.equal(parse('$top=10001').top, 10_000);
    assert.equal(parse(`$top=${'9'.repeat(400)}`).top, 10_000);
    assert.equal(parse('$top=0').top, 0);
    assert.equal(parse('$skip=99999999999999999999').skip, Number.MAX_SAFE_INTEGER);
  });

  test('select names once each, the id under one name, and everything by *', () => {
    assert.deepEqual(parse('$select=name,id,@iot.id, Datastreams').select, ['name', 'id', 'Datastreams']);
    assert.equal(parse('$select=*').select, undefined);
  });

  test('order by expressions, each its own way', () => {
    const { orderby } = parse('$orderby=Datastream/name desc, length(Datastream/name),id asc', 'Observation');
    assert.deepEqual(
      orderby.map(({ expression, descending }) => [expression.text, descending]),
      [
        ['Datastream/name', true],
        ['length(Datastream/name)', false],
        ['id', false],
      ],
    );
  });

  test('expand with options of their own at every level', () => {
    const options = parse(
      "$expand=Datastreams($filter=name eq 'a;)(,b';$select=name; $expand=Observations($top=1;$orderby=phenomenonTime desc)),Locations($count=true)",
    );
    assert.equal(tree(options), 'Datastreams(Observations),Locations');
    const [streams, locations] = options.expand;
    assert.deepEqual(streams!.options.select, ['name']);
    assert.equal(streams!.options.expand[0]!.options.top, 1);
    assert.equal(streams!.options.expand[0]!.options.orderby[0]!.descending, true);
    assert.equal(locations!.options.count, true);
  });

  test('expand by short paths, and merge what is named twice', () => {
    assert.equal(tree(parse('$expand=Datastreams/Sensor,Datastreams/Thing,Datastreams')), 'Datastreams(Sensor,Thing)');
    const merged = parse('$expand=Datastreams/Sensor,Datastreams($top=2;$expand=Thing)');
    assert.equal(tree(merged), 'Datastreams(Thing,Sensor)');
    assert.equal(merged.expand[0]!.options.top, 2);
    assert.equal(parse('$expand=Datastreams/Observations($top=1)').expand[0]!.options.expand[0]!.options.top, 1);
  });

  test('of others, without $, are passed over', () => {
    assert.equal(parse('key=1&filter=x&&=').top, 100);
  });

  const bad: readonly (readonly [string, number, RegExp, EntityName?, Shape?])[] = [
    ['$top=1&$top=2', 400, /\$top is given twice/],
    ['$top=1&%24top=2', 400, /\$top is given twice/],
    ['$foo=1', 400, /there is no option \$foo/],
    ['$Filter=true', 400, /there is no option \$Filter/],
    ['$apply=x', 501, /\$apply is not supported/],
    ['$search=x', 501, /not supported/],
    ['$format=xml', 501, /\$format=xml/],
    ['$resultFormat=CSV', 501, /CSV/],
    ['$resultFormat=nothing', 400, /expected dataArray/],
    ['$resultFormat=dataArray', 400, /for Observations/],
    ['$top=-1', 400, /expected a whole number from 0, found "-1"/],
    ['$top=', 400, /expected a whole number/],
    ['$top=1.5', 400, /expected a whole number/],
    ['$skip=x', 400, /\$skip/],
    ['$count=1', 400, /expected true or false/],
    ['$count=TRUE', 400, /expected true or false/],
    ['$filter=', 400, /\$filter, character 1/],
    ['$filter', 400, /\$filter, character 1/],
    ['$filter=%zz', 400, /percent-encoded/],
    ["$filter=name eq '%00'", 400, /NUL/],
    ['$select=', 400, /expected the name of a property/],
    ['$select=nam', 400, /Thing has no "nam"/],
    ['$select=properties/floor', 501, /not supported/],
    ['$orderby=', 400, /\$orderby, character 1/],
    ['$orderby=name,,id', 400, /\$orderby, character 6/],
    ['$orderby=name down', 400, /\$orderby, character 6/],
    ['$orderby=Datastreams/name', 400, /no one value to order by/],
    ['$orderby=properties', 400, /no order/],
    ['$orderby=location', 400, /no order/, 'Location'],
    [`$orderby=${Array(17).fill('id').join()}`, 400, /more than 16 keys/],
    ['$expand=', 400, /expected the name of a navigation property/],
    ['$expand=name', 400, /nothing to expand/],
    ['$expand=Datastream', 400, /write Datastreams/],
    ['$expand=*', 501, /not supported/],
    ['$expand=Datastreams/$ref', 501, /not supported/],
    ['$expand=Datastreams($top=1', 400, /character 19: expected \)/],
    ['$expand=Datastreams($top=1)x', 400, /character 20: expected a comma/],
    ['$expand=Datastreams(top=1)', 400, /character 13: expected an option/],
    ['$expand=Datastreams($top=1;$top=2)', 400, /given twice/],
    ['$expand=Datastreams($levels=2)', 501, /not supported/],
    ['$expand=Datastreams($skiptoken=x)', 400, /does not apply inside \$expand/],
    ['$expand=Datastreams($filter=nam eq 1)', 400, /\$expand, character 21: Datastream has no "nam"/],
    ['$expand=Datastreams($top=1),Datastreams($top=2)', 400, /twice with different options/],
    ['$expand=Datastreams($expand=Thing),Datastreams/Thing', 400, /expanded twice/],
    ['$expand=Datastreams($expand=Thing($top=1))', 400, /\$top does not apply to one Thing/],
    [`$expand=${Array(9).fill('Datastreams/Thing').join('/')}`, 400, /deeper than 8/],
    [`$expand=${'Datastreams($expand=Thing($expand='.repeat(5)}Datastreams${'))'.repeat(5)}`, 400, /deeper than 8/],
    ['$filter=id eq 1', 400, /does not apply to one Thing/, 'Thing', 'entity'],
    ['$count=true', 400, /does not apply to one Thing/, 'Thing', 'entity'],
    ['$select=name', 400, /does not apply to a property/, 'Thing', 'property'],
  ];
  for (const [query, status, message, entity, shape] of bad) {
    test(`${query.slice(0, 60)} is answered ${status}`, () => {
      assert.throws(
        () => parse(query, entity, shape),
        (error) =>
          (error instanceof ODataError && error.status === status && message.test(error.message)) ||
          assert.fail(String(error)),
      );
    });
  }

  test('of any text are read or refused with our own error', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        ...[
          '$expand=',
          '$filter=',
          '$select=',
          '$orderby=',
          '$top=',
          '&',
          ';',
          '(',
          ')',
          ',',
          "'",
          '%27',
          '%',
          '=',
          '/',
          ' desc',
        ],
        ...['Datastreams', 'Thing', 'Observations', 'name', '*', '1', 'true', '$levels=', '$count='],
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parse(pieces.join(''));
        } catch (error) {
          assert.ok(error instanceof ODataError, String(error));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
