import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intervalText, numberText, pluralText, quantityText, unitText } from './number-words.ts';

test('a number keeps three figures after the point and none is lost before it', () => {
  assert.equal(numberText(21.4444), '21.4');
  assert.equal(numberText(0.03123), '0.0312');
  assert.equal(numberText(1234567.8), '1,234,568');
  assert.equal(numberText(0), '0');
  assert.equal(numberText(18.5, 2), '18.50');
  assert.equal(numberText(-3.25), '\u22123.25');
});

test('a missing number is said to be missing, with a unit or without', () => {
  assert.equal(numberText(null), 'no value');
  assert.equal(quantityText(Number.NaN, 'Cel'), 'no value');
});

test('UCUM units are written as people write them', () => {
  assert.equal(quantityText(21, 'ug/m3'), '21\u00a0µg/m³');
  assert.equal(quantityText(18.5, 'Cel'), '18.5\u00a0°C');
  assert.equal(quantityText(62, '%'), '62%');
  assert.equal(quantityText(14, '{count}'), '14');
  assert.equal(unitText('kW.h'), 'kWh');
  assert.equal(unitText('furlong'), 'furlong');
  assert.equal(unitText('toString'), 'toString');
});

test('one, none and many take their words', () => {
  assert.equal(pluralText(1, 'device'), '1 device');
  assert.equal(pluralText(0, 'device'), 'no devices');
  assert.equal(pluralText(2000, 'authority'), '2,000 authorities');
  assert.equal(pluralText(2, 'box'), '2 boxes');
  assert.equal(pluralText(2, 'person', 'people'), '2 people');
});

test('a length of time takes at most two units', () => {
  assert.equal(intervalText(900_000), '15 minutes');
  assert.equal(intervalText(9_000_000), '2 hours 30 minutes');
  assert.equal(intervalText(28 * 86_400_000), '28 days');
  assert.equal(intervalText(730 * 86_400_000), '2 years');
  assert.equal(intervalText(7_199_999), '2 hours');
  assert.equal(intervalText(0), '0 seconds');
  assert.equal(intervalText(-1), 'no value');
});
