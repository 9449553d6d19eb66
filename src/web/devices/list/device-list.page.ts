import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, personOf } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { pagerFor } from '../../face/pager.ts';
import { readForm } from '../../projects/form.ts';
import { STATE_WORDS, STATES } from '../device-words.ts';
import { deviceTabs } from '../devices-page.ts';
import { csvOf, sendCsv } from '../lists/csv.ts';
import { type Facet, type Sifted, sift } from '../lists/sift.ts';
import { countDevices, type DeviceCount, type DeviceSelection, selectListed } from './device-list.store.ts';

const PAGE_SIZE = 50;
const MOST_EXPORTED = 100_000;

const FACETS: readonly Facet<DeviceCount>[] = [
  {
    name: 'state',
    legend: 'State',
    valueOf: ({ state }) => state,
    textOf: ({ state }) => STATE_WORDS[state].word,
    order: STATES,
  },
  {
    name: 'project',
    legend: 'Project',
    valueOf: ({ project }) => project,
    textOf: ({ projectTitle }) => projectTitle,
  },
  { name: 'model', legend: 'Model', valueOf: ({ model }) => model, textOf: ({ modelName }) => modelName },
  {
    name: 'authority',
    legend: 'Authority',
    valueOf: ({ authority }) => authority,
    textOf: ({ authorityName }) => authorityName,
    onlyIfSeveral: true,
  },
];

/** The staff's list of devices with search, filters with counts, and the same as CSV. */
export function deviceListPage(app: FastifyInstance, { db }: House): void {
  app.get('/devices', async (request, reply) => {
    const query = readForm(request.query);
    const search = query.text('q');
    const order = query.text('sort') === 'quiet' ? 'quiet' : 'name';
    const counts = await countDevices(db, request.viewer, search);
    const sifted = siftDevices(counts, request);
    const page = pageNumber(query.text('page'), sifted.total);
    const devices = await selectListed(db, request.viewer, selectionOf(sifted, search), {
      order,
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    });
    const href = (sort: 'name' | 'quiet', number = 1) => listHref(sifted.query, sort, number);
    const model = {
      page: pageFor(request, { title: 'Devices', nav: 'devices', wide: true }),
      tabs: deviceTabs(request, 'devices'),
      search,
      order,
      sifted: { ...sifted, shown: [] },
      isNew: counts.length === 0 && search === '',
      devices: devices.map((device) => ({
        ...device,
        stateWord: STATE_WORDS[device.state].word,
        href: `/devices/${device.authoritySlug}/${device.slug}`,
      })),
      sortHrefs: { name: href('name'), quiet: href('quiet') },
      pager: pagerFor({ page, pageSize: PAGE_SIZE, total: sifted.total, urlFor: (number) => href(order, number) }),
      many: personOf(request).places.length > 1,
      mayEdit: authoritiesWhere(request.viewer, 'device.edit').length > 0,
    };
    return sendPage(reply, 'devices/list/list.njk', model);
  });

  app.get('/devices.csv', async (request, reply) => {
    const search = readForm(request.query).text('q');
    const sifted = siftDevices(await countDevices(db, request.viewer, search), request);
    const devices = await selectListed(db, request.viewer, selectionOf(sifted, search), {
      order: 'name',
      limit: MOST_EXPORTED,
      offset: 0,
    });
    const columns = ['authority', 'device', 'name', 'state', 'state_since', 'project', 'model', 'place', 'identifiers'];
    const rows = devices.map((device) => [
      device.authoritySlug,
      device.slug,
      device.name,
      device.state,
      device.stateSince,
      device.projectSlug,
      device.modelSlug,
      device.placeName,
      device.identifiers,
      device.lastReadingAt,
      device.confirmedAt,
    ]);
    return sendCsv(reply, 'devices.csv', csvOf([...columns, 'last_reading', 'last_seen_by_a_person'], rows));
  });
}

function siftDevices(counts: readonly DeviceCount[], request: FastifyRequest): Sifted<DeviceCount> {
  const address = { path: '/devices', query: readForm(request.query), keep: ['q'] };
  return sift(counts, FACETS, address, ({ count }) => count);
}

function selectionOf({ chosen }: Sifted<DeviceCount>, search: string): DeviceSelection {
  const of = (name: string) => chosen.get(name) ?? [];
  return { search, states: of('state'), projects: of('project'), models: of('model'), authorities: of('authority') };
}

function pageNumber(text: string, total: number): number {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return Math.min(Math.max(1, Math.floor(Number(text)) || 1), last);
}

function listHref(query: string, order: 'name' | 'quiet', page: number): string {
  const next = new URLSearchParams(query);
  if (order !== 'name') next.set('sort', order);
  if (page > 1) next.set('page', String(page));
  return next.size > 0 ? `/devices?${next}` : '/devices';
}
