import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getByRole, getByText, queryByText, within } from '@testing-library/dom';
import { JSDOM } from 'jsdom';
import { aSpecimen, specimenNow } from '../specimen.fixture.ts';
import { createViews } from '../views.ts';

const { document } = new JSDOM(createViews(() => specimenNow)('face/specimen.njk', aSpecimen())).window;
const main = getByRole(document.body, 'main');

test('a status is a word with an icon that repeats it, so it needs no colour', () => {
  const live = within(main).getAllByText('Live')[0]!.closest('.lamp-status')!;
  assert.match(live.className, /--good/);
  assert.equal(live.querySelector('svg')?.getAttribute('aria-hidden'), 'true');
  assert.match(getByText(main, 'In review').closest('.lamp-status')!.className, /--waiting/);
});

test('the first thing said about a device is whether it can see me', () => {
  const answer = getByText(main, 'No, this cannot see you');
  assert.ok(answer.compareDocumentPosition(getByText(main, 'Readings')) & 4);
});

test('a number has its unit and its time, and the time its zone on hover', () => {
  assert.match(main.textContent ?? '', /21\u00a0µg\/m³,\s+15:00 today/);
  const time = within(main).getAllByText('15:00 today')[0]!;
  assert.equal(time.getAttribute('title'), 'Monday 30 March 2026, 15:00 BST (Europe/London)');
  assert.equal(time.getAttribute('datetime'), '2026-03-30T14:00:00.000Z');
});

test('a chart is one image with its words, and its figures stand below as a table and as CSV', () => {
  const figure = within(getByRole(main, 'heading', { name: 'Nitrogen dioxide (µg/m³)' }).closest('figure')!);
  for (const image of figure.getAllByRole('img')) {
    assert.equal(image.querySelector('title')?.textContent, 'Nitrogen dioxide (µg/m³)');
    assert.match(image.querySelector('desc')?.textContent ?? '', /^From 24 March to 30 March 2026: between/);
  }
  assert.ok(figure.getByRole('link', { name: /Download as CSV/ }));
  const rows = figure.getAllByRole('row', { hidden: true });
  assert.equal(rows.length, 1 + 138);
});

test('a data table names its columns and rows and says how it is sorted', () => {
  const table = within(getByRole(main, 'table', { name: 'Devices' }));
  assert.equal(table.getByRole('columnheader', { name: 'Device' }).getAttribute('aria-sort'), 'ascending');
  assert.equal(table.getByRole('columnheader', { name: 'Newest' }).getAttribute('aria-sort'), null);
  const row = within(table.getByRole('rowheader', { name: 'Station Road 3' }).closest('tr')!);
  assert.ok(row.getByText('1,205 µg/m³'));
  const empty = within(table.getByRole('rowheader', { name: 'Quay 9' }).closest('tr')!);
  assert.equal(empty.getAllByText('Nothing').length, 2);
});

test('a filter is a form that needs no script: a search, groups with counts, what is chosen and how to drop it', () => {
  const form = getByRole(main, 'search', { name: 'Search and filter' }) as HTMLFormElement;
  assert.equal(form.method, 'get');
  assert.equal(form.getAttribute('action'), '/register');
  const filter = within(form);
  assert.equal((filter.getByRole('searchbox', { name: 'Place or code' }) as HTMLInputElement).value, 'Mill');
  const box = filter.getByRole('checkbox', { name: 'Air quality (1,204)' }) as HTMLInputElement;
  assert.ok(box.checked);
  assert.ok(box.closest('details')?.open);
  assert.equal((filter.getByLabelText('Yes (0)').closest('details') as HTMLDetailsElement).open, false);
  assert.ok(filter.getByRole('link', { name: /Remove Measures:\s*Air quality/ }));
  assert.ok(filter.getByRole('button', { name: 'Show results' }));
});

test('facts are a list of names and values, and an unknown one is said to be unknown', () => {
  const value = (name: string) => getByText(main, name, { selector: 'dt' }).nextElementSibling?.textContent?.trim();
  assert.equal(value('Kept for'), '2 years');
  assert.equal(value('Height'), 'Not known');
  assert.ok(getByRole(main.querySelector<HTMLElement>('.lamp-facts')!, 'link', { name: /Change\s*Kept for/ }));
});

test('an empty list says what to do', () => {
  assert.ok(getByRole(main, 'heading', { name: 'No alerts' }));
  assert.ok(getByRole(main, 'link', { name: 'See the rules' }));
});

test('a pager says what is shown and which page this is', () => {
  assert.ok(getByText(main, '151 to 200 of 1,204'));
  const pages = within(getByRole(main, 'navigation', { name: 'Pages' }));
  assert.equal(pages.getByRole('link', { name: 'Page 4' }).getAttribute('aria-current'), 'page');
  assert.equal(pages.getByRole('link', { name: /Next/ }).getAttribute('href'), '?page=5');
});

test('a long job has a name, a measure and words', () => {
  const bar = getByRole(main, 'progressbar', { name: 'Importing readings' });
  assert.equal(bar.getAttribute('max'), '120000');
  assert.ok(getByText(main, '41,000 of 120,000'));
  assert.equal(queryByText(main, 'NaN'), null);
});
