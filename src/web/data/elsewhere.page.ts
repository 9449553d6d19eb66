/** "Would existing data do?": one search over what is open here and the catalogues of others; a project keeps what was looked at. */
import type { FastifyInstance } from 'fastify';
import type { Db, House } from '../../base/index.ts';
import { can } from '../../identity/index.ts';
import { findOutcome, findProject } from '../../projects/index.ts';
import { listCatalogues, searchExisting } from '../../publish/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { pagerFor } from '../face/pager.ts';

type Query = Record<'q' | 'page' | 'for', string | string[] | undefined>;
const PAGE_SIZE = 25;
const LONGEST_SEARCH = 500;

export function elsewherePage(app: FastifyInstance, house: House): void {
  app.get<{ Querystring: Query }>('/data/elsewhere', async (request, reply) => {
    const first = (name: keyof Query) => [request.query[name] ?? ''].flat()[0]!;
    const q = first('q').trim().slice(0, LONGEST_SEARCH);
    const number = /^[1-9]\d{0,4}$/.test(first('page')) ? Number(first('page')) : 1;
    const project = await projectFor(house, request, first('for'));
    const [{ own, elsewhere }, catalogues] = await Promise.all([
      searchExisting(house.db, q, { limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE }),
      listCatalogues(house.db),
    ]);
    const kept: Record<string, string> = project ? { for: `${project.authoritySlug}/${project.slug}` } : {};
    const noted = project ? await lookedAt(house.db, project.id) : [];
    const urlFor = (page: number) => `/data/elsewhere?${new URLSearchParams({ q, ...kept, page: String(page) })}`;
    return sendPage(reply, 'data/elsewhere.njk', {
      page: pageFor(request, {
        title: 'Find existing data',
        nav: project ? 'projects' : 'data',
        ...(project ? { back: { text: `Back to ${project.title}`, href: `${homeOf(project)}/decide/data` } } : {}),
      }),
      q,
      project: project && { ...kept, title: project.title, noteAction: `${homeOf(project)}/decide/looked-at` },
      own: own.map((dataset) => ({
        ...dataset,
        url: house.settings.publicUrl + dataset.href,
        isNoted: isIn(noted, dataset.title),
      })),
      elsewhere: {
        total: elsewhere.total,
        datasets: elsewhere.datasets.map((dataset) => ({ ...dataset, isNoted: isIn(noted, dataset.title) })),
      },
      here: urlFor(number),
      datasets: catalogues.reduce((sum, { datasets }) => sum + datasets, 0),
      catalogues: catalogues.length,
      pager_model: pagerFor({ page: number, pageSize: PAGE_SIZE, total: elsewhere.total, urlFor }),
    } as never);
  });
}

/** The lines of what the project has looked at so far. */
async function lookedAt(db: Db, projectId: number): Promise<string[]> {
  const { draft, recorded } = await findOutcome(db, projectId);
  return ((draft ?? recorded)?.answers.data?.looked_at ?? '').split('\n');
}

const isIn = (lines: readonly string[], title: string) => lines.some((line) => line.startsWith(title));

type Asked = Parameters<typeof pageFor>[0];

/** The project the search is for, when the viewer may record what it is for. */
async function projectFor({ db }: House, request: Asked, named: string) {
  const [authority, slug, more] = named.split('/');
  if (!authority || !slug || more !== undefined || request.viewer.kind !== 'person') return undefined;
  const project = await findProject(db, authority, slug);
  return project && can(request.viewer, 'outcome.record', project.authorityId) ? project : undefined;
}

const homeOf = ({ authoritySlug, slug }: { authoritySlug: string; slug: string }) =>
  `/projects/${authoritySlug}/${slug}`;
