import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { EntityName } from './entity-model.ts';
import type { Expression, LiteralValue } from './expression.ts';
import { aFilter } from './filters-for-test.ts';
import { ODataError } from './odata-error.ts';
import { parseFilter } from './parse-filter.ts';

const parse = (text: string, entity: EntityName = 'Observation') =>
  parseFilter({ option: '$filter', text, offset: 0 }, entity);

/** The tree with every grouping spelled out. */
function show(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return showLiteral(node.literal);
    case 'path':
      return [...node.path.navigation.map((step) => step.name), node.path.property, ...node.path.inside].join('/');
    case 'comparison':
    case 'arithmetic':
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case 'negation':
      return `-${show(node.operand)}`;
    case 'not':
      return `not ${show(node.operand)}`;
    case 'in':
      return `(${show(node.operand)} in ${node.options.map(show).join(' ')})`;
    case 'and':
    case 'or':
      return `(${node.operands.map(show).join(` ${node.kind} `)})`;
    case 'call':
      return `${node.name}(${node.args.map(show).join(', ')})`;
  }
}

function showLiteral(literal: LiteralValue): string {
  if (literal.type === 'time') return literal.value.utc;
  if (literal.type === 'interval') return `${literal.start.utc}..${literal.end.utc}`;
  if (literal.type === 'duration') return `${literal.seconds}s`;
  if (literal.type === 'null') return 'null';
  return literal.type === 'text' ? JSON.stringify(literal.value) : String(literal.value);
}

describe('a filter', () => {
  const good: readonly (readonly [string, string])[] = [
    ['result gt 3', '(result gt 3)'],
    ['  result   gt\t3 ', '(result gt 3)'],
    ['id eq 1 or id eq 2 and id eq 3', '((id eq 1) or ((id eq 2) and (id eq 3)))'],
    ['(id eq 1 or id eq 2) and id eq 3', '(((id eq 1) or (id eq 2)) and (id eq 3))'],
    ['id eq 1 and (id eq 2 and id eq 3)', '((id eq 1) and (id eq 2) and (id eq 3))'],
    ['not result lt 1 and not (result gt 1)', '(not (result lt 1) and not (result gt 1))'],
    ['not not true', 'not not true'],
    ['1 add result mul 2 sub -1 eq 4', '(((1 add (result mul 2)) sub -1) eq 4)'],
    ['14 div (result add 1) mod 3 mul 3 eq 3', '((((14 div (result add 1)) mod 3) mul 3) eq 3)'],
    ['-(result) lt -3.5e1', '(-result lt -3.5e1)'],
    ["Datastream/name eq 'O''Neill (x), y'", '(Datastream/name eq "O\'Neill (x), y")'],
    ['Datastream/Thing/properties/a/b-c/0 eq null', '(Datastream/Thing/properties/a/b-c/0 eq null)'],
    ['parameters/rooms[0][1]/floor ge 2', '(parameters/rooms/0/1/floor ge 2)'],
    ["Datastream/unitOfMeasurement/symbol eq '°C'", '(Datastream/unitOfMeasurement/symbol eq "°C")'],
    ['@iot.id eq 1 and Datastream/@iot.id eq 2', '((id eq 1) and (Datastream/id eq 2))'],
    ["substringof('no2', Datastream/name) eq true", '(substringof("no2", Datastream/name) eq true)'],
    ['resultTime ge 2026-03-01T09:00:00+01:00', '(resultTime ge 2026-03-01T08:00:00Z)'],
    ['resultTime ge 2026-03-01T08:00:00.1234567Z', '(resultTime ge 2026-03-01T08:00:00.123456Z)'],
    ['resultTime ge 2026-03-01T08:00Z', '(resultTime ge 2026-03-01T08:00:00Z)'],
    [
      'phenomenonTime lt 2026-03-01T08:00:00Z/2026-03-01T09:00:00Z',
      '(phenomenonTime lt 2026-03-01T08:00:00Z..2026-03-01T09:00:00Z)',
    ],
    ['phenomenonTime lt 2026-03-01T08:00:00Z/PT90M', '(phenomenonTime lt 2026-03-01T08:00:00Z..2026-03-01T09:30:00Z)'],
    ["resultTime gt now() sub duration'P1DT2H'", '(resultTime gt (now() sub 93600s))'],
    ['date(resultTime) eq 2026-03-01', '(date(resultTime) eq 2026-03-01)'],
    ['time(resultTime) le 03:12', '(time(resultTime) le 03:12:00)'],
    [
      "geo.distance(FeatureOfInterest/feature, geography'POINT (30 10)') lt 1",
      '(geo.distance(FeatureOfInterest/feature, POINT (30 10)) lt 1)',
    ],
    ['result in (1, 2,3)', '(result in 1 2 3)'],
    [
      'substring(Datastream/name, 1, 2) eq concat(trim(Datastream/name), toupper(tolower(Datastream/name)))',
      '(substring(Datastream/name, 1, 2) eq concat(trim(Datastream/name), toupper(tolower(Datastream/name))))',
    ],
    ['id eq 9223372036854775807', '(id eq 9223372036854775807)'],
  ];
  for (const [text, tree] of good)
    test(`reads: ${text.trim().slice(0, 70)}`, () => assert.equal(show(parse(text)), tree));

  const bad: readonly (readonly [string, RegExp, number?])[] = [
    ['', /character 1: expected a property, a literal or a function, found the end/],
    ['result gt', /character 10: expected .*, found the end/],
    ['result gt 3 result', /character 13: expected an operator .*, found result/],
    ['result = 3', /character 8: expected .*, found =/],
    ['result GT 3', /character 8: expected an operator .*, found GT/],
    ['(result gt 3', /character 13: expected an operator or \), found the end/],
    ['result gt 3)', /character 12: expected an operator .*, found \)/],
    ["Datastream/name eq 'x", /character 20: the quoted text is not closed/],
    ['Datastreams/name eq 1', /character 1: Observation has no "Datastreams"/],
    ['Datastream/Thing eq 1', /character 12: Thing is an entity, not a value/],
    ['Datastream/name/first eq 1', /character 17: only JSON properties have keys inside/],
    [
      'Datastream/unitOfMeasurement/colour eq 1',
      /character 30: no member "colour" here; there are name, symbol, definition/,
    ],
    ['constructor eq 1', /Observation has no "constructor"/],
    ['toString(result) eq 1', /there is no function toString/],
    ['length() eq 1', /length takes 1 arguments, found 0/],
    ["substring('a') eq 'a'", /substring takes 2 to 3 arguments, found 1/],
    ['result eq 5abc', /character 11: expected/],
    ['result eq 1.2.3', /character 11: expected/],
    ['result eq 1e999', /beyond the range of numbers/],
    ['resultTime gt 2026-03-01T08:00:00', /character 15: expected an instant with its zone/],
    ['resultTime gt 2026-03-01T08:00:00 01:00', /a \+ in a URL is written %2B/],
    ['resultTime gt 2026-02-30T08:00:00Z', /expected an instant/],
    ['resultTime gt 2026-03-01T24:00:00Z', /expected an instant/],
    ['resultTime gt 0000-01-01T00:00:00Z', /expected an instant/],
    ['phenomenonTime lt 2026-03-01T08:00:00Z/2026-03-01T07:00:00Z', /ends before it starts/],
    ["resultTime gt now() sub duration'P1M'", /expected a duration in weeks, days/],
    ["resultTime gt datetime'2026'", /expected duration'…' or geography'…', found datetime'…'/],
    ['result in 3', /character 11: expected a list in parentheses/],
    ["Datastream/any(d:d/name eq 'x')", /any\(…\) is not supported/, 501],
    [`result eq ${'1 add '.repeat(70)}1`, /more than 64 operators in a row/],
    [`${'('.repeat(65)}true${')'.repeat(65)}`, /character 66: nested deeper than 64/],
    [`${'not '.repeat(65)}true`, /nested deeper than 64/],
    [`${'length('.repeat(65)}'a'${')'.repeat(65)} eq 1`, /nested deeper than 64/],
    [`Datastream/name eq '${'x'.repeat(8200)}'`, /longer than 8192 bytes/],
    [`parameters${'/a'.repeat(40)} eq 1`, /at most 32 segments/],
    [`parameters${'[0]'.repeat(40)} eq 1`, /at most 32 segments/],
  ];
  for (const [text, message, status = 400] of bad) {
    test(`refuses: ${text.slice(0, 60)}`, () => {
      assert.throws(
        () => parse(text),
        (error) =>
          (error instanceof ODataError && error.status === status && message.test(error.message)) ||
          assert.fail(String(error)),
      );
    });
  }

  test('tells a singular name that its relation is to many', () => {
    assert.throws(() => parse("Datastream/name eq 'x'", 'Thing'), /write Datastreams/);
  });

  test('is frozen through and through', () => {
    const tree = parse(
      'not (result gt 1 and Datastream/id in (1)) or -id lt round(1.5) and resultTime lt 2026-03-01T08:00:00Z',
    );
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      assert.ok(Object.isFrozen(value), JSON.stringify(value));
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(tree);
  });

  test('as long and wide as allowed is read at once', () => {
    const wide = Array.from({ length: 580 }, () => 'result gt 1')
      .join(' or ')
      .slice(0, 8190);
    const started = performance.now();
    parse(wide.slice(0, wide.lastIndexOf(' or ')));
    assert.ok(performance.now() - started < 500);
  });
});

describe('any text as a filter', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      ...[
        '(',
        ')',
        ',',
        '/',
        "'",
        "''",
        ' ',
        '-',
        '[',
        ']',
        'and',
        'or',
        'not',
        'eq',
        'in',
        'add',
        'mod',
        'null',
        'true',
      ],
      ...[
        'result',
        'Datastream',
        'name',
        'parameters',
        '1',
        '1.5e3',
        'now()',
        'length(',
        "duration'",
        'any(',
        '@iot.id',
      ],
      ...['2026-03-01', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z/', '08:00', '\u0000', '\ud800', '😀'],
    ),
  );

  test('is read, or refused with our own error, in bounded time', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('', ' '), (pieces, between) => {
        const started = performance.now();
        try {
          parse(pieces.join(between));
        } catch (error) {
          assert.ok(error instanceof ODataError && (error.status === 400 || error.status === 501), String(error));
        }
        assert.ok(performance.now() - started < 1000);
      }),
      { numRuns: 3000 },
    );
  });

  test('at its longest takes bounded time, whatever it repeats', () => {
    for (const unit of [
      "'",
      "''",
      '(',
      '-',
      'a',
      '1',
      '1e',
      '2026-03-01T',
      'a/',
      'not ',
      "x'",
      '[',
      '@',
      '-1',
      '. ',
      '1 in (',
      'a eq ',
    ]) {
      const started = performance.now();
      try {
        parse(unit.repeat(Math.floor(8192 / unit.length)));
      } catch (error) {
        assert.ok(error instanceof ODataError, String(error));
      }
      assert.ok(performance.now() - started < 500, unit);
    }
  });

  test('that is a filter stays one with spaces around it and parentheses about it', () => {
    fc.assert(
      fc.property(aFilter, (filter) => {
        assert.equal(show(parse(` ( ${filter} ) `)), show(parse(filter)));
      }),
    );
  });
});
