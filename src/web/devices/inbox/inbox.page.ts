import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, can, personOf } from '../../../identity/index.ts';
import { dismissInbox, type InboxEntry, listInbox } from '../../../ingest/index.ts';
import type { IdentifierKind } from '../../../register/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm } from '../../projects/form.ts';
import { IDENTIFIER_WORDS } from '../device-words.ts';
import { deviceTabs } from '../devices-page.ts';
import { csvOf, sendCsv } from '../lists/csv.ts';
import { type Facet, sift } from '../lists/sift.ts';
import { attachHref } from './attach.page.ts';
import { identifiersRegistered } from './registered.store.ts';

type Waiting = InboxEntry & { readonly authoritySlug: string; readonly authorityName: string };

const FACETS: readonly Facet<Waiting>[] = [
  {
    name: 'source',
    legend: 'Source',
    valueOf: ({ sourceId }) => String(sourceId),
    textOf: ({ sourceName }) => sourceName,
  },
  {
    name: 'kind',
    legend: 'Identifier',
    valueOf: ({ kind }) => kind,
    textOf: ({ kind }) => IDENTIFIER_WORDS[kind].word,
  },
  {
    name: 'authority',
    legend: 'Authority',
    valueOf: ({ authoritySlug }) => authoritySlug,
    textOf: ({ authorityName }) => authorityName,
    onlyIfSeveral: true,
  },
];

/** What sends without being registered, by the shape of its messages: to register, to give to a device, or to take away. */
export function inboxPage(app: FastifyInstance, { db }: House): void {
  app.get('/inbox', async (request, reply) => {
    const query = readForm(request.query);
    const all = await waiting(db, request);
    const sifted = sift(all, FACETS, { path: '/inbox', query });
    const model = {
      page: pageFor(request, { title: 'Inbox', nav: 'devices', wide: true }),
      tabs: deviceTabs(request, 'inbox'),
      search: query.text('q'),
      isEmpty: all.length === 0 && query.text('q') === '',
      maySee: authoritiesWhere(request.viewer, 'source.read').length > 0,
      done: query.text('done') === 'removed',
      sifted,
      entries: sifted.shown.map((entry) => ({
        ...entry,
        kindWord: IDENTIFIER_WORDS[entry.kind].word,
        fields: Object.entries(entry.shape.fields ?? {}).map(([name, type]) => ({ name, type })),
        registerHref: can(request.viewer, 'device.edit', entry.authorityId) ? registerHref(entry) : null,
        attachHref: attachHref(request, entry),
        mayRemove: can(request.viewer, 'source.edit', entry.authorityId),
      })),
    };
    return sendPage(reply, 'devices/inbox/inbox.njk', model);
  });

  app.post('/inbox/remove', async (request, reply) => {
    const form = readForm(request.body);
    const entry = {
      sourceId: Number(form.text('source')) || 0,
      kind: form.text('kind') as IdentifierKind,
      identifier: form.text('identifier'),
    };
    await db.transaction().execute((tx) => dismissInbox(tx, request.viewer, entry));
    return reply.redirect('/inbox?done=removed', 303);
  });

  app.get('/inbox.csv', async (request, reply) => {
    const address = { path: '/inbox', query: readForm(request.query) };
    const { shown } = sift(await waiting(db, request), FACETS, address);
    const columns = ['authority', 'source', 'identifier_kind', 'identifier', 'messages', 'first', 'last', 'shape'];
    const rows = shown.map((entry) => [
      entry.authoritySlug,
      entry.sourceName,
      entry.kind,
      entry.identifier,
      entry.messages,
      entry.firstAt,
      entry.lastAt,
      JSON.stringify(entry.shape),
    ]);
    return sendCsv(reply, 'inbox.csv', csvOf(columns, rows));
  });
}

/** What waits and is not registered meanwhile, as far as the search finds it. */
async function waiting(db: House['db'], request: FastifyRequest): Promise<Waiting[]> {
  const entries = await listInbox(db, request.viewer);
  const registered = await identifiersRegistered(db, entries);
  const words = readForm(request.query).text('q').toLowerCase();
  const { places } = personOf(request);
  return entries
    .filter((entry) => !registered.has(`${entry.authorityId} ${entry.kind} ${entry.identifier}`))
    .filter((entry) => entry.identifier.toLowerCase().includes(words) || hasField(entry, words))
    .map((entry) => {
      const place = places.find(({ authorityId }) => authorityId === entry.authorityId);
      return { ...entry, authoritySlug: place?.authoritySlug ?? '', authorityName: place?.authorityName ?? '' };
    });
}

function hasField({ shape }: InboxEntry, words: string): boolean {
  return Object.keys(shape.fields ?? {}).some((name) => name.toLowerCase().includes(words));
}

function registerHref({ authoritySlug, kind, identifier }: Waiting): string {
  const query = new URLSearchParams({ authority: authoritySlug, identifier_kind: kind, identifier, live: 'yes' });
  return `/devices/new?${query}`;
}
