import { type Db, sql, type Tx } from '../base/index.ts';
import type { Stage } from './project.ts';

/** A project that runs without its clearances, because the senior information risk owner says so, until a day. Public. */
export interface Emergency {
  readonly reason: string;
  readonly madeAt: Date;
  readonly until: Date;
}

export async function findEmergency(db: Db, projectId: number): Promise<Emergency | undefined> {
  const { rows } = await sql<Emergency>`
    select reason, made_at as "madeAt", until from projects.v_emergency where project_id = ${projectId}`.execute(db);
  return rows[0];
}

export interface Ruling {
  readonly kind: 'emergency' | 'go_on' | 'stop';
  readonly reason: string;
  readonly until: Date | null;
  readonly person: string;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
}

/** What was ruled on a project, the newest first. */
export async function listRulings(db: Db, projectId: number): Promise<Ruling[]> {
  const { rows } = await sql<Ruling>`
    select r.kind, r.reason, r.until, pe.name as person, r.made_at as "madeAt", r.ended_at as "endedAt"
    from projects.ruling r join identity.v_person pe on pe.id = r.person_id
    where r.project_id = ${projectId} order by r.id desc`.execute(db);
  return rows;
}

export interface NewRuling {
  authorityId: number;
  projectId: number;
  kind: Ruling['kind'];
  reason: string;
  until: Date | null;
  stageBefore: Stage | null;
  personId: number;
  at: Date;
}

export async function insertRuling(tx: Tx, row: NewRuling): Promise<void> {
  await sql`insert into projects.ruling (authority_id, project_id, kind, reason, until, stage_before, person_id, made_at)
    values (${row.authorityId}, ${row.projectId}, ${row.kind}, ${row.reason}, ${row.until}, ${row.stageBefore},
            ${row.personId}, ${row.at})`.execute(tx);
}

/** Emergencies whose day has come, taken so that two processes end each once. */
export async function takePastEmergencies(
  tx: Tx,
): Promise<{ id: number; authorityId: number; projectId: number; stageBefore: Stage | null }[]> {
  const { rows } = await sql<{ id: number; authorityId: number; projectId: number; stageBefore: Stage | null }>`
    update projects.ruling set ended_at = until
    where id in (select id from projects.ruling where kind = 'emergency' and ended_at is null and until <= now()
                 for update skip locked)
    returning id, authority_id as "authorityId", project_id as "projectId", stage_before as "stageBefore"`.execute(tx);
  return rows;
}
