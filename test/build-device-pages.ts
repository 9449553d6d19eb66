/** A person without JavaScript on the pages of devices and sources: opens, follows, fills in by label, sends, with files too. */
import assert from 'node:assert/strict';
import { type BoundFunctions, type queries, within } from '@testing-library/dom';
import type { FastifyInstance } from 'fastify';
import { JSDOM } from 'jsdom';
import type { Clock, Db, House, Settings } from '../src/base/index.ts';
import type { CodecBox } from '../src/register/index.ts';
import { registerDevicePages } from '../src/web/devices/devices.routes.ts';
import { registerSourcePages } from '../src/web/sources/sources.routes.ts';
import { aServer, aSession } from './build-identity.ts';

type Queries = BoundFunctions<typeof queries>;
type Answers = Record<string, string | true | false>;

export interface Shown {
  readonly status: number;
  readonly path: string;
  readonly body: string;
  readonly page: Queries;
  readonly heading: string;
  /** What the error summary says, each with the id of the field it links to. */
  readonly errors: [text: string, field: string][];
  readonly headers: Record<string, unknown>;
  /** Fills the form of this button in by label (true ticks, false unticks) and sends it. */
  submit(button: string | RegExp, answers?: Answers): Promise<Shown>;
  /** Follows a link, also one that looks like a button. */
  follow(link: string | RegExp): Promise<Shown>;
}

/** Opens a path, following redirects. */
export type Visitor = (path: string) => Promise<Shown>;

/** The pages of both areas on a server of their own. */
export async function devicePagesOn(
  db: Db,
  clock: Clock,
  codecBox: Pick<CodecBox, 'decode'>,
): Promise<FastifyInstance> {
  const app = await aServer(db, { clock });
  const settings = { publicUrl: 'https://lamp.example', mqttPort: 1883 } as Settings;
  const house = { db, clock, settings } as House;
  await registerDevicePages(app, house, { codecBox });
  await registerSourcePages(app, house);
  await app.ready();
  return app;
}

export async function aVisitor(
  app: FastifyInstance,
  db: Db,
  person: { personId: number },
  clock: Clock,
): Promise<Visitor> {
  const { cookie } = await aSession(db, person, clock);
  const request = async (path: string, form?: FormData, isMultipart = false): Promise<Shown> => {
    const sent = form && new Response(isMultipart ? form : new URLSearchParams([...form] as [string, string][]));
    const answer = await app.inject({
      method: form ? 'POST' : 'GET',
      url: path,
      headers: { cookie, accept: 'text/html', ...(sent ? { 'content-type': sent.headers.get('content-type')! } : {}) },
      ...(sent ? { payload: Buffer.from(await sent.arrayBuffer()) } : {}),
    });
    if (answer.statusCode === 303) return request(String(answer.headers.location));
    return show(path, answer.statusCode, answer.body, answer.headers);
  };

  const show = (path: string, status: number, body: string, headers: Record<string, unknown>): Shown => {
    const { document } = new JSDOM(body).window;
    const page = within(document.body);
    const links = [...document.querySelectorAll('.govuk-error-summary__list a')];
    for (const link of links)
      assert.ok(document.querySelector(link.getAttribute('href')!), `${link.outerHTML} links to its field`);
    return {
      status,
      path,
      body,
      page,
      headers,
      heading: document.querySelector('h1')?.textContent?.trim() ?? '',
      errors: links.map((link) => [link.textContent!.trim(), link.getAttribute('href')!.slice(1)]),
      follow(link) {
        const found = page.queryByRole('link', { name: link }) ?? page.getByRole('button', { name: link });
        return request(found.getAttribute('href')!);
      },
      submit(name, answers = {}) {
        const button = page.getByRole('button', { name }) as HTMLButtonElement;
        const form = button.form!;
        for (const [label, answer] of Object.entries(answers)) fill(form, label, answer);
        const data = formData(form, button);
        const action = form.getAttribute('action')!;
        if (form.method === 'get') return request(`${action}?${new URLSearchParams([...data] as [string, string][])}`);
        return request(action, data, form.enctype === 'multipart/form-data');
      },
    };
  };
  return (path) => request(path);
}

/** What a browser would send, files that were not chosen as empty ones. */
function formData(form: HTMLFormElement, button: HTMLButtonElement): FormData {
  const data = new FormData();
  const shown = new form.ownerDocument.defaultView!.FormData(form, button);
  for (const [name, value] of shown) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new File([], ''));
  }
  return data;
}

function fill(form: HTMLFormElement, label: string, answer: string | boolean): void {
  const group = within(form).queryByRole('group', { name: label });
  if (group) {
    (within(group).getByRole('radio', { name: answer as string }) as HTMLInputElement).checked = true;
    return;
  }
  const [legend, name] = label.includes(' > ') ? (label.split(' > ') as [string, string]) : [undefined, label];
  const scope = legend ? within(within(form).getByRole('group', { name: legend })) : within(form);
  const field = scope.getByLabelText(name) as HTMLInputElement;
  if (typeof answer === 'boolean') field.checked = answer;
  else if (field.tagName === 'SELECT') {
    const option = within(field).getByRole('option', { name: answer }) as unknown as HTMLOptionElement;
    option.selected = true;
  } else field.value = answer;
}
