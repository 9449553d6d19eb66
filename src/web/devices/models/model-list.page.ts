import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, personOf } from '../../../identity/index.ts';
import { listModels, listProperties } from '../../../register/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm } from '../../projects/form.ts';
import { MODEL_STATE_WORDS, MODEL_STATES } from '../device-words.ts';
import { deviceTabs } from '../devices-page.ts';
import { csvOf, sendCsv } from '../lists/csv.ts';
import { type Facet, sift } from '../lists/sift.ts';
import { devicesOfModels } from './model-devices.store.ts';

type ListedModel = Awaited<ReturnType<typeof listed>>[number];

const FACETS: readonly Facet<ListedModel>[] = [
  {
    name: 'state',
    legend: 'State',
    valueOf: ({ state }) => state,
    textOf: ({ state }) => MODEL_STATE_WORDS[state].word,
    order: MODEL_STATES,
  },
  { name: 'maker', legend: 'Maker', valueOf: ({ maker }) => maker, textOf: ({ maker }) => maker },
  {
    name: 'authority',
    legend: 'Authority',
    valueOf: ({ authoritySlug }) => authoritySlug,
    textOf: ({ authorityName }) => authorityName,
    onlyIfSeveral: true,
  },
];

/** The models of the viewer's authorities with search, filters with counts, and the same as CSV. */
export function modelListPage(app: FastifyInstance, { db }: House): void {
  app.get('/models', async (request, reply) => {
    const query = readForm(request.query);
    const models = await listed(db, request);
    const model = {
      page: pageFor(request, { title: 'Models', nav: 'devices', wide: true }),
      tabs: deviceTabs(request, 'models'),
      search: query.text('q'),
      isNew: models.length === 0 && query.text('q') === '',
      sifted: sift(models, FACETS, { path: '/models', query }),
      many: personOf(request).places.length > 1,
      mayEdit: authoritiesWhere(request.viewer, 'model.edit').length > 0,
    };
    return sendPage(reply, 'devices/models/list.njk', model);
  });

  app.get('/models.csv', async (request, reply) => {
    const { shown } = sift(await listed(db, request), FACETS, { path: '/models', query: readForm(request.query) });
    const columns = ['authority', 'model', 'name', 'maker', 'state', 'measures', 'codec', 'test_vectors', 'devices'];
    const rows = shown.map((model) => [
      model.authoritySlug,
      model.slug,
      model.name,
      model.maker,
      model.state,
      model.measures.join(', '),
      model.hasCodec ? 'yes' : 'no',
      model.vectors,
      model.devices,
    ]);
    return sendCsv(reply, 'models.csv', csvOf(columns, rows));
  });
}

async function listed(db: House['db'], request: FastifyRequest) {
  const [models, properties, devices] = await Promise.all([
    listModels(db, request.viewer),
    listProperties(db),
    devicesOfModels(db, request.viewer),
  ]);
  const nameOf = new Map(properties.map(({ code, name }) => [code, name]));
  const { places } = personOf(request);
  const words = readForm(request.query).text('q').toLowerCase();
  return models
    .map((model) => {
      const place = places.find(({ authorityId }) => authorityId === model.authorityId);
      const state = MODEL_STATE_WORDS[model.state];
      return {
        slug: model.slug,
        name: model.name,
        maker: model.maker,
        state: model.state,
        stateWord: state.word,
        stateKind: state.kind,
        authoritySlug: place?.authoritySlug ?? '',
        authorityName: place?.authorityName ?? '',
        measures: [...new Set(model.channels.map(({ property }) => nameOf.get(property) ?? property))],
        hasCodec: model.codecSource !== null,
        vectors: model.testVectors.length,
        devices: devices.get(model.id) ?? 0,
      };
    })
    .filter(({ name, maker, slug, measures }) =>
      [name, maker, slug, ...measures].some((text) => text.toLowerCase().includes(words)),
    );
}
