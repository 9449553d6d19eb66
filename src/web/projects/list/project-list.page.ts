import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, personOf } from '../../../identity/index.ts';
import { type ListedProject, listProjects } from '../../../projects/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { STAGE_CHOICES, STAGE_WORDS, VERDICT_WORDS } from '../words.ts';
import { projectsCsv } from './projects-csv.ts';

interface Chosen {
  search: string;
  stages: string[];
  authorities: string[];
}

/** The staff's list of projects with search, filters with counts, and the same as CSV. */
export function projectListPage(app: FastifyInstance, { db }: House): void {
  app.get('/projects', async (request, reply) => {
    const person = personOf(request);
    const chosen = chosenIn(request);
    const found = await listProjects(db, person, { search: chosen.search });
    const shown = narrow(found, chosen);
    const query = queryOf(chosen);
    const model = {
      page: pageFor(request, { title: 'Projects', nav: 'projects', wide: true }),
      chosen,
      query,
      total: found.length,
      groups: groupsFor(found, chosen),
      selected: selectedFor(found, chosen),
      projects: shown.map((project) => ({
        ...project,
        href: `/projects/${project.authoritySlug}/${project.slug}`,
        stageWord: STAGE_WORDS[project.stage],
        verdictWord: wordOf(project),
      })),
      many: person.places.length > 1,
      mayCreate: authoritiesWhere(person, 'project.edit').length > 0,
    };
    return sendPage(reply, 'projects/list/list.njk', model);
  });

  app.get('/projects.csv', async (request, reply) => {
    const chosen = chosenIn(request);
    const found = narrow(await listProjects(db, personOf(request), { search: chosen.search }), chosen);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="projects.csv"')
      .header('cache-control', 'private, no-store')
      .send(projectsCsv(found));
  });
}

function chosenIn(request: FastifyRequest): Chosen {
  const query = request.query as Record<string, string | string[] | undefined>;
  const list = (name: string) => [query[name] ?? []].flat().filter((each) => each !== '');
  return { search: list('q')[0]?.trim() ?? '', stages: list('stage'), authorities: list('authority') };
}

function narrow(projects: ListedProject[], { stages, authorities }: Chosen): ListedProject[] {
  return projects.filter(
    (project) =>
      (stages.length === 0 || stages.includes(project.stage)) &&
      (authorities.length === 0 || authorities.includes(project.authoritySlug)),
  );
}

/** Filters with counts: how many there would be, given what the other group has chosen. */
function groupsFor(projects: ListedProject[], chosen: Chosen) {
  const inAuthorities = narrow(projects, { ...chosen, stages: [] });
  const atStages = narrow(projects, { ...chosen, authorities: [] });
  const stages = STAGE_CHOICES.map(({ value, text }) => ({
    value,
    text,
    count: inAuthorities.filter((project) => project.stage === value).length,
    checked: chosen.stages.includes(value),
  })).filter((item) => item.count > 0 || item.checked);
  const names = new Map(projects.map((project) => [project.authoritySlug, project.authorityName]));
  const authorities = [...names].sort(byName).map(([value, text]) => ({
    value,
    text,
    count: atStages.filter((project) => project.authoritySlug === value).length,
    checked: chosen.authorities.includes(value),
  }));
  return [
    { name: 'stage', legend: 'Stage', items: stages, open: true },
    ...(authorities.length > 1 ? [{ name: 'authority', legend: 'Authority', items: authorities, open: true }] : []),
  ];
}

function byName(a: [string, string], b: [string, string]): number {
  return a[1].localeCompare(b[1]);
}

function selectedFor(projects: ListedProject[], chosen: Chosen) {
  const stages = chosen.stages.map((stage) => ({
    group: 'stage',
    text: STAGE_CHOICES.find((choice) => choice.value === stage)?.text ?? stage,
    removeHref: `/projects${queryOf({ ...chosen, stages: chosen.stages.filter((each) => each !== stage) })}`,
  }));
  const authorities = chosen.authorities.map((slug) => ({
    group: 'authority',
    text: projects.find((project) => project.authoritySlug === slug)?.authorityName ?? slug,
    removeHref: `/projects${queryOf({ ...chosen, authorities: chosen.authorities.filter((each) => each !== slug) })}`,
  }));
  return [...stages, ...authorities];
}

function queryOf({ search, stages, authorities }: Chosen): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  for (const stage of stages) query.append('stage', stage);
  for (const authority of authorities) query.append('authority', authority);
  return query.size > 0 ? `?${query}` : '';
}

function wordOf(project: ListedProject): string {
  const chosen = (project.chosenVerdict ?? project.verdict) as keyof typeof VERDICT_WORDS | null;
  return chosen ? VERDICT_WORDS[chosen] : 'Not decided yet';
}
