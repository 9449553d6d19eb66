/** The register of algorithms: each pack that ranks or predicts, as a page and as a transparency record for machines. */
import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { ALGORITHMS } from '../../packs/index.ts';
import { atrsJson } from '../../publish/index.ts';
import { openTo } from '../face/open-to.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { algorithmListPage, algorithmPage, requireAlgorithm } from './algorithms.page.ts';

export async function registerAlgorithmPages(app: FastifyInstance, house: House): Promise<void> {
  const { publicUrl } = house.settings;
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  app.get<{ Querystring: { q?: string | string[] } }>('/algorithms', async (request, reply) => {
    const page = pageFor(request, { title: 'Register of algorithms', nav: 'register', wide: true });
    const q = [request.query.q ?? ''].flat()[0]!.slice(0, 200);
    return sendPage(reply, 'algorithms/list.njk', { page, ...(await algorithmListPage(house, q)) } as never);
  });
  app.get('/algorithms.json', async (_request, reply) => {
    const records = await Promise.all(
      ALGORITHMS.map(async ({ id }) => {
        const { record, used } = await requireAlgorithm(house, id);
        return atrsJson(record, used, publicUrl);
      }),
    );
    return openTo(reply, 'application/json; charset=utf-8').send(JSON.stringify(records, null, 2));
  });
  app.get<{ Params: { id: string } }>('/algorithms/:id', async (request, reply) => {
    const model = await algorithmPage(house, request.params.id);
    return sendPage(reply, 'algorithms/algorithm.njk', {
      ...model,
      page: pageFor(request, { nav: 'register', ...model.page }),
    } as never);
  });
  app.get<{ Params: { id: string } }>('/algorithms/:id/record.json', async (request, reply) => {
    const { record, used } = await requireAlgorithm(house, request.params.id);
    return openTo(reply, 'application/json; charset=utf-8').send(
      JSON.stringify(atrsJson(record, used, publicUrl), null, 2),
    );
  });
}
