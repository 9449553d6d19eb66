import { type Db, sql, type Tx } from '../base/index.ts';

export interface Withheld {
  readonly questionId: string;
  readonly reason: string;
  readonly reviewOn: string;
  readonly withheldAt: Date;
}

/** What of an assessment is not shown to the public, by question. */
export async function listWithheld(db: Db, assessmentId: number): Promise<Map<string, Withheld>> {
  const { rows } = await sql<Withheld>`
    select question_id as "questionId", reason, review_on::text as "reviewOn", withheld_at as "withheldAt"
    from assessments.withheld where assessment_id = ${assessmentId}`.execute(db);
  return new Map(rows.map((row) => [row.questionId, row]));
}

export async function writeWithheld(
  tx: Tx,
  row: {
    assessmentId: number;
    authorityId: number;
    questionId: string;
    reason: string;
    reviewOn: string;
    by: number;
    at: Date;
  },
): Promise<void> {
  await sql`insert into assessments.withheld (assessment_id, authority_id, question_id, reason, review_on, withheld_by, withheld_at)
    values (${row.assessmentId}, ${row.authorityId}, ${row.questionId}, ${row.reason}, ${row.reviewOn}::date, ${row.by}, ${row.at})
    on conflict (assessment_id, question_id) do update set reason = excluded.reason, review_on = excluded.review_on,
      withheld_by = excluded.withheld_by, withheld_at = excluded.withheld_at`.execute(tx);
}

export async function deleteWithheld(tx: Tx, assessmentId: number, questionId: string): Promise<void> {
  await sql`delete from assessments.withheld where assessment_id = ${assessmentId} and question_id = ${questionId}`.execute(
    tx,
  );
}
