import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagerAfter, pagerFor } from './pager.ts';

const urlFor = (page: number) => `?page=${page}`;
const numbers = (page: number, total: number) =>
  pagerFor({ page, pageSize: 50, total, urlFor }).items?.map((item) => ('number' in item ? item.number : '…'));

test('a pager in the middle shows the ends, its neighbours and where pages are left out', () => {
  assert.deepEqual(numbers(10, 1204), [1, '…', 9, 10, 11, '…', 25]);
  assert.deepEqual(numbers(1, 1204), [1, 2, '…', 25]);
  assert.deepEqual(numbers(3, 250), [1, 2, 3, 4, 5]);
});

test('one page of results has a count and no links', () => {
  assert.deepEqual(pagerFor({ page: 1, pageSize: 50, total: 12, urlFor }), { words: '1 to 12 of 12' });
  assert.deepEqual(pagerFor({ page: 1, pageSize: 50, total: 0, urlFor }), { words: 'None' });
});

test('a page beyond the last is the last', () => {
  const model = pagerFor({ page: 99, pageSize: 50, total: 120, urlFor });
  assert.equal(model.words, '101 to 120 of 120');
  assert.equal(model.next, undefined);
});

test('a cursor pager says what is shown and leads on', () => {
  assert.deepEqual(pagerAfter({ shown: 50, nextHref: '?after=x' }), { words: '50 shown', next: { href: '?after=x' } });
});
