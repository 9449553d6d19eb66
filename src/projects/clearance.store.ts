import { type Db, sql, type Tx } from '../base/index.ts';
import { authoritiesWhere, type PersonViewer, type Role } from '../identity/index.ts';
import type { Cause, ClearanceEvidence, ClearanceKind } from './clearance.ts';
import type { Stage } from './project.ts';

export interface Clearance {
  readonly id: number;
  readonly projectId: number;
  readonly kind: ClearanceKind;
  readonly evidence: ClearanceEvidence;
  /** Kinds that this evidence says are needed too. */
  readonly asksFor: readonly ClearanceKind[];
  readonly grantedBy: number;
  readonly grantedByName: string;
  readonly grantedAt: Date;
  readonly validUntil: Date | null;
  readonly endedAt: Date | null;
  readonly endedByName: string | null;
  readonly endedReason: string | null;
  /** Not ended, and its validity has not passed. */
  readonly stands: boolean;
}

/** Every clearance a project was ever granted, the newest first. */
export async function listClearances(db: Db, projectId: number): Promise<Clearance[]> {
  const { rows } = await sql<Clearance>`
    select c.id, c.project_id as "projectId", c.kind, c.evidence, c.asks_for as "asksFor", c.granted_by as "grantedBy",
           granter.name as "grantedByName", c.granted_at as "grantedAt", c.valid_until as "validUntil",
           c.ended_at as "endedAt", ender.name as "endedByName", c.ended_reason as "endedReason", c.stands
    from projects.v_clearance c
    join identity.v_person granter on granter.id = c.granted_by
    left join identity.v_person ender on ender.id = c.ended_by
    where c.project_id = ${projectId} order by c.id desc`.execute(db);
  return rows;
}

export interface MissingRequirement {
  readonly kind: ClearanceKind;
  /** Who may grant it. */
  readonly roles: readonly Role[];
  readonly cause: Cause;
  /** When it ended, where it once stood. */
  readonly overAt: Date | null;
  /** The reason somebody gave for taking it back. */
  readonly words: string | null;
}

/**
 * What a project lacks for a stage, or for its declaration: the one that waits or is being written (the one in force where
 * there is no such). Empty: nothing stands in the way.
 */
export async function missingRequirements(
  db: Db,
  projectId: number,
  stageOrDeclaration: Stage | 'declaration',
): Promise<MissingRequirement[]> {
  const of =
    stageOrDeclaration === 'declaration'
      ? sql`g.gate in ('declaration', 'trial') and g.is_coming = not exists (
          select 1 from projects.promise p
          where p.project_id = g.project_id and p.now_traits is not null and p.coming_traits is null)`
      : sql`g.gate = ${stageOrDeclaration} and not g.is_coming`;
  const { rows } = await sql<MissingRequirement>`
    select g.kind, g.roles, g.cause, g.over_at as "overAt", g.words from projects.v_gap g
    where g.project_id = ${projectId} and ${of} order by g.kind`.execute(db);
  return rows;
}

export interface NewClearance {
  authorityId: number;
  projectId: number;
  kind: ClearanceKind;
  evidence: ClearanceEvidence;
  asksFor: readonly ClearanceKind[];
  grantedBy: number;
  validUntil: Date | null;
  at: Date;
}

export async function insertClearance(tx: Tx, row: NewClearance): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into projects.clearance (authority_id, project_id, kind, evidence, asks_for, granted_by, granted_at, valid_until)
    values (${row.authorityId}, ${row.projectId}, ${row.kind}, ${JSON.stringify(row.evidence)}, ${[...row.asksFor]}::text[],
            ${row.grantedBy}, ${row.at}, ${row.validUntil}) returning id`.execute(tx);
  return rows[0]!.id;
}

/** Ends the clearance of a kind that stands; false when none does. */
export async function endClearance(
  tx: Tx,
  row: { projectId: number; kind: ClearanceKind; by: number | null; reason: string; at: Date },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    update projects.clearance set ended_at = greatest(${row.at}::timestamptz, granted_at), ended_by = ${row.by},
      ended_reason = ${row.reason}
    where project_id = ${row.projectId} and kind = ${row.kind} and ended_at is null returning id`.execute(tx);
  return rows[0]?.id;
}

/** The people who wrote or submitted the declaration in force or the one that comes: their clearances do not count. */
export async function writersOfPromise(db: Db, projectId: number): Promise<number[]> {
  const { rows } = await sql<{ people: number[] }>`
    select now_people || coming_people as people from projects.promise where project_id = ${projectId}`.execute(db);
  return rows[0]?.people ?? [];
}

/** The roles that may grant a kind, by the authority's policy. */
export async function rolesToClear(db: Db, authorityId: number, kind: ClearanceKind): Promise<Role[]> {
  const { rows } = await sql<{ roles: Role[] }>`
    select array(select jsonb_array_elements_text(body -> 'roles' -> ${kind}::text)) as roles from projects.v_policy
    where authority_id = ${authorityId}`.execute(db);
  return rows[0]?.roles ?? [];
}

export interface ToClear {
  readonly slug: string;
  readonly title: string;
  readonly authority: string;
  readonly authoritySlug: string;
  /** What this person may clear and nobody did. */
  readonly kinds: readonly ClearanceKind[];
  /** A declaration that runs lacks it; otherwise one that waits does. */
  readonly inForce: boolean;
}

/** What waits for this person to clear: of declarations in force or waiting that they neither wrote nor submitted. */
export async function listToClear(db: Db, person: PersonViewer): Promise<ToClear[]> {
  const places = authoritiesWhere(person, 'clearance.grant');
  const roles = person.places.flatMap((place) => place.roles.map((role) => `${place.authorityId} ${role}`));
  const { rows } = await sql<ToClear>`
    select p.slug, p.title, a.name as authority, a.slug as "authoritySlug", array_agg(distinct g.kind) as kinds,
           bool_or(not g.is_coming) as "inForce"
    from projects.promise pr
    join projects.project p on p.id = pr.project_id
    join identity.v_authority a on a.id = p.authority_id
    join projects.v_gap g on g.project_id = p.id and g.gate in ('declaration', 'trial')
      and (not g.is_coming or pr.coming_traits is not null)
    where p.authority_id = any(${places}::int[])
      and not ${person.personId} = any(pr.now_people || pr.coming_people)
      and exists (select 1 from unnest(g.roles) as role where p.authority_id || ' ' || role = any(${roles}::text[]))
    group by p.id, a.id, a.name, a.slug order by bool_or(not g.is_coming) desc, p.title limit 50`.execute(db);
  return rows;
}
