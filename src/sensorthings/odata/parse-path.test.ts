import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { writePath } from './next-link.ts';
import { ODataError } from './odata-error.ts';
import { parsePath } from './parse-path.ts';

describe('a resource path', () => {
  const good: readonly (readonly [string, string])[] = [
    ['Things', 'Thing many'],
    ['/Things/', 'Thing many'],
    ['Things(1)', 'Thing one'],
    ['Things%281%29', 'Thing one'],
    ['Things(9223372036854775807)', 'Thing one'],
    ['Things(-1)', 'Thing one'],
    ['Things(7)/Datastreams(2)/Observations', 'Observation many'],
    ['Observations(1)/Datastream/Thing/Locations', 'Location many'],
    ['Observations(1)/Datastream/Thing/HistoricalLocations(3)/Locations(4)', 'Location one'],
    ['Things(1)/Datastreams/$ref', 'Datastream many refs'],
    ['Observations(1)/FeatureOfInterest/$ref', 'FeatureOfInterest one refs'],
    ['Things(1)/name', 'Thing one name'],
    ['Things(1)/name/$value', 'Thing one name bare'],
    ['Things(1)/@iot.id', 'Thing one id'],
    ['Datastreams(1)/unitOfMeasurement/symbol', 'Datastream one unitOfMeasurement/symbol'],
    ['Things(1)/properties/rooms[0][1]/floor/$value', 'Thing one properties/rooms/0/1/floor bare'],
  ];
  for (const [path, leads] of good) {
    test(`${path} leads to ${leads}`, () => {
      const { entity, many, property, refs } = parsePath(path);
      const words = [entity, many ? 'many' : 'one'];
      if (property) words.push([property.name, ...property.inside].join('/'));
      if (property?.bare) words.push('bare');
      if (refs) words.push('refs');
      assert.equal(words.join(' '), leads);
    });
  }

  const bad: readonly (readonly [string, number, RegExp])[] = [
    ['Things(9223372036854775808)', 404, /no entity has the id/],
    ["Things('a')", 404, /whole numbers/],
    ['Things(5f2b1c04-8a64-4a0b-9d0b-2f3f0f0f0f0f)', 404, /whole numbers/],
    ['Things(a)', 400, /expected a whole number as id, found "a"/],
    ['Things()', 400, /expected a whole number/],
    ['Things(1', 400, /parentheses/],
    ['Things(1)(2)', 400, /expected a whole number/],
    ['Nothing', 404, /there is no "Nothing"; there are Things/],
    ['__proto__', 404, /there is no/],
    ['Things(1)/constructor', 404, /Thing has no "constructor"/],
    ['Things(1)/Datastream', 404, /write Datastreams/],
    ['Things/name', 404, /name one by id/],
    ['Things/Datastreams', 404, /as in Things\(1\)\/Datastreams/],
    ['Observations(1)/Datastream(2)', 404, /takes no id/],
    ['Things(1)/name/first', 404, /nothing named first inside/],
    ['Things(1)/name(1)', 400, /takes no parentheses/],
    ['Things(1)//name', 400, /two slashes/],
    ['', 400, /empty/],
    ['Things(1)/$value', 400, /follows a property/],
    ['Things(1)/name/$value/x', 400, /ends a path/],
    ['Things/$count', 501, /not supported/],
    ['Things(1)/$ref/x', 400, /ends a path/],
    ['Things(%FF)', 400, /percent-encoded/],
    ['Things(1)/na%00me', 400, /NUL/],
    [`Things(1)${'/Datastreams(1)/Thing'.repeat(20)}`, 400, /more than 32/],
  ];
  for (const [path, status, message] of bad) {
    test(`${path.slice(0, 50)} is answered ${status}`, () => {
      assert.throws(
        () => parsePath(path),
        (error) => error instanceof ODataError && error.status === status && message.test(error.message),
      );
    });
  }

  test('is frozen, and written back as it was read', () => {
    const path = parsePath('Things(007)/Datastreams(2)/Observations/$ref');
    assert.ok(Object.isFrozen(path) && Object.isFrozen(path.steps) && path.steps.every(Object.isFrozen));
    assert.equal(writePath(path), 'Things(7)/Datastreams(2)/Observations/$ref');
  });

  test('of any characters is read or refused with 400, 404 or 501', () => {
    const segment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'Things',
        'Things(1)',
        'Datastreams(2)',
        'Thing',
        'properties',
        '$value',
        '$ref',
        'name',
        '(',
        ')',
        '%',
        '[0]',
      ),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        try {
          parsePath(segments.join('/'));
        } catch (error) {
          assert.ok(error instanceof ODataError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
