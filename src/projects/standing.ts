import { announce, type Db, sql, type Tx } from '../base/index.ts';
import type { Cause, ClearanceKind } from './clearance.ts';

/** How a project with a declaration in force stands with what it requires. */
export interface Standing {
  /** Since when, or from when on, something required is missing; null while nothing has an end. */
  readonly riskFrom: Date | null;
  /** From when on its declaration is suspended for it. */
  readonly suspendedFrom: Date | null;
  readonly isAtRisk: boolean;
  readonly isSuspended: boolean;
  /** It protects life or property: readings go on, and the senior information risk owner has to decide. */
  readonly isContinuity: boolean;
  readonly isEscalated: boolean;
  readonly kind: ClearanceKind | null;
  readonly cause: Cause | null;
  /** The reason somebody gave. */
  readonly words: string | null;
}

/** Undefined while no declaration of the project is in force. */
export async function findStanding(db: Db, projectId: number): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select risk_from as "riskFrom", suspended_from as "suspendedFrom", is_at_risk as "isAtRisk",
           is_suspended as "isSuspended", is_continuity as "isContinuity", is_escalated as "isEscalated", kind, cause, words
    from projects.v_standing where project_id = ${projectId}`.execute(db);
  return rows[0];
}

/**
 * A job: time alone puts projects at risk and suspends their declarations; this says so to those who listen, once for each
 * turn. Says how many turned. What the gate does hangs on the view, not on this.
 */
export async function tellStandings(tx: Tx): Promise<number> {
  const { rows } = await sql<{ authorityId: number; projectId: number }>`
    update projects.standing s set told = turned.now
    from (select project_id, case when is_suspended then 'suspended' when is_at_risk then 'risk' else 'well' end as now
          from projects.v_standing) as turned
    where turned.project_id = s.project_id and turned.now <> s.told
    returning s.authority_id as "authorityId", s.project_id as "projectId"`.execute(tx);
  for (const row of rows) await announce(tx, 'projects.clearance-changed', row);
  return rows.length;
}
