import { type Db, type RawBuilder, sql, type Tx } from '../base/index.ts';
import type { ClearanceKind } from '../projects/index.ts';
import type { Framework } from './framework.ts';

export type AssessmentState = 'draft' | 'in_review' | 'to_correct' | 'accepted' | 'superseded' | 'withdrawn' | 'lapsed';

export const OPEN_STATES: readonly AssessmentState[] = ['draft', 'in_review', 'to_correct'];

/** One version of an assessment with the framework it answers. Times are null until they happened. */
export interface AssessmentVersion {
  readonly id: number;
  readonly authorityId: number;
  readonly assessmentId: number;
  readonly projectId: number | null;
  readonly code: string;
  readonly version: number;
  readonly state: AssessmentState;
  readonly framework: Framework;
  readonly frameworkId: number;
  readonly writers: readonly number[];
  readonly startedAt: Date;
  readonly submittedBy: number | null;
  readonly submittedByName: string | null;
  readonly submittedAt: Date | null;
  readonly evaluatedBy: number | null;
  readonly evaluatedByName: string | null;
  readonly evaluatedAt: Date | null;
  readonly validatedBy: number | null;
  readonly validatedByName: string | null;
  readonly validatedAt: Date | null;
  readonly remark: string | null;
  readonly result: string | null;
  readonly clearance: ClearanceKind | null;
  readonly reviewOn: string | null;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

const COLUMNS = sql`v.id, v.authority_id as "authorityId", v.assessment_id as "assessmentId", a.project_id as "projectId", a.code,
  v.version, v.state, f.body as framework, v.framework_id as "frameworkId", v.writers, v.started_at as "startedAt",
  v.submitted_by as "submittedBy", sp.name as "submittedByName", v.submitted_at as "submittedAt",
  v.evaluated_by as "evaluatedBy", ep.name as "evaluatedByName", v.evaluated_at as "evaluatedAt",
  v.validated_by as "validatedBy", vp.name as "validatedByName", v.validated_at as "validatedAt", v.remark, v.result, v.clearance,
  v.review_on::text as "reviewOn", v.ended_at as "endedAt", v.ended_reason as "endedReason"`;

const FROM = sql`from assessments.version v join assessments.assessment a on a.id = v.assessment_id
  join assessments.framework f on f.id = v.framework_id left join identity.v_person sp on sp.id = v.submitted_by
  left join identity.v_person ep on ep.id = v.evaluated_by left join identity.v_person vp on vp.id = v.validated_by`;

/** Versions that match, newest first. */
export async function selectVersions(db: Db, where: RawBuilder<unknown>): Promise<AssessmentVersion[]> {
  const { rows } = await sql<AssessmentVersion>`
    select ${COLUMNS} ${FROM} where ${where} order by a.code, v.version desc`.execute(db);
  return rows;
}

/** The assessment of a framework for a project (or the authority), made when it is not there. Its row is held. */
export async function ensureAssessment(
  tx: Tx,
  row: { authorityId: number; projectId: number | null; code: string; at: Date },
): Promise<number> {
  await sql`insert into assessments.assessment (authority_id, project_id, code, created_at)
    values (${row.authorityId}, ${row.projectId}, ${row.code}, ${row.at}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ id: number }>`select id from assessments.assessment
    where authority_id = ${row.authorityId} and project_id is not distinct from ${row.projectId} and code = ${row.code}
    for update`.execute(tx);
  return rows[0]!.id;
}

/** One change at a time of an assessment, until the transaction ends. */
export async function lockAssessment(tx: Tx, assessmentId: number): Promise<void> {
  await sql`select 1 from assessments.assessment where id = ${assessmentId} for update`.execute(tx);
}

export async function insertVersion(
  tx: Tx,
  row: { authorityId: number; assessmentId: number; frameworkId: number; at: Date },
): Promise<{ id: number; version: number }> {
  const { rows } = await sql<{ id: number; version: number }>`
    insert into assessments.version (authority_id, assessment_id, version, framework_id, started_at)
    values (${row.authorityId}, ${row.assessmentId},
      (select coalesce(max(version), 0) + 1 from assessments.version where assessment_id = ${row.assessmentId}),
      ${row.frameworkId}, ${row.at}) returning id, version`.execute(tx);
  return rows[0]!;
}

export async function markSubmitted(tx: Tx, id: number, by: number, at: Date): Promise<void> {
  await sql`update assessments.version set state = 'in_review', submitted_by = ${by}, submitted_at = ${at},
    evaluated_by = null, evaluated_at = null, remark = null,
    writers = array(select distinct unnest(writers || ${by}::int)) where id = ${id}`.execute(tx);
}

/** Back to its authors, with what the reviewer said. */
export async function markToCorrect(tx: Tx, id: number, remark: string | null): Promise<void> {
  await sql`update assessments.version set state = 'to_correct', remark = ${remark} where id = ${id}`.execute(tx);
}

export async function markEvaluated(tx: Tx, id: number, by: number, at: Date, remark: string | null): Promise<void> {
  await sql`update assessments.version set evaluated_by = ${by}, evaluated_at = ${at}, remark = ${remark}
    where id = ${id}`.execute(tx);
}

export async function markAccepted(
  tx: Tx,
  id: number,
  row: {
    by: number;
    at: Date;
    remark: string | null;
    result: string | null;
    clearance: ClearanceKind | null;
    reviewOn: string;
  },
): Promise<void> {
  await sql`update assessments.version set state = 'accepted', validated_by = ${row.by}, validated_at = ${row.at},
    remark = ${row.remark}, result = ${row.result}, clearance = ${row.clearance}, review_on = ${row.reviewOn}::date
    where id = ${id}`.execute(tx);
}

export async function markEnded(
  tx: Tx,
  id: number,
  row: { state: 'superseded' | 'withdrawn' | 'lapsed'; by: number | null; at: Date; reason: string },
): Promise<void> {
  await sql`update assessments.version set state = ${row.state}, ended_at = ${row.at}, ended_by = ${row.by},
    ended_reason = ${row.reason} where id = ${id}`.execute(tx);
}
