import { type Db, sql, type Tx } from '../base/index.ts';
import type { Answers, AnswerValue } from './answers.ts';

export type AnswerOrigin = 'typed' | 'fact' | 'shared' | 'imported' | 'supplier';

export interface StoredAnswer {
  readonly questionId: string;
  readonly value: AnswerValue;
  readonly revision: number;
  readonly origin: AnswerOrigin;
  /** Where it comes from, in words that follow "Filled in from". */
  readonly originSays: string | null;
  readonly factValue: AnswerValue | null;
  readonly answeredBy: number | null;
  readonly answeredByName: string | null;
  readonly answeredAt: Date;
}

export async function listAnswers(db: Db, versionId: number): Promise<Map<string, StoredAnswer>> {
  const { rows } = await sql<StoredAnswer>`
    select a.question_id as "questionId", a.value, a.revision, a.origin, a.origin_says as "originSays",
      a.fact_value as "factValue", a.answered_by as "answeredBy", p.name as "answeredByName", a.answered_at as "answeredAt"
    from assessments.answer a left join identity.v_person p on p.id = a.answered_by
    where a.version_id = ${versionId}`.execute(db);
  return new Map(rows.map((row) => [row.questionId, row]));
}

/** Answers without their story, as the engine takes them. */
export function valuesOf(answers: ReadonlyMap<string, StoredAnswer>): Answers {
  return Object.fromEntries([...answers].map(([id, { value }]) => [id, value]));
}

export interface NewAnswer {
  readonly questionId: string;
  readonly value: AnswerValue;
  readonly origin: AnswerOrigin;
  readonly originSays?: string | null;
  readonly factValue?: AnswerValue | null;
  /** Null when it was filled in by itself. */
  readonly by: number | null;
  readonly at: Date;
}

/** Writes an answer; one that was there gets the next revision. */
export async function writeAnswer(tx: Tx, authorityId: number, versionId: number, row: NewAnswer): Promise<void> {
  await sql`insert into assessments.answer as a
      (version_id, authority_id, question_id, value, origin, origin_says, fact_value, answered_by, answered_at)
    values (${versionId}, ${authorityId}, ${row.questionId}, ${JSON.stringify(row.value)}::jsonb, ${row.origin},
      ${row.originSays ?? null}, ${row.factValue == null ? null : JSON.stringify(row.factValue)}::jsonb, ${row.by}, ${row.at})
    on conflict (version_id, question_id) do update set value = excluded.value, origin = excluded.origin,
      origin_says = excluded.origin_says, fact_value = excluded.fact_value, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at, revision = nextval('assessments.revision')`.execute(tx);
}

export async function deleteAnswer(tx: Tx, versionId: number, questionId: string): Promise<void> {
  await sql`delete from assessments.answer where version_id = ${versionId} and question_id = ${questionId}`.execute(tx);
}

export async function addWriter(tx: Tx, versionId: number, by: number): Promise<void> {
  await sql`update assessments.version set writers = array(select distinct unnest(writers || ${by}::int))
    where id = ${versionId}`.execute(tx);
}

/** A new version begins with the answers of an earlier one, where the framework still asks them. */
export async function copyAnswers(tx: Tx, from: number, to: number): Promise<void> {
  await sql`insert into assessments.answer
      (version_id, authority_id, question_id, value, origin, origin_says, fact_value, answered_by, answered_at)
    select ${to}, authority_id, question_id, value, origin, origin_says, fact_value, answered_by, answered_at
    from assessments.answer where version_id = ${from}`.execute(tx);
}

/** The latest answers to shared questions in other assessments of the project: accepted ones first, then the newest. */
export async function sharedAnswers(
  db: Db,
  given: { projectId: number; exceptAssessmentId: number },
): Promise<{ shared: string; value: AnswerValue; says: string; answer: string }[]> {
  const { rows } = await sql<{ shared: string; value: AnswerValue; says: string; answer: string }>`
    select distinct on (q.shared) q.shared, q.answer, n.value, f.title || ', version ' || v.version as says
    from assessments.assessment s
    join assessments.version v on v.assessment_id = s.id and v.state in ('accepted', 'draft', 'in_review', 'to_correct')
    join assessments.framework f on f.id = v.framework_id
    cross join lateral jsonb_path_query(f.body, '$.sections[*].questions[*] ? (exists (@.shared))') as asked (question)
    cross join lateral jsonb_to_record(asked.question) as q (id text, shared text, answer text)
    join assessments.answer n on n.version_id = v.id and n.question_id = q.id
    where s.project_id = ${given.projectId} and s.id <> ${given.exceptAssessmentId}
    order by q.shared, v.state = 'accepted' desc, n.answered_at desc, v.id desc`.execute(db);
  return rows;
}
