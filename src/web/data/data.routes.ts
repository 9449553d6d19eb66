/** The catalogue of data: list, dataset, downloads, and the same as DCAT and in the shape of CKAN. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { catalogueJsonLd, catalogueTurtle, dataDictionary, datasetJsonLd, datasetTurtle } from '../../publish/index.ts';
import { openTo } from '../face/open-to.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { cataloguesPage } from './catalogues.page.ts';
import { registerCkan } from './ckan.routes.ts';
import { type DatasetAddress, datasetPage, requireOpenDataset } from './dataset.page.ts';
import { datasetListCsv, datasetListPage, type RawQuery } from './dataset-list.page.ts';
import { elsewherePage } from './elsewhere.page.ts';
import { dictionaryCsv, instantIn, readingsCsv } from './readings-file.ts';

type ListRequest = { Querystring: RawQuery };
type DatasetRequest = { Params: DatasetAddress; Querystring: { from?: string; to?: string } };

export async function registerDataPages(app: FastifyInstance, house: House): Promise<void> {
  const { publicUrl } = house.settings;
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });
  await registerCkan(app, house);
  elsewherePage(app, house);
  cataloguesPage(app, house);

  app.get<ListRequest>('/data', async (request, reply) => {
    const page = pageFor(request, { title: 'Data', nav: 'data', wide: true });
    return sendPage(reply, 'data/dataset-list.njk', {
      page,
      publicUrl,
      ...(await datasetListPage(house.db, request.query)),
    } as never);
  });
  app.get<ListRequest>('/data.csv', async (request, reply) =>
    openTo(reply, 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="datasets.csv"')
      .send(await datasetListCsv(house.db, request.query, publicUrl)),
  );
  app.get('/data/catalogue.jsonld', async (_request, reply) =>
    openTo(reply, 'application/ld+json; charset=utf-8').send(Readable.from(catalogueJsonLd(house.db, publicUrl))),
  );
  app.get('/data/catalogue.ttl', async (_request, reply) =>
    openTo(reply, 'text/turtle; charset=utf-8').send(Readable.from(catalogueTurtle(house.db, publicUrl))),
  );

  app.get<DatasetRequest>('/data/:authority/:dataset', async (request, reply) => {
    const model = await datasetPage(house, request.params);
    return sendPage(reply, 'data/dataset.njk', {
      ...model,
      page: pageFor(request, { nav: 'data', wide: true, ...model.page }),
    } as never);
  });
  app.get<DatasetRequest>('/data/:authority/:dataset/readings.csv', async (request, reply) => {
    const dataset = await requireOpenDataset(house, request.params);
    const period = { from: instantIn('from', request.query.from), to: instantIn('to', request.query.to) };
    return openTo(reply, 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${dataset.authoritySlug}-${dataset.address}.csv"`)
      .header(
        'link',
        `<${publicUrl}/data/${dataset.authoritySlug}/${dataset.address}/dictionary.json>; rel="describedby"`,
      )
      .send(Readable.from(readingsCsv(house.db, dataset, period)));
  });
  app.get<DatasetRequest>('/data/:authority/:dataset/dictionary.csv', async (request, reply) =>
    openTo(reply, 'text/csv; charset=utf-8').send(
      dictionaryCsv(dataDictionary(await requireOpenDataset(house, request.params), publicUrl)),
    ),
  );
  app.get<DatasetRequest>('/data/:authority/:dataset/dictionary.json', async (request, reply) =>
    openTo(reply, 'application/json; charset=utf-8').send(
      JSON.stringify(dataDictionary(await requireOpenDataset(house, request.params), publicUrl), null, 2),
    ),
  );
  app.get<DatasetRequest>('/data/:authority/:dataset/dcat.jsonld', async (request, reply) =>
    openTo(reply, 'application/ld+json; charset=utf-8').send(
      datasetJsonLd(await requireOpenDataset(house, request.params), publicUrl),
    ),
  );
  app.get<DatasetRequest>('/data/:authority/:dataset/dcat.ttl', async (request, reply) =>
    openTo(reply, 'text/turtle; charset=utf-8').send(
      datasetTurtle(await requireOpenDataset(house, request.params), publicUrl),
    ),
  );
}
