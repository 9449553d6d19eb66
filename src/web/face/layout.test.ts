import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAllByRole, getByRole, getByText, queryByRole, within } from '@testing-library/dom';
import { JSDOM } from 'jsdom';
import type { Page } from './page-model.ts';
import { aPage, aSpecimen, specimenNow } from './specimen.fixture.ts';
import { createViews } from './views.ts';

const render = createViews(() => specimenNow);
const open = (template: string, model: object) => new JSDOM(render(template, model)).window.document;
const specimen = (changes: Partial<Page> = {}) => open('face/specimen.njk', aSpecimen(changes));

test('a page has a header, a navigation, one main part and a footer, in British English', () => {
  const page = specimen();
  assert.equal(page.documentElement.lang, 'en-GB');
  for (const role of ['banner', 'main', 'contentinfo']) assert.equal(getAllByRole(page.body, role).length, 1);
  assert.ok(getByRole(page.body, 'navigation', { name: 'Menu' }));
  assert.equal(getAllByRole(page.body, 'heading', { level: 1 }).length, 1);
});

test('the first link skips to the main part', () => {
  const page = specimen();
  const first = getAllByRole(page.body, 'link')[0] as HTMLAnchorElement;
  assert.equal(first.textContent, 'Skip to main content');
  assert.equal(first.getAttribute('href'), `#${getByRole(page.body, 'main').id}`);
});

test('somebody who is not signed in sees the public items and the way to sign in', () => {
  const page = specimen({ viewer: null });
  const items = within(getByRole(page.body, 'navigation', { name: 'Menu' })).getAllByRole('link');
  assert.deepEqual(
    items.map((item) => item.textContent?.trim()),
    ['Home', 'Register', 'Data & API', 'About'],
  );
  assert.ok(getByRole(page.body, 'link', { name: 'Sign in' }));
  assert.equal(queryByRole(page.body, 'button', { name: 'Sign out' }), null);
});

test('staff see their items too, and sign out by a form that carries the session token', () => {
  const page = specimen();
  const menu = within(getByRole(page.body, 'navigation', { name: 'Menu' }));
  for (const name of ['Today', 'Projects', 'Devices', 'Sources', 'Actions', 'People'])
    assert.ok(menu.getByRole('link', { name }));
  const form = getByRole(page.body, 'button', { name: 'Sign out' }).closest('form')!;
  assert.equal(form.method, 'post');
  assert.equal(form.querySelector<HTMLInputElement>('input[name=_csrf]')?.value, 'token-of-the-session');
});

test('the item of the page is marked, as the page itself or as what it belongs to', () => {
  const mark = (changes: Partial<Page>) =>
    within(getByRole(specimen(changes).body, 'navigation', { name: 'Menu' }))
      .getByRole('link', { name: 'Register' })
      .getAttribute('aria-current');
  assert.equal(mark({ path: '/register' }), 'page');
  assert.equal(mark({ path: '/register/412' }), 'true');
  assert.equal(mark({ nav: 'data' }), null);
});

test('the title says what the page is, whose it is, and that a form came back', () => {
  assert.equal(specimen().title, 'Air quality outside Mill Lane School – London Borough of Ashbourne – Lamppost');
  assert.equal(specimen({ error: true, authority: null, title: 'Sign in' }).title, 'Error: Sign in – Lamppost');
});

test("the authority's name stands in the header with its colour, unless that cannot be read on white", () => {
  const plate = (accent: string) =>
    getByText(specimen({ authority: { name: 'Thornmere', slug: 't', accent } }).body, 'Thornmere').parentElement!;
  assert.equal(plate('#8a1c3b').querySelector('rect')?.getAttribute('fill'), '#8a1c3b');
  assert.equal(plate('#ffee00').querySelector('rect'), null);
});

test('what people typed is shown as text, never as markup', () => {
  const page = specimen({ title: '<img src=x>', viewer: { name: '<b>Eve</b>', roles: [] } });
  assert.equal(page.querySelector('img'), null);
  assert.match(getByRole(page.body, 'banner').textContent ?? '', /<b>Eve<\/b>/);
});

test('no page carries inline script, inline style or a handler, which the policy would refuse', () => {
  for (const page of [
    specimen(),
    open('face/error.njk', { page: aPage(), problem: { heading: 'a', happened: 'b', todo: 'c' } }),
  ]) {
    assert.equal(page.querySelectorAll('script:not([src]), style, [style]').length, 0);
    assert.equal(
      [...page.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith('on')).length,
      0,
    );
    for (const id of new Set([...page.querySelectorAll('[id]')].map((e) => e.id))) {
      assert.equal(page.querySelectorAll(`[id="${id}"]`).length, 1, `id ${id} stands twice`);
    }
  }
});

test('the footer leads to accessibility, privacy, about, the API and the licence, and shows no crown', () => {
  const footer = within(getByRole(specimen().body, 'contentinfo'));
  for (const name of ['Accessibility', 'Privacy', 'About', 'API documentation', 'Licence'])
    assert.ok(footer.getByRole('link', { name }));
  assert.doesNotMatch(specimen().documentElement.innerHTML, /crown|GOV\.UK/i);
});

test('an error page says what happened, what to do, and an id to quote', () => {
  const problem = {
    heading: 'Page not found',
    happened: 'There is no page here.',
    todo: 'Check the address.',
    id: 'req-7f3a',
  };
  const main = within(getByRole(open('face/error.njk', { page: aPage({ viewer: null }), problem }).body, 'main'));
  assert.ok(main.getByRole('heading', { level: 1, name: 'Page not found' }));
  assert.ok(main.getByText('There is no page here.'));
  assert.ok(main.getByRole('heading', { level: 2, name: 'What you can do' }));
  assert.ok(main.getByText('req-7f3a'));
});
