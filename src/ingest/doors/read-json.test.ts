import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { LamppostError } from '../../base/index.ts';
import { findJsonFault } from './json-fault.ts';
import { readJson } from './read-json.ts';

test('the place where a text stops being JSON is named', () => {
  const places: [string, number][] = [
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{a:1}', 1],
    ['{"a":x}', 5],
    ['[1]]', 3],
    ['{"a":01}', 6],
    ['"a\nb"', 0],
    ['{"a":[1,{"b":2}', 15],
  ];
  for (const [text, place] of places) assert.equal(findJsonFault(text), place, text);
});

test('what is JSON is read, and what is not has a fault at or before its end', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', ':'), (text, at, odd) => {
      const spoiled = text.slice(0, at % (text.length + 1)) + odd + text.slice(at % (text.length + 1));
      let valid = true;
      try {
        JSON.parse(spoiled);
      } catch {
        valid = false;
      }
      const read = readJson(Buffer.from(spoiled));
      assert.equal(!(read instanceof LamppostError), valid);
      if (!valid && spoiled.trim()) assert.ok(findJsonFault(spoiled) <= spoiled.length);
    }),
  );
});

test('any bytes at all are read or refused with a place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = readJson(bytes);
      if (read instanceof LamppostError && read.code === 'ING_BODY_NOT_JSON') {
        const place = Number(/^byte (\d+)$/.exec(read.field!)![1]);
        assert.ok(place <= bytes.length, `${read.field} of ${bytes.length}`);
      }
    }),
    { numRuns: 500 },
  );
});
