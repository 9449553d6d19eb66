import { type Db, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';

export interface Choice {
  readonly id: number;
  readonly text: string;
}

/** The projects of an authority a device can belong to, closed ones left out. */
export async function projectChoices(db: Db, viewer: Viewer, authorityId: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select id, title as text from projects.v_project p
    where authority_id = ${authorityId} and ${mine(viewer)} and stage <> 'closed' order by title, id`.execute(db);
  return rows;
}

/** The active models of an authority: a device cannot be of any other. */
export async function modelChoices(db: Db, viewer: Viewer, authorityId: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select id, name || ' (' || maker || ')' as text from register.v_model
    where authority_id = ${authorityId} and ${mine(viewer)} and state = 'active' order by name, id`.execute(db);
  return rows;
}

const mine = (viewer: Viewer) => sql`authority_id = any(${authoritiesWhere(viewer, 'device.edit')}::int[])`;
