import { type Db, sql } from '../../base/index.ts';

/** The projects of some authorities that anything was ever promised of: only they can hold readings. */
export async function projectsOf(db: Db, authorityIds: readonly number[]): Promise<{ id: number; title: string }[]> {
  const { rows } = await sql<{ id: number; title: string }>`
    select pr.id, pr.title from projects.v_project pr
    where pr.authority_id = any(${[...authorityIds]}::int[])
      and exists (select 1 from register.v_declaration dc where dc.project_id = pr.id and dc.in_force_from is not null)
    order by pr.title, pr.id`.execute(db);
  return rows;
}
