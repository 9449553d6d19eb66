import { type Db, sql } from '../base/index.ts';
import { can, type Viewer } from '../identity/index.ts';
import { DECLARATION_COLUMNS, type StoredDeclaration } from './declaration.store.ts';

/** A version with who moved it on. The public gets no names, only the role in which somebody decided. */
export interface HistoricDeclaration extends StoredDeclaration {
  readonly submittedByName: string | null;
  readonly decidedByName: string | null;
  /** The role in which it was approved or rejected; null when it took effect by itself, being narrower. */
  readonly decidedRole: string | null;
  readonly decisionReason: string | null;
}

/**
 * The versions of a project's declaration, newest first. People who may read the authority's projects see every one;
 * everyone else those that were once in force.
 */
export async function declarationHistory(db: Db, viewer: Viewer, projectId: number): Promise<HistoricDeclaration[]> {
  const { rows } = await sql<HistoricDeclaration>`
    select ${DECLARATION_COLUMNS}, submitter.name as "submittedByName", decider.name as "decidedByName",
           approval.role as "decidedRole", approval.reason as "decisionReason"
    from register.declaration dc
    left join identity.v_person submitter on submitter.id = dc.submitted_by
    left join identity.v_person decider on decider.id = dc.decided_by
    left join lateral (
      select each.role, each.reason from projects.v_approval each where each.subject_kind = 'declaration'
        and each.subject_id = dc.id and each.subject_version = dc.version order by each.id limit 1) as approval on true
    where dc.project_id = ${projectId} order by dc.version desc`.execute(db);
  const first = rows[0];
  if (first && can(viewer, 'project.read', first.authorityId)) return rows;
  return rows
    .filter((row) => row.inForceFrom !== null)
    .map((row) => ({
      ...row,
      submittedBy: null,
      writers: [],
      decidedBy: null,
      submittedByName: null,
      decidedByName: null,
    }));
}
