/** What administrators do with the people of their authority. Nobody changes their own roles. */
import { type Clock, sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { lastAdministrator, ownRoles } from './identity.errors.ts';
import { keyCache } from './key-cache.ts';
import { endRole, type Grant, grantedRolesOf, grantRole } from './memberships.store.ts';
import { createSetupLink } from './one-time-links.store.ts';
import { addPerson, findPersonByEmail } from './people.store.ts';
import { requirePermission } from './permissions.ts';
import { requireAccountInReach } from './reach-account.ts';
import type { Role } from './roles.ts';
import { revokeSessions } from './sessions.store.ts';
import type { Viewer } from './viewer.ts';

type Membership = Pick<Grant, 'authorityId' | 'personId'>;

/**
 * Adds a person to the authority with these roles. Someone new gets a link for a first password (its token); someone
 * who is known here or elsewhere keeps the name and password they have, and there is no link.
 */
export async function invitePerson(
  tx: Tx,
  viewer: Viewer,
  wanted: { authorityId: number; name: string; email: string; roles: readonly Role[] },
  clock: Clock,
): Promise<{ personId: number; linkToken: string | undefined }> {
  requirePermission(viewer, 'people.edit', wanted.authorityId);
  const known = await findPersonByEmail(tx, wanted.email);
  const person = known ?? (await addPerson(tx, wanted));
  for (const role of wanted.roles) {
    await giveRole(tx, viewer, { authorityId: wanted.authorityId, personId: person.id, role });
  }
  const subject = { kind: 'person', id: person.id };
  await audit(tx, { authorityId: wanted.authorityId, actor: viewer, action: 'person.invite', subject }, clock);
  const linkToken = known ? undefined : await createSetupLink(tx, { purpose: 'password', personId: person.id }, clock);
  return { personId: person.id, linkToken };
}

/** Grants a role. Throws IDN_OWN_ROLES, or IDN_ROLES_CLASH for roles one person may not hold together. */
export async function giveRole(tx: Tx, viewer: Viewer, grant: Omit<Grant, 'grantedBy'>): Promise<boolean> {
  requirePermission(viewer, 'people.edit', grant.authorityId);
  refuseOwn(viewer, grant.personId);
  const granted = await grantRole(tx, { ...grant, grantedBy: viewer.kind === 'person' ? viewer.personId : null });
  keyCache.forgetPerson(grant.personId);
  return granted;
}

/** Ends a role. Throws IDN_OWN_ROLES, or IDN_LAST_ADMINISTRATOR when nobody would be left to manage people. */
export async function takeRole(tx: Tx, viewer: Viewer, grant: Omit<Grant, 'grantedBy'>): Promise<void> {
  requirePermission(viewer, 'people.edit', grant.authorityId);
  refuseOwn(viewer, grant.personId);
  if (grant.role === 'administrator' && !(await isOtherAdministrator(tx, grant))) throw lastAdministrator();
  await endRole(tx, { ...grant, grantedBy: viewer.kind === 'person' ? viewer.personId : null });
  keyCache.forgetPerson(grant.personId);
}

/** Ends every role of the person in the authority, and the person's sessions. */
export async function endMembership(tx: Tx, viewer: Viewer, who: Membership, clock: Clock): Promise<void> {
  requirePermission(viewer, 'people.edit', who.authorityId);
  refuseOwn(viewer, who.personId);
  for (const role of await grantedRolesOf(tx, who.personId, who.authorityId))
    await takeRole(tx, viewer, { ...who, role });
  await revokeSessions(tx, who.personId, clock);
  const subject = { kind: 'person', id: who.personId };
  await audit(tx, { authorityId: who.authorityId, actor: viewer, action: 'person.end', subject }, clock);
}

/**
 * A link with which the person sets a new password. An administrator may give it to people who belong to authorities
 * they administer and to no other: throws IDN_PERSON_ELSEWHERE, or IDN_PERSON_UNKNOWN.
 */
export async function issuePasswordLink(tx: Tx, viewer: Viewer, who: Membership, clock: Clock): Promise<string> {
  await requireAccountInReach(tx, viewer, who);
  const subject = { kind: 'person', id: who.personId };
  await audit(tx, { authorityId: who.authorityId, actor: viewer, action: 'person.password-link', subject }, clock);
  return createSetupLink(tx, { purpose: 'password', personId: who.personId }, clock);
}

/** Whether somebody else could manage the people of the authority; asked by one transaction at a time. */
export async function isOtherAdministrator(tx: Tx, { authorityId, personId }: Membership): Promise<boolean> {
  await sql`select 1 from identity.authority where id = ${authorityId} for update`.execute(tx); // one at a time
  const { rows } = await sql`select 1 from identity.membership m
    join identity.person p on p.id = m.person_id and p.disabled_at is null
    where m.valid_to is null and m.authority_id = ${authorityId} and m.role = 'administrator' and m.person_id <> ${personId}`.execute(
    tx,
  );
  return rows.length > 0;
}

function refuseOwn(viewer: Viewer, personId: number): void {
  if (viewer.kind === 'person' && viewer.personId === personId) throw ownRoles();
}
