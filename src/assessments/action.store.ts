import { type Db, sql, type Tx } from '../base/index.ts';

export interface PlannedAction {
  readonly id: number;
  readonly assessmentId: number;
  readonly questionId: string | null;
  readonly body: string;
  readonly owner: string;
  readonly dueOn: string;
  readonly addedAt: Date;
  readonly doneAt: Date | null;
  readonly doneByName: string | null;
  readonly doneNote: string | null;
}

/** The action plan: open ones first, the most urgent on top. */
export async function listActions(db: Db, assessmentId: number): Promise<PlannedAction[]> {
  const { rows } = await sql<PlannedAction>`
    select c.id, c.assessment_id as "assessmentId", c.question_id as "questionId", c.body, c.owner, c.due_on::text as "dueOn",
      c.added_at as "addedAt", c.done_at as "doneAt", p.name as "doneByName", c.done_note as "doneNote"
    from assessments.action c left join identity.v_person p on p.id = c.done_by
    where c.assessment_id = ${assessmentId} order by c.done_at is not null, c.due_on, c.id`.execute(db);
  return rows;
}

export async function insertAction(
  tx: Tx,
  row: {
    authorityId: number;
    assessmentId: number;
    questionId: string | null;
    body: string;
    owner: string;
    dueOn: string;
    by: number | null;
    at: Date;
  },
): Promise<void> {
  await sql`insert into assessments.action (authority_id, assessment_id, question_id, body, owner, due_on, added_by, added_at)
    values (${row.authorityId}, ${row.assessmentId}, ${row.questionId}, ${row.body}, ${row.owner}, ${row.dueOn}::date, ${row.by},
      ${row.at})`.execute(tx);
}

/** Marks an open action of the assessment as done; false when there is none. */
export async function finishStoredAction(
  tx: Tx,
  row: { id: number; assessmentId: number; by: number; at: Date; note: string | null },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update assessments.action set done_at = ${row.at}, done_by = ${row.by}, done_note = ${row.note}
    where id = ${row.id} and assessment_id = ${row.assessmentId} and done_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
