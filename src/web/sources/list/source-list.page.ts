import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, personOf } from '../../../identity/index.ts';
import { DOORS, listSources } from '../../../ingest/index.ts';
import { csvOf, sendCsv } from '../../devices/lists/csv.ts';
import { type Facet, sift } from '../../devices/lists/sift.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm } from '../../projects/form.ts';
import { DOOR_WORDS } from '../source-words.ts';
import { sourcesToday } from './source-list.store.ts';

type ListedSource = Awaited<ReturnType<typeof listed>>[number];

const FACETS: readonly Facet<ListedSource>[] = [
  {
    name: 'door',
    legend: 'Door',
    valueOf: ({ door }) => door,
    textOf: ({ doorWord }) => doorWord,
    order: DOORS,
  },
  { name: 'state', legend: 'State', valueOf: ({ state }) => state, textOf: ({ state }) => state },
  {
    name: 'authority',
    legend: 'Authority',
    valueOf: ({ authoritySlug }) => authoritySlug,
    textOf: ({ authorityName }) => authorityName,
    onlyIfSeveral: true,
  },
];

/** The sources of the viewer's authorities with what they brought today, search, filters, and the same as CSV. */
export function sourceListPage(app: FastifyInstance, house: House): void {
  app.get('/sources', async (request, reply) => {
    const query = readForm(request.query);
    const sources = await listed(house, request);
    const model = {
      page: pageFor(request, { title: 'Sources', nav: 'sources', wide: true }),
      search: query.text('q'),
      isNew: sources.length === 0 && query.text('q') === '',
      maySee: authoritiesWhere(request.viewer, 'source.read').length > 0,
      mayEdit: authoritiesWhere(request.viewer, 'source.edit').length > 0,
      many: personOf(request).places.length > 1,
      sifted: sift(sources, FACETS, { path: '/sources', query }),
    };
    return sendPage(reply, 'sources/list/list.njk', model);
  });

  app.get('/sources.csv', async (request, reply) => {
    const { shown } = sift(await listed(house, request), FACETS, { path: '/sources', query: readForm(request.query) });
    const columns = ['authority', 'source', 'name', 'door', 'state', 'last_message', 'read_today', 'stored_today'];
    const rows = shown.map((source) => [
      source.authoritySlug,
      source.slug,
      source.name,
      source.door,
      source.state.toLowerCase(),
      source.lastAt,
      source.read,
      source.stored,
      source.refused,
    ]);
    return sendCsv(reply, 'sources.csv', csvOf([...columns, 'refused_today'], rows));
  });
}

async function listed({ db, clock }: House, request: FastifyRequest) {
  const [sources, today] = await Promise.all([
    listSources(db, request.viewer),
    sourcesToday(db, request.viewer, clock.now()),
  ]);
  const { places } = personOf(request);
  const words = readForm(request.query).text('q').toLowerCase();
  return sources
    .filter(({ name, slug }) => name.toLowerCase().includes(words) || slug.includes(words))
    .map((source) => ({
      slug: source.slug,
      name: source.name,
      door: source.door,
      doorWord: DOOR_WORDS[source.door].word,
      state: source.pausedAt ? 'Paused' : 'Open',
      authoritySlug: source.authoritySlug,
      authorityName: places.find(({ authorityId }) => authorityId === source.authorityId)?.authorityName ?? '',
      ...(today.get(source.id) ?? { lastAt: null, read: 0, stored: 0, refused: 0 }),
    }));
}
