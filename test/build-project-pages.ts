/** A visitor without JavaScript: opens pages through `inject`, follows redirects, fills in and sends forms by their labels. */
import assert from 'node:assert/strict';
import { type BoundFunctions, type queries, within } from '@testing-library/dom';
import type { FastifyInstance } from 'fastify';
import { JSDOM } from 'jsdom';
import type { Db, House } from '../src/base/index.ts';
import { systemClock } from '../src/base/index.ts';
import { registerProjectPages } from '../src/web/projects/projects.routes.ts';
import { aServer, aSession } from './build-identity.ts';

type Queries = BoundFunctions<typeof queries>;

export interface Shown {
  readonly status: number;
  readonly path: string;
  readonly body: string;
  readonly page: Queries;
  /** The text of the page's heading. */
  readonly heading: string;
  /** Fills the form of this button in, by label, and sends it; a list ticks several boxes, a text picks or types. */
  submit(button: string, answers?: Record<string, string | string[]>): Promise<Shown>;
  /** Follows the link with this text. */
  follow(link: string | RegExp): Promise<Shown>;
}

export type Visitor = (path: string) => Promise<Shown>;

/** The pages of projects on a server of their own. */
export async function projectPagesOn(db: Db): Promise<FastifyInstance> {
  const app = await aServer(db);
  registerProjectPages(app, { db, clock: systemClock } as House);
  await app.ready();
  return app;
}

/** A person who signed in and reads pages. */
export async function aVisitor(app: FastifyInstance, db: Db, person: { personId: number }): Promise<Visitor> {
  const { cookie } = await aSession(db, person);
  const send = async (method: 'GET' | 'POST', path: string, form?: URLSearchParams): Promise<Shown> => {
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        cookie,
        accept: 'text/html',
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: form.toString() } : {}),
    });
    if (answer.statusCode === 303) return send('GET', String(answer.headers.location));
    return show(path, answer.statusCode, answer.body);
  };

  const show = (path: string, status: number, body: string): Shown => {
    const { document } = new JSDOM(body).window;
    const page = within(document.body);
    return {
      status,
      path,
      body,
      page,
      heading: document.querySelector('h1')?.textContent?.trim() ?? '',
      follow: (link) => send('GET', page.getByRole('link', { name: link }).getAttribute('href')!),
      submit: (name, answers = {}) => {
        const button = page.getByRole('button', { name }) as HTMLButtonElement;
        assert.equal(button.form?.method, 'post');
        for (const [label, answer] of Object.entries(answers)) fill(within(button.form!), label, answer);
        const data = new document.defaultView!.FormData(button.form!, button);
        const fields = [...data].map(
          ([key, value]) => [key, typeof value === 'string' ? value : ''] as [string, string],
        );
        return send('POST', button.form!.getAttribute('action')!, new URLSearchParams(fields));
      },
    };
  };
  return (path) => send('GET', path);
}

function fill(form: Queries, label: string, answer: string | string[]): void {
  if (Array.isArray(answer)) {
    for (const each of answer) (form.getByRole('checkbox', { name: each }) as HTMLInputElement).checked = true;
    return;
  }
  const group = form.queryByRole('group', { name: label });
  if (group) {
    (within(group).getByRole('radio', { name: answer }) as HTMLInputElement).checked = true;
    return;
  }
  const field = form.getByLabelText(label) as HTMLInputElement;
  if (field.tagName === 'SELECT') {
    const option = within(field).getByRole('option', { name: answer }) as unknown as HTMLOptionElement;
    option.selected = true;
  } else field.value = answer;
}
