/** Random filters over Observations as text, each of them well typed, for tests to try on the database and in memory. */
import fc from 'fast-check';

const WORDS = ['', 'a', 'A b', 'no2', 'NO2 ', "O'Neill", 'école', '10', '9', '3', '%_\\', '😀x', ' x '];
const TIMES = [
  '2026-03-01T08:00:00Z',
  '2026-03-01T09:00:00+01:00',
  '2026-03-01T08:00:00.5Z',
  '2026-03-29T01:30:00Z',
  '1969-12-31T23:59:59.25Z',
];
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const wholeNumber = fc.integer({ min: -3, max: 12 }).map(String);
const literalNumber = fc.oneof(wholeNumber, fc.constantFrom('0.5', '2.25', '-1.5', '3e0', '9007199254740993'));
const literalText = fc.constantFrom(...WORDS).map(quote);
const literalTime = fc.constantFrom(...TIMES);
const comparison = fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge');

const call = (name: string, ...args: fc.Arbitrary<string>[]) =>
  fc.tuple(...args).map((parts) => `${name}(${parts.join(',')})`);
const infix = (left: fc.Arbitrary<string>, operator: fc.Arbitrary<string>, right: fc.Arbitrary<string>) =>
  fc.tuple(left, operator, right).map((parts) => parts.join(' '));

const { truth } = fc.letrec<{ truth: string; number: string; text: string; time: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literalNumber,
    fc.constantFrom('result', 'parameters/floor', 'parameters/rooms[0]', 'id'),
    infix(tie('number'), fc.constantFrom('add', 'sub', 'mul', 'div'), tie('number')).map((sum) => `(${sum})`),
    infix(fc.constantFrom('id', '7', '-7'), fc.constant('mod'), wholeNumber).map((sum) => `(${sum})`),
    tie('number').map((inner) => `-(${inner})`),
    call('round', fc.constantFrom('result', '2.5', '-2.5', '0.4')),
    call('floor', tie('number')),
    call('ceiling', tie('number')),
    call('length', tie('text')),
    call('indexof', tie('text'), tie('text')),
    fc
      .constantFrom('year', 'month', 'day', 'hour', 'minute', 'second', 'fractionalseconds', 'totaloffsetminutes')
      .chain((name) => call(name, fc.constantFrom('resultTime', 'phenomenonTime'))),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literalText,
    fc.constantFrom('Datastream/name', 'parameters/kind', 'parameters/floor'),
    call('concat', tie('text'), tie('text')),
    fc.constantFrom('tolower', 'toupper', 'trim').chain((name) => call(name, tie('text'))),
    call('substring', tie('text'), fc.nat(3).map(String)),
    call('substring', tie('text'), fc.nat(3).map(String), fc.nat(3).map(String)),
  ),
  time: fc.oneof(literalTime, fc.constantFrom('resultTime', 'phenomenonTime')),
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    infix(
      tie('number'),
      comparison,
      tie('number').map((inner) => `(${inner} add 0)`),
    ),
    infix(fc.oneof(literalNumber, fc.constant('id')), comparison, tie('number')),
    infix(fc.constantFrom('result', 'id'), comparison, literalText),
    infix(literalText, comparison, fc.constant('result')),
    infix(tie('text'), comparison, fc.oneof(literalText, fc.constant('Datastream/name'))),
    infix(fc.oneof(literalText, fc.constant('Datastream/name')), comparison, tie('text')),
    infix(tie('time'), comparison, tie('time')),
    infix(fc.constant('phenomenonTime'), comparison, fc.constant('2026-03-01T08:00:00Z/2026-03-01T09:00:00Z')),
    infix(
      fc.constantFrom('parameters/open', 'parameters/kind'),
      fc.constantFrom('eq', 'ne'),
      fc.constantFrom('true', 'false', 'null'),
    ),
    fc.constantFrom(
      'parameters/open',
      'true',
      'false',
      'result eq null',
      'null ne resultTime',
      'parameters/kind eq parameters/floor',
    ),
    fc
      .constantFrom('substringof', 'startswith', 'endswith', 'contains')
      .chain((name) => call(name, tie('text'), tie('text'))),
    fc
      .tuple(tie('number'), fc.array(wholeNumber, { minLength: 1, maxLength: 4 }))
      .map(([n, list]) => `${n} in (${list})`),
    infix(tie('truth'), fc.constantFrom('and', 'or'), tie('truth')),
    tie('truth').map((inner) => `not (${inner})`),
    infix(
      tie('truth').map((inner) => `(${inner})`),
      fc.constantFrom('eq', 'ne'),
      fc.constantFrom('true', 'false'),
    ),
  ),
}));

/** A well-typed filter over an Observation. */
export const aFilter: fc.Arbitrary<string> = truth;
