/** A browser without JavaScript that keeps cookies, for the tests of these pages: open, follow, fill in and send. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BoundFunctions, type queries, within } from '@testing-library/dom';
import type { FastifyInstance } from 'fastify';
import { JSDOM } from 'jsdom';
import {
  type Clock,
  createSecretBox,
  createServer,
  type Db,
  type House,
  type Settings,
  silentLog,
} from '../../base/index.ts';
import { identityPlugin } from '../../identity/index.ts';
import { errorPage } from '../face/error-page.ts';
import { registerAccountPages } from './account.routes.ts';

export const PUBLIC_URL = 'http://127.0.0.1:8080';

/** The pages of this area on a server of their own. */
export async function accountPagesOn(db: Db, clock: Clock): Promise<FastifyInstance> {
  const secretBox = createSecretBox(mkdtempSync(join(tmpdir(), 'lamppost-test-')));
  const house = { db, clock, secretBox, settings: { publicUrl: PUBLIC_URL } as Settings } as House;
  const app = createServer(silentLog, errorPage);
  await app.register(identityPlugin, { house });
  await registerAccountPages(app, house);
  app.get('/today', (request) => `today of ${request.viewer.kind === 'person' ? request.viewer.name : 'nobody'}`);
  return app;
}

export interface Shown {
  readonly status: number;
  readonly path: string;
  readonly body: string;
  readonly document: Document;
  readonly page: BoundFunctions<typeof queries>;
  /** The text of the page's heading. */
  readonly heading: string;
  /** What the error summary says, each with the id of the field it links to. */
  readonly errors: [text: string, field: string][];
}

export interface Browser {
  open(path: string): Promise<Shown>;
  follow(shown: Shown, link: string | RegExp): Promise<Shown>;
  /** Fills in the fields by their labels (true ticks a box or picks a choice) and presses the button. */
  send(shown: Shown, button: string | RegExp, answers?: Record<string, string | true>): Promise<Shown>;
  /** Sends fields as they are, without a page. */
  post(path: string, fields: Record<string, string>): Promise<Shown>;
  cookie: string;
}

export function aBrowser(app: FastifyInstance, cookie = ''): Browser {
  const browser: Browser = {
    cookie,
    open: (path) => request('GET', path),
    follow(shown, name) {
      const drawnAsButton = shown.page.queryByRole('button', { name });
      const link = drawnAsButton ?? shown.page.getByRole('link', { name });
      return request('GET', link.getAttribute('href')!);
    },
    send(shown, name, answers = {}) {
      const button = shown.page.getByRole('button', { name }) as HTMLButtonElement;
      const form = button.form!;
      for (const [label, answer] of Object.entries(answers)) fill(form, label, answer);
      const { FormData } = form.ownerDocument.defaultView!;
      const fields = new URLSearchParams([...new FormData(form, button)].map(([key, value]) => [key, String(value)]));
      const action = form.getAttribute('action')!;
      return form.method === 'get' ? request('GET', `${action}?${fields}`) : request('POST', action, fields);
    },
    post: (path, fields) => request('POST', path, new URLSearchParams(fields)),
  };

  async function request(method: 'GET' | 'POST', path: string, form?: URLSearchParams): Promise<Shown> {
    const type = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const answer = await app.inject({
      method,
      url: path,
      headers: { cookie: browser.cookie, accept: 'text/html', ...type },
      ...(form ? { payload: form.toString() } : {}),
    });
    const set = answer.headers['set-cookie'];
    for (const line of [set ?? []].flat()) browser.cookie = keep(browser.cookie, line);
    if (answer.statusCode === 303) return request('GET', String(answer.headers.location));
    return shownAs(path, answer.statusCode, answer.body);
  }
  return browser;
}

function shownAs(path: string, status: number, body: string): Shown {
  const { document } = new JSDOM(body).window;
  const links = [...document.querySelectorAll('.govuk-error-summary__list a')];
  for (const link of links)
    assert.ok(document.querySelector(link.getAttribute('href')!), 'an error links to its field');
  return {
    status,
    path,
    body,
    document,
    page: within(document.body),
    heading: document.querySelector('h1')?.textContent?.trim() ?? '',
    errors: links.map((link) => [link.textContent!.trim(), link.getAttribute('href')!.slice(1)]),
  };
}

function fill(form: HTMLFormElement, label: string, answer: string | true): void {
  const field = within(form).getByLabelText(label) as HTMLInputElement;
  if (answer === true) field.checked = true;
  else if (field.tagName === 'SELECT') {
    const option = within(field).getByRole('option', { name: answer }) as unknown as HTMLOptionElement;
    option.selected = true;
  } else field.value = answer;
}

/** The cookies of a browser after one more was set or cleared. */
function keep(cookies: string, line: string): string {
  const [pair] = line.split(';') as [string];
  const name = pair.slice(0, pair.indexOf('='));
  const others = cookies.split('; ').filter((each) => each !== '' && !each.startsWith(`${name}=`));
  return [...others, ...(/; Max-Age=0;/.test(line) ? [] : [pair])].join('; ');
}
