import { type Db, sql, type Tx } from '../base/index.ts';
import type { Part } from './project.ts';

export interface ProjectPerson {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly part: Part;
}

export async function insertProjectPerson(
  tx: Tx,
  row: { projectId: number; authorityId: number; personId: number; part: Part },
): Promise<void> {
  await sql`insert into projects.project_person (project_id, person_id, authority_id, part)
    values (${row.projectId}, ${row.personId}, ${row.authorityId}, ${row.part}) on conflict do nothing`.execute(tx);
}

export async function deleteProjectPerson(
  tx: Tx,
  row: { projectId: number; personId: number; part: Part },
): Promise<void> {
  await sql`delete from projects.project_person
    where project_id = ${row.projectId} and person_id = ${row.personId} and part = ${row.part}`.execute(tx);
}

/** The people of a project, leads first, then by name. */
export async function listProjectPeople(db: Db, projectId: number): Promise<ProjectPerson[]> {
  const { rows } = await sql<ProjectPerson>`
    select pp.person_id as "personId", pe.name, pe.email, pp.part
    from projects.project_person pp join identity.v_person pe on pe.id = pp.person_id
    where pp.project_id = ${projectId} order by pp.part <> 'lead', pp.part, pe.name`.execute(db);
  return rows;
}
