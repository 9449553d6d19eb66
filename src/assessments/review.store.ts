import { type Db, sql, type Tx } from '../base/index.ts';

export type ReviewState = 'fine' | 'to_correct';

export interface QuestionReview {
  readonly questionId: string;
  readonly state: ReviewState;
  readonly reviewedAt: Date;
  readonly reviewedByName: string;
  /** Answered anew since: the review is about an older answer. */
  readonly isOld: boolean;
}

export interface Comment {
  readonly id: number;
  readonly questionId: string | null;
  readonly body: string;
  readonly writtenBy: string | null;
  readonly writtenAt: Date;
}

/** What reviewers think of each answer of a version. */
export async function listReviews(db: Db, versionId: number): Promise<Map<string, QuestionReview>> {
  const { rows } = await sql<QuestionReview>`
    select r.question_id as "questionId", r.state, r.reviewed_at as "reviewedAt", p.name as "reviewedByName",
      coalesce(a.answered_at > r.reviewed_at, false) as "isOld"
    from assessments.question_review r join identity.v_person p on p.id = r.reviewed_by
    left join assessments.answer a on a.version_id = r.version_id and a.question_id = r.question_id
    where r.version_id = ${versionId}`.execute(db);
  return new Map(rows.map((row) => [row.questionId, row]));
}

export async function writeReview(
  tx: Tx,
  row: { authorityId: number; versionId: number; questionId: string; state: ReviewState; by: number; at: Date },
): Promise<void> {
  await sql`insert into assessments.question_review (version_id, authority_id, question_id, state, reviewed_by, reviewed_at)
    values (${row.versionId}, ${row.authorityId}, ${row.questionId}, ${row.state}, ${row.by}, ${row.at})
    on conflict (version_id, question_id) do update
      set state = excluded.state, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at`.execute(tx);
}

/** The comments on a version and on those before it, oldest first. */
export async function listComments(db: Db, assessmentId: number): Promise<Comment[]> {
  const { rows } = await sql<Comment>`
    select c.id, c.question_id as "questionId", c.body, p.name as "writtenBy", c.written_at as "writtenAt"
    from assessments.comment c join assessments.version v on v.id = c.version_id
    left join identity.v_person p on p.id = c.written_by
    where v.assessment_id = ${assessmentId} order by c.written_at, c.id`.execute(db);
  return rows;
}

export async function insertComment(
  tx: Tx,
  row: { authorityId: number; versionId: number; questionId: string | null; body: string; by: number; at: Date },
): Promise<void> {
  await sql`insert into assessments.comment (authority_id, version_id, question_id, body, written_by, written_at)
    values (${row.authorityId}, ${row.versionId}, ${row.questionId}, ${row.body}, ${row.by}, ${row.at})`.execute(tx);
}
