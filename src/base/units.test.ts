import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isConvertible, parseUnit, unitConverter } from './units.ts';

const FAMILIES = [
  ['ug/m3', 'mg/m3', 'ng/m3', 'g/m3'],
  ['Cel', '[degF]', 'K'],
  ['m', 'mm', 'cm', 'km', '[ft_i]', '[in_i]'],
  ['[ppm]', '[ppb]', '%', '1'],
  ['W.h', 'kW.h', 'MW.h', 'J', 'kJ'],
  ['Pa', 'hPa', 'kPa', 'mbar', 'bar'],
  ['V', 'mV'],
  ['B[SPL]', 'dB[SPL]'],
];
const family = fc.constantFrom(...FAMILIES);
const value = fc.double({ min: -1e4, max: 1e4, noNaN: true, noDefaultInfinity: true });
const close = (a: number, b: number, scale = 1) => Math.abs(a - b) <= 1e-8 * Math.max(scale, Math.abs(a), Math.abs(b));

test('a value converted there and back is the value again', () => {
  fc.assert(
    fc.property(family, fc.nat(), fc.nat(), value, (units, i, j, x) => {
      const [from, to] = [units[i % units.length]!, units[j % units.length]!];
      return close(unitConverter(to, from)(unitConverter(from, to)(x)), x, 1e3);
    }),
  );
});

test('the way over a third unit leads to the same value', () => {
  fc.assert(
    fc.property(family, fc.nat(), fc.nat(), fc.nat(), value, (units, i, j, k, x) => {
      const [a, b, c] = [units[i % units.length]!, units[j % units.length]!, units[k % units.length]!];
      const straight = unitConverter(a, c)(x);
      return close(unitConverter(b, c)(unitConverter(a, b)(x)), straight, 1e-3 + Math.abs(unitConverter(a, c)(1e3)));
    }),
  );
});

test('conversions people know come out exactly', () => {
  assert.equal(unitConverter('ug/m3', 'mg/m3')(100), 0.1);
  assert.equal(unitConverter('mg/m3', 'ug/m3')(0.3), 300);
  assert.equal(unitConverter('K', 'Cel')(273.15), 0);
  assert.equal(unitConverter('mm', 'm')(1234), 1.234);
  assert.equal(unitConverter('W.h', 'kW.h')(9), 0.009);
  assert.equal(unitConverter('mbar', 'hPa')(1013.25), 1013.25);
  assert.ok(close(unitConverter('[degF]', 'Cel')(212), 100));
  assert.ok(close(unitConverter('[in_i]', 'mm')(1), 25.4));
});

test('ppb of a gas becomes ug/m3 only with its molar mass, at 20 Cel and one atmosphere', () => {
  assert.throws(() => unitConverter('[ppb]', 'ug/m3'), { code: 'BASE_UNIT_NEEDS_MOLAR_MASS', cure: /molar mass/ });
  const no2 = { molarMass: 46.0055 };
  assert.ok(Math.abs(unitConverter('[ppb]', 'ug/m3', no2)(1) - 1.9125) < 0.0005); // Defra's factor
  const co = { molarMass: 28.0101 };
  assert.ok(Math.abs(unitConverter('[ppm]', 'mg/m3', co)(1) - 1.1642) < 0.0005);
  fc.assert(
    fc.property(value, (x) => close(unitConverter('ug/m3', '[ppb]', no2)(unitConverter('[ppb]', 'ug/m3', no2)(x)), x)),
  );
});

test('what is no UCUM code is refused with the code that was meant', () => {
  assert.throws(() => parseUnit('ppb'), { code: 'BASE_UNIT_UNKNOWN', cure: /\[ppb\]/ });
  assert.throws(() => parseUnit('°C'), { code: 'BASE_UNIT_UNKNOWN', cure: /Cel/ });
  assert.throws(() => parseUnit(''), { code: 'BASE_UNIT_UNKNOWN' });
  assert.throws(() => unitConverter('kWh', 'kW.h', {}), { code: 'BASE_UNIT_UNKNOWN', cure: /kW\.h/ });
  assert.equal(parseUnit('ug/m3').code, 'ug/m3');
});

test('units of different quantities, or without a straight line between them, are refused', () => {
  for (const [from, to] of [
    ['Cel', '%'],
    ['ug/m3', 'm'],
    ['B[SPL]', 'Pa'],
    ['[ppb]', 'Cel'],
  ] as const) {
    assert.throws(() => unitConverter(from, to, { molarMass: 46 }), { code: 'BASE_UNIT_INCOMPATIBLE' });
    assert.equal(isConvertible(from, to), false);
  }
  assert.equal(isConvertible('Cel', 'K'), true);
});
