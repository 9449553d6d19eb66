/** The read part of CKAN's Action API: package_list, package_show, package_search. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { House } from '../../base/index.ts';
import {
  type CatalogueQuery,
  ckanPackage,
  datasetNamed,
  findDataset,
  packageName,
  searchOpenDatasets,
} from '../../publish/index.ts';
import { openTo } from '../face/open-to.ts';

/** A parameter given twice is its first. */
type Query = { id?: string; q?: string; fq?: string; rows?: string; start?: string; limit?: string; offset?: string };
const MOST = 1000;

export async function registerCkan(app: FastifyInstance, house: House): Promise<void> {
  const { publicUrl } = house.settings;

  app.get<{ Querystring: Query }>('/api/3/action/package_list', async (request, reply) => {
    const { limit, offset } = firsts(request.query);
    const page = { limit: numberIn(limit, MOST, MOST), offset: numberIn(offset, 0) };
    const { datasets } = await searchOpenDatasets(house.db, page);
    return success(reply, 'package_list', datasets.map(packageName));
  });

  app.get<{ Querystring: Query }>('/api/3/action/package_show', async (request, reply) => {
    const named = datasetNamed(firsts(request.query).id ?? '');
    const dataset = named && (await findDataset(house.db, named.authoritySlug, named.address));
    if (!dataset?.isOpen) {
      const error = {
        __type: 'Not Found Error',
        message: 'Not found: give the name of a package as id; package_list names them.',
      };
      return answer(reply.code(404), { help: help('package_show'), success: false, error });
    }
    return success(reply, 'package_show', ckanPackage(dataset, publicUrl));
  });

  app.get<{ Querystring: Query }>('/api/3/action/package_search', async (request, reply) => {
    const { q, fq, rows, start } = firsts(request.query);
    const search = q && q !== '*:*' ? q.slice(0, 200) : undefined;
    const query: CatalogueQuery = { ...(search ? { search } : {}), ...filtersIn(fq) };
    const page = { limit: numberIn(rows, 10, MOST), offset: numberIn(start, 0) };
    const { total, datasets } = await searchOpenDatasets(house.db, { ...query, ...page });
    const results = datasets.map((dataset) => ckanPackage(dataset, publicUrl));
    return success(reply, 'package_search', {
      count: total,
      sort: 'organization asc, title asc',
      facets: {},
      search_facets: {},
      results,
    });
  });

  function success(reply: FastifyReply, action: string, result: unknown) {
    return answer(reply, { help: help(action), success: true, result });
  }
  function help(action: string): string {
    return `${publicUrl}/data#${action}`;
  }
  function answer(reply: FastifyReply, body: object) {
    return openTo(reply, 'application/json; charset=utf-8').send(JSON.stringify(body));
  }
}

/** `fq` in the two forms harvesters use: organization:northbank tags:no2. What we do not know narrows nothing. */
function filtersIn(fq: string | undefined): CatalogueQuery {
  const found: Record<string, string[]> = {};
  for (const [, field, value] of (fq ?? '').matchAll(
    /\b(organization|owner_org|tags|groups|license_id):"?([\w.-]+)"?/g,
  )) {
    const filter = { organization: 'authority', owner_org: 'authority', tags: 'property', groups: 'theme' }[field!];
    if (filter) found[filter] = [...(found[filter] ?? []), value!];
  }
  return found;
}

function firsts(query: Query): Query {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]]));
}

function numberIn(text: string | undefined, otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
  return typeof text === 'string' && /^\d{1,7}$/.test(text) ? Math.min(Number(text), most) : otherwise;
}
