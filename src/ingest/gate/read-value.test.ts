import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { ChannelPlan } from '../../register/index.ts';
import { keyOfNumber, keyOfText } from './message-key.ts';
import { readValue } from './read-value.ts';
import { roundTo, suppressed } from './reduce.ts';

function channel(given: Partial<ChannelPlan> = {}): ChannelPlan {
  return {
    field: 'f',
    required: true,
    kind: 'measurement',
    datastreamId: 1,
    propertyCode: 'air-temperature',
    convert: (value) => value,
    blankValues: [],
    declared: { decimals: 1, shortestIntervalS: 0, suppressBelow: 0 },
    ...given,
  };
}
const as = (raw: unknown, given: Partial<ChannelPlan> = {}) => {
  const read = readValue(channel(given), raw);
  return read.as === 'number' ? read.value : read.as === 'text' ? read.text : read.as;
};

test('numbers written as text are numbers', () => {
  assert.deepEqual(
    ['21.5', ' -3 ', '+.5', '1e2', '0', '007'].map((raw) => as(raw)),
    [21.5, -3, 0.5, 100, 0, 7],
  );
});

test('null, empty text, NaN and the sentinels of the model are blank', () => {
  assert.deepEqual(
    [null, '', '  ', Number.NaN, 'NaN', 'null'].map((raw) => as(raw)),
    Array(6).fill('blank'),
  );
  assert.equal(as(-999, { blankValues: [-999, 65535] }), 'blank');
  assert.equal(as('65535', { blankValues: [-999, 65535] }), 'blank');
});

test('what is no number is unparseable, not zero', () => {
  for (const raw of ['warm', '21,5', '0x10', '1_000', true, 'Infinity', '--1', '1e9999'])
    assert.equal(as(raw), 'unparseable', String(raw));
  assert.equal(as(Number.POSITIVE_INFINITY), 'unparseable');
});

test('units are converted before the range is looked at', () => {
  const kelvin = { convert: (value: number) => value - 273.15, min: -40, max: 60 };
  assert.equal(as(300, kelvin), 300 - 273.15);
  assert.equal(as(25, kelvin), 'out-of-range');
});

test('a count is a whole number', () => {
  assert.equal(as(12, { kind: 'count' }), 12);
  assert.equal(as('12.0', { kind: 'count' }), 12);
  assert.equal(as(12.5, { kind: 'count' }), 'unparseable');
});

test('a truth is true or false in the words that devices use', () => {
  const truth = (raw: unknown) => as(raw, { kind: 'truth' });
  assert.deepEqual([true, 1, '1', 'TRUE', 'on', 'open'].map(truth), Array(6).fill(1));
  assert.deepEqual([false, 0, '0', 'false', 'off', 'closed'].map(truth), Array(6).fill(0));
  assert.deepEqual([2, 'maybe'].map(truth), ['unparseable', 'unparseable']);
});

test('a category is one of its words, however it is capitalised', () => {
  const category = (raw: unknown) => as(raw, { kind: 'category', categories: ['AVAILABLE', 'CHARGING'] });
  assert.deepEqual(['CHARGING', 'charging', 'BROKEN', 3].map(category), [
    'CHARGING',
    'CHARGING',
    'out-of-range',
    'out-of-range',
  ]);
});

test('rounding: halves go away from zero, tens can be kept, and a rounded value rounds to itself', () => {
  assert.deepEqual(
    [roundTo(0.25, 1), roundTo(-0.25, 1), roundTo(41.26, 1), roundTo(44, -1), roundTo(-0.04, 1)],
    [0.3, -0.3, 41.3, 40, 0],
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer({ min: -3, max: 6 }), (value, decimals) => {
      const rounded = roundTo(value, decimals);
      assert.equal(roundTo(rounded, decimals), rounded);
      assert.ok(Math.abs(rounded - value) <= 0.5000001 * 10 ** -decimals + 1e-6);
    }),
  );
});

test('small counts are suppressed, zero is not', () => {
  assert.deepEqual(
    [suppressed(4, 5), suppressed(5, 5), suppressed(0, 5), suppressed(1, 0)],
    ['<5', undefined, undefined, undefined],
  );
});

test('the same value has the same key, and zero has one sign', () => {
  assert.equal(keyOfNumber(41.2), keyOfNumber(Number('41.20')));
  assert.equal(keyOfNumber(-0), keyOfNumber(0));
  assert.notEqual(keyOfNumber(1), keyOfNumber(-1));
  assert.equal(keyOfText('a'), keyOfText('a'));
  fc.assert(fc.property(fc.string(), (text) => keyOfText(text) >= -(2n ** 63n) && keyOfText(text) < 2n ** 63n));
});
