import { type Db, sql, type Tx } from '../base/index.ts';
import { actorWith, audit } from './audit.ts';
import { rolesClash, roleUnknown } from './identity.errors.ts';
import { findClash, isRole, ROLES, type Role } from './roles.ts';
import type { PersonViewer, Place } from './viewer.ts';

export interface Grant {
  readonly authorityId: number;
  readonly personId: number;
  readonly role: Role;
  /** Who granted it; null for set-up and the command line. */
  readonly grantedBy?: number | null;
  /** It came from what a directory says, and ends when that no longer says so. */
  readonly fromDirectory?: boolean;
}

/**
 * Grants a role; granting what is held changes nothing and says false. Asks nobody: for set-up and the command line;
 * doors use `giveRole`. Throws IDN_ROLE_UNKNOWN, or IDN_ROLES_CLASH for roles one person may not hold together.
 */
export async function grantRole(tx: Tx, grant: Grant): Promise<boolean> {
  if (!isRole(grant.role)) throw roleUnknown({ field: 'role', role: grant.role });
  await lockPerson(tx, grant.personId);
  const held = await grantedRolesOf(tx, grant.personId, grant.authorityId);
  if (held.includes(grant.role)) return false;
  const clash = findClash([...held, ...(await rolesToCome(tx, grant.personId, grant.authorityId)), grant.role]);
  if (clash) throw rolesClash({ field: 'role', one: label(clash[0]), other: label(clash[1]) });
  await sql`insert into identity.membership (authority_id, person_id, role, granted_by, from_directory)
    values (${grant.authorityId}, ${grant.personId}, ${grant.role}, ${grant.grantedBy ?? null}, ${grant.fromDirectory ?? false})`.execute(
    tx,
  );
  await auditRole(tx, 'role.grant', grant);
  return true;
}

/** Ends a role; false when it was not held. The row stays as history. `grantedBy` is who ends it. */
export async function endRole(tx: Tx, grant: Grant): Promise<boolean> {
  const { numAffectedRows } = await sql`update identity.membership set valid_to = now()
    where authority_id = ${grant.authorityId} and person_id = ${grant.personId} and role = ${grant.role}
      and valid_to is null`.execute(tx);
  if ((numAffectedRows ?? 0n) === 0n) return false;
  await auditRole(tx, 'role.end', grant);
  return true;
}

async function auditRole(tx: Tx, action: 'role.grant' | 'role.end', { authorityId, personId, role, grantedBy }: Grant) {
  const subject = { kind: 'person', id: personId };
  await audit(tx, { authorityId, actor: actorWith(grantedBy), action, subject, facts: { role } });
}

/** Changes of a person's roles, one at a time. */
export async function lockPerson(tx: Tx, personId: number): Promise<void> {
  await sql`select 1 from identity.person where id = ${personId} for update`.execute(tx);
}

/** The roles a person was given in an authority, without those that were lent to them. */
export async function grantedRolesOf(db: Db, personId: number, authorityId: number): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`select role from identity.membership
    where person_id = ${personId} and authority_id = ${authorityId} and valid_to is null order by id`.execute(db);
  return rows.map((row) => row.role);
}

/** The roles that are lent to a person in an authority, now or at a time to come. */
export async function rolesToCome(db: Db, personId: number, authorityId: number): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`select role from identity.delegation
    where to_person_id = ${personId} and authority_id = ${authorityId} and ended_at is null and valid_to > now()`.execute(
    db,
  );
  return rows.map((row) => row.role);
}

/** The roles a person holds in an authority now, those lent to them included. */
export async function rolesOf(db: Db, personId: number, authorityId: number): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`
    select role from identity.v_current_membership
    where person_id = ${personId} and authority_id = ${authorityId} order by id`.execute(db);
  return rows.map((row) => row.role);
}

/** The person as a viewer with the roles held now; undefined when unknown or disabled. */
export async function viewerOfPerson(db: Db, personId: number): Promise<PersonViewer | undefined> {
  const { rows } = await sql<{ name: string; email: string; places: Place[] | null }>`
    select p.name, p.email, (${placesOf(sql`p.id`)}) as places
    from identity.person p where p.id = ${personId} and p.disabled_at is null`.execute(db);
  const row = rows[0];
  return row && { kind: 'person', personId, name: row.name, email: row.email, places: row.places ?? [] };
}

/** SQL: the places of a person as JSON, null when there are none. */
export function placesOf(personId: ReturnType<typeof sql>) {
  return sql`select json_agg(json_build_object('authorityId', place.id, 'authoritySlug', place.slug,
        'authorityName', place.name, 'roles', place.roles) order by place.name)
      from (select a.id, a.slug, a.name, json_agg(m.role order by m.id) as roles
        from identity.v_current_membership m join identity.authority a on a.id = m.authority_id
        where m.person_id = ${personId} group by a.id) place`;
}

function label(role: Role): string {
  return ROLES[role].label.toLowerCase();
}
