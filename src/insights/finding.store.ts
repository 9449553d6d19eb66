import { type Db, sql, type Tx } from '../base/index.ts';

export type SubjectKind = 'place' | 'device' | 'datastream';

/** What a pack says about one subject at one time, with its evidence and the version of its method. */
export interface Finding {
  readonly id: number;
  readonly authorityId: number;
  readonly projectId: number;
  readonly pack: string;
  readonly methodVersion: string;
  readonly kind: string;
  readonly subjectKind: SubjectKind;
  readonly subjectId: number;
  readonly state: 'open' | 'closed';
  /** Orders a list, highest first; the pack says what the steps mean. */
  readonly severity: number;
  readonly title: string;
  readonly evidence: Record<string, unknown>;
  /** Share of the expected readings that were there, 0 to 1. */
  readonly coverage: number | null;
  readonly beganAt: Date;
  readonly lastSeenAt: Date;
  readonly closedAt: Date | null;
}

export type NewFinding = Omit<Finding, 'id' | 'state' | 'closedAt' | 'lastSeenAt'> & { readonly seenAt: Date };

export const FINDING_COLUMNS = sql`id, authority_id as "authorityId", project_id as "projectId", pack, method_version as "methodVersion", kind,
  subject_kind as "subjectKind", subject_id as "subjectId", state, severity, title, evidence, coverage,
  began_at as "beganAt", last_seen_at as "lastSeenAt", closed_at as "closedAt"`;

/** Opens the finding, or brings the open one of the same kind and subject up to date. Says which it was. */
export async function upsertFinding(
  tx: Tx,
  finding: NewFinding,
): Promise<{ id: number; opened: boolean; severityBefore: number | null }> {
  const before = await findOpen(tx, finding.pack, finding.kind, finding.subjectKind, finding.subjectId);
  const { rows } = await sql<{ id: number }>`
    insert into insights.finding (authority_id, project_id, pack, method_version, kind, subject_kind, subject_id, severity, title,
      evidence, coverage, began_at, last_seen_at)
    values (${finding.authorityId}, ${finding.projectId}, ${finding.pack}, ${finding.methodVersion}, ${finding.kind},
      ${finding.subjectKind}, ${finding.subjectId}, ${finding.severity}, ${finding.title}, ${JSON.stringify(finding.evidence)},
      ${finding.coverage}, ${finding.beganAt}, ${finding.seenAt})
    on conflict (pack, kind, subject_kind, subject_id) where state = 'open' do update set
      method_version = excluded.method_version, severity = excluded.severity, title = excluded.title,
      evidence = excluded.evidence, coverage = excluded.coverage, last_seen_at = excluded.last_seen_at
    returning id`.execute(tx);
  return { id: rows[0]!.id, opened: before === undefined, severityBefore: before?.severity ?? null };
}

/** Closes the open finding of that kind and subject; answers its id, or undefined when there was none. */
export async function closeOpenFinding(
  tx: Tx,
  pack: string,
  kind: string,
  subject: { kind: SubjectKind; id: number },
  at: Date,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    update insights.finding set state = 'closed', closed_at = ${at}
    where pack = ${pack} and kind = ${kind} and subject_kind = ${subject.kind} and subject_id = ${subject.id} and state = 'open'
    returning id`.execute(tx);
  return rows[0]?.id;
}

export async function findFinding(db: Db, id: number): Promise<Finding | undefined> {
  const { rows } = await sql<Finding>`select ${FINDING_COLUMNS} from insights.finding where id = ${id}`.execute(db);
  return rows[0];
}

/** Findings of these authorities (or of one project), worst first, then newest: for rooms that asked who may see them. */
export async function listFindings(
  db: Db,
  of: { authorityIds: readonly number[]; projectId?: number; pack?: string; state?: 'open' | 'closed'; limit?: number },
): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select ${FINDING_COLUMNS} from insights.finding
    where authority_id = any(${of.authorityIds as number[]}::int[])
      and (${of.projectId ?? null}::int is null or project_id = ${of.projectId ?? null})
      and (${of.pack ?? null}::text is null or pack = ${of.pack ?? null})
      and (${of.state ?? null}::text is null or state = ${of.state ?? null})
    order by state = 'open' desc, severity desc, last_seen_at desc, id desc
    limit ${of.limit ?? 200}`.execute(db);
  return rows;
}

/** What a pack has open: each kind of finding with its subject. */
export async function listOpenSubjects(
  db: Db,
  pack: string,
): Promise<{ kind: string; subjectKind: SubjectKind; subjectId: number }[]> {
  const { rows } = await sql<{ kind: string; subjectKind: SubjectKind; subjectId: number }>`
    select kind, subject_kind as "subjectKind", subject_id as "subjectId" from insights.finding
    where pack = ${pack} and state = 'open' order by id`.execute(db);
  return rows;
}

async function findOpen(
  tx: Tx,
  pack: string,
  kind: string,
  subjectKind: string,
  subjectId: number,
): Promise<{ severity: number } | undefined> {
  const { rows } = await sql<{ severity: number }>`
    select severity from insights.finding where pack = ${pack} and kind = ${kind}
      and subject_kind = ${subjectKind} and subject_id = ${subjectId} and state = 'open' for update`.execute(tx);
  return rows[0];
}
