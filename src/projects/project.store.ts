import { type Db, type RawBuilder, sql, type Tx } from '../base/index.ts';
import type { Project, Stage } from './project.ts';

const COLUMNS = sql`p.id, p.authority_id as "authorityId", a.slug as "authoritySlug", a.name as "authorityName", p.slug, p.title,
  p.summary, p.stage, p.created_at as "createdAt"`;

const FROM = sql`from projects.project p join identity.v_authority a on a.id = p.authority_id`;

export interface NewProject {
  authorityId: number;
  slug: string;
  title: string;
  summary: string;
  createdBy: number | null;
  createdAt: Date | null;
}

/** Inserts a project; undefined when the authority has one at that slug already. */
export async function insertProject(tx: Tx, project: NewProject): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into projects.project (authority_id, slug, title, summary, created_by, created_at)
    values (${project.authorityId}, ${project.slug}, ${project.title}, ${project.summary}, ${project.createdBy},
            coalesce(${project.createdAt}::timestamptz, now()))
    on conflict (authority_id, slug) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function selectProject(db: Db, where: RawBuilder<unknown>): Promise<Project | undefined> {
  const { rows } = await sql<Project>`select ${COLUMNS} ${FROM} where ${where}`.execute(db);
  return rows[0];
}

export async function updateProject(
  tx: Tx,
  id: number,
  change: { stage?: Stage; title?: string; summary?: string },
): Promise<void> {
  await sql`update projects.project set stage = coalesce(${change.stage ?? null}, stage),
    title = coalesce(${change.title ?? null}, title), summary = coalesce(${change.summary ?? null}, summary)
    where id = ${id}`.execute(tx);
}

export interface ListedProject extends Project {
  readonly verdict: string | null;
  readonly chosenVerdict: string | null;
  readonly lead: string | null;
}

/** Projects of these authorities, newest first; `search` looks in title, summary and address. */
export async function selectProjects(
  db: Db,
  authorityIds: readonly number[],
  filter: { search?: string; stage?: string; authority?: string },
): Promise<ListedProject[]> {
  const like = filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null;
  const { rows } = await sql<ListedProject>`
    select ${COLUMNS}, o.verdict, o.chosen_verdict as "chosenVerdict",
           (select string_agg(pe.name, ', ' order by pe.name) from projects.project_person pp
            join identity.v_person pe on pe.id = pp.person_id
            where pp.project_id = p.id and pp.part = 'lead') as lead
    ${FROM} left join projects.v_outcome o on o.project_id = p.id
    where p.authority_id = any(${[...authorityIds]}::int[])
      and (${like}::text is null or p.title ilike ${like} or p.summary ilike ${like} or p.slug ilike ${like})
      and (${filter.stage ?? null}::text is null or p.stage = ${filter.stage ?? null})
      and (${filter.authority ?? null}::text is null or a.slug = ${filter.authority ?? null})
    order by p.created_at desc, p.id desc`.execute(db);
  return rows;
}
