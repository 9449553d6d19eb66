import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from '../../projects/form.ts';
import { csvOf } from './csv.ts';
import { type Facet, sift } from './sift.ts';

interface Lamp {
  colour: string;
  street: string;
}
const lamps: Lamp[] = [
  { colour: 'white', street: 'Ash Row' },
  { colour: 'amber', street: 'Ash Row' },
  { colour: 'amber', street: 'Birch Row' },
];
const facets: Facet<Lamp>[] = [
  { name: 'colour', legend: 'Colour', valueOf: ({ colour }) => colour, textOf: ({ colour }) => colour.toUpperCase() },
  { name: 'street', legend: 'Street', valueOf: ({ street }) => street, textOf: ({ street }) => street },
];
const siftBy = (query: object) => sift(lamps, facets, { path: '/lamps', query: readForm(query) });

test('a choice counts what there would be with the other filters as they are', () => {
  const { shown, total, groups } = siftBy({ colour: 'amber', street: 'Ash Row' });
  assert.deepEqual(shown, [lamps[1]]);
  assert.equal(total, 1);
  const counts = groups.map(({ items }) => items.map(({ text, count, checked }) => [text, count, checked]));
  assert.deepEqual(counts, [
    [
      ['AMBER', 1, true],
      ['WHITE', 1, false],
    ],
    [
      ['Ash Row', 1, true],
      ['Birch Row', 1, false],
    ],
  ]);
});

test('taking a filter away keeps the search and the others', () => {
  const { selected, query } = siftBy({ q: 'row', colour: ['amber', 'white'], street: 'Ash Row' });
  assert.equal(query, '?q=row&colour=amber&colour=white&street=Ash+Row');
  assert.deepEqual(
    selected.map(({ text, removeHref }) => [text, removeHref]),
    [
      ['AMBER', '/lamps?q=row&colour=white&street=Ash+Row'],
      ['WHITE', '/lamps?q=row&colour=amber&street=Ash+Row'],
      ['Ash Row', '/lamps?q=row&colour=amber&colour=white'],
    ],
  );
});

test('a choice nobody offers finds nothing and can be taken away', () => {
  const { shown, selected } = siftBy({ colour: 'mauve' });
  assert.deepEqual(shown, []);
  assert.deepEqual(
    selected.map(({ removeHref }) => removeHref),
    ['/lamps'],
  );
});

test('a list taken away as CSV is quoted, and no spreadsheet runs it', () => {
  const csv = csvOf(
    ['name', 'height'],
    [
      ['=1+1', -2.5],
      ['say "aye", friend', null],
    ],
  );
  assert.equal(csv, 'name,height\r\n\'=1+1,-2.5\r\n"say ""aye"", friend",\r\n');
});
