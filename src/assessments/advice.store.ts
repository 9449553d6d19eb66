import { type Db, sql, type Tx } from '../base/index.ts';

export type AdviceKind = 'data_protection_officer' | 'ethics_board';

export interface Advice {
  readonly id: number;
  readonly versionId: number;
  readonly version: number;
  readonly kind: AdviceKind;
  readonly body: string;
  readonly givenBy: number | null;
  /** The link of the board that gave it. */
  readonly guestId: number | null;
  readonly givenByName: string | null;
  readonly givenAt: Date;
  readonly answer: 'followed' | 'overruled' | null;
  readonly answerReason: string | null;
  readonly answeredByName: string | null;
  readonly answeredAt: Date | null;
}

/** Every advice on an assessment, newest first. */
export async function listAdvice(db: Db, assessmentId: number): Promise<Advice[]> {
  const { rows } = await sql<Advice>`
    select d.id, d.version_id as "versionId", v.version, d.kind, d.body, d.given_by as "givenBy", d.guest_id as "guestId",
      coalesce(g.name, l.name) as "givenByName",
      d.given_at as "givenAt", d.answer, d.answer_reason as "answerReason", w.name as "answeredByName", d.answered_at as "answeredAt"
    from assessments.advice d join assessments.version v on v.id = d.version_id
    left join identity.v_person g on g.id = d.given_by
    left join assessments.guest_link l on l.id = d.guest_id left join identity.v_person w on w.id = d.answered_by
    where v.assessment_id = ${assessmentId} order by d.given_at desc, d.id desc`.execute(db);
  return rows;
}

export async function insertAdvice(
  tx: Tx,
  row: {
    authorityId: number;
    versionId: number;
    kind: AdviceKind;
    guestId?: number;
    body: string;
    by: number | null;
    at: Date;
  },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into assessments.advice (authority_id, version_id, kind, body, given_by, given_at, guest_id)
    values (${row.authorityId}, ${row.versionId}, ${row.kind}, ${row.body}, ${row.by}, ${row.at}, ${row.guestId ?? null}) returning id`.execute(
    tx,
  );
  return rows[0]!.id;
}

export async function writeAdviceAnswer(
  tx: Tx,
  id: number,
  row: { answer: 'followed' | 'overruled'; reason: string; by: number; at: Date },
): Promise<void> {
  await sql`update assessments.advice set answer = ${row.answer}, answer_reason = ${row.reason}, answered_by = ${row.by},
    answered_at = ${row.at} where id = ${id}`.execute(tx);
}
