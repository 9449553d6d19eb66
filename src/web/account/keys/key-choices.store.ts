import { type Db, sql } from '../../../base/index.ts';

export interface Choice {
  readonly id: number;
  readonly name: string;
}

/** The sources of an authority that a key can be for, by name. */
export async function listSourceChoices(db: Db, authorityId: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select id, name from ingest.v_source where authority_id = ${authorityId} order by name, id`.execute(db);
  return rows;
}

/** The projects of an authority that an analyst's key can be narrowed to, by title. */
export async function listProjectChoices(db: Db, authorityId: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select id, title as name from projects.v_project where authority_id = ${authorityId} order by title, id`.execute(
    db,
  );
  return rows;
}
