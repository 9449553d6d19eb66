import { type Db, sql, type Tx } from '../base/index.ts';
import type { OutcomeAnswers } from './outcome.ts';
import type { Verdict } from './verdict.ts';

export interface OutcomeVersion {
  readonly projectId: number;
  readonly version: number;
  readonly state: 'draft' | 'recorded';
  readonly answers: OutcomeAnswers;
  readonly verdict: Verdict | null;
  readonly chosenVerdict: Verdict | null;
  readonly reason: string | null;
  readonly savedAt: Date;
  readonly savedBy: string | null;
}

/** Every version of a project's outcome record, newest first; at most the first is a draft. */
export async function listOutcomeVersions(db: Db, projectId: number): Promise<OutcomeVersion[]> {
  const { rows } = await sql<OutcomeVersion>`
    select o.project_id as "projectId", o.version, o.state, o.answers, o.verdict, o.chosen_verdict as "chosenVerdict",
           o.reason, o.saved_at as "savedAt", p.name as "savedBy"
    from projects.outcome_record o left join identity.v_person p on p.id = o.saved_by
    where o.project_id = ${projectId} order by o.version desc`.execute(db);
  return rows;
}

/** Takes the project's row, so that two people saving at once write one after the other. */
export async function lockProject(tx: Tx, projectId: number): Promise<{ authorityId: number } | undefined> {
  const { rows } = await sql<{ authorityId: number }>`
    select authority_id as "authorityId" from projects.project where id = ${projectId} for update`.execute(tx);
  return rows[0];
}

export interface OutcomeRow {
  projectId: number;
  authorityId: number;
  version: number;
  state: 'draft' | 'recorded';
  answers: OutcomeAnswers;
  verdict: Verdict | null;
  chosenVerdict: Verdict | null;
  reason: string | null;
  savedBy: number | null;
  savedAt: Date;
}

/** Writes a version; a draft of the same number is replaced, a recorded version never is. */
export async function writeOutcomeVersion(tx: Tx, row: OutcomeRow): Promise<void> {
  await sql`
    insert into projects.outcome_record as o
      (project_id, authority_id, version, state, answers, verdict, chosen_verdict, reason, saved_by, saved_at)
    values (${row.projectId}, ${row.authorityId}, ${row.version}, ${row.state}, ${JSON.stringify(row.answers)},
            ${row.verdict}, ${row.chosenVerdict}, ${row.reason}, ${row.savedBy}, ${row.savedAt})
    on conflict (project_id, version) do update
      set state = excluded.state, answers = excluded.answers, verdict = excluded.verdict,
          chosen_verdict = excluded.chosen_verdict, reason = excluded.reason, saved_by = excluded.saved_by,
          saved_at = excluded.saved_at
      where o.state = 'draft'`.execute(tx);
}

export async function deleteOutcomeDraft(tx: Tx, projectId: number): Promise<void> {
  await sql`delete from projects.outcome_record where project_id = ${projectId} and state = 'draft'`.execute(tx);
}
