import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { aDatabase } from '../../test/database.ts';
import { parseUnit, sql } from '../base/index.ts';
import { listProperties } from './vocabulary.ts';

const { db } = await aDatabase();
const vocabulary = await listProperties(db);

test('every measurement and count has a UCUM unit, a truth and a category has none', () => {
  for (const { code, kind, unitCode, unitSymbol, categories } of vocabulary) {
    if (kind === 'measurement' || kind === 'count') assert.equal(parseUnit(unitCode!, code).code, unitCode);
    else assert.deepEqual([unitCode, unitSymbol], [null, null], code);
    assert.equal(categories !== null && categories.length > 0, kind === 'category', code);
  }
});

test('every property has a definition: a published one, or a page of our own under its code', () => {
  for (const { code, definition } of vocabulary)
    assert.match(
      definition,
      new RegExp(`^(http://(dd\\.eionet\\.europa\\.eu|vocab\\.nerc\\.ac\\.uk|qudt\\.org)/|/vocabulary/${code}$)`),
    );
});

test('what real instruments report is within the limits', () => {
  const within = (code: string, value: number) => {
    const { min, max } = vocabulary.find((each) => each.code === code)!;
    return value >= min! && value <= max!;
  };
  for (const [code, value] of [
    ['no2', -8.2],
    ['pm10', -26.5],
    ['pm25', -16.9],
    ['water-level', -0.4],
    ['power', -3000],
  ] as const)
    assert.ok(within(code, value), `${code} ${value}`);
  assert.ok(!within('relative-humidity', 255));
  assert.ok(!within('air-temperature', 327.67));
});

test('the seed can run again and changes nothing', async () => {
  const seed = readFileSync(new URL('./migrations/0002-vocabulary.sql', import.meta.url), 'utf8');
  await sql.raw(seed).execute(db);
  assert.deepEqual(await listProperties(db), vocabulary);
});
