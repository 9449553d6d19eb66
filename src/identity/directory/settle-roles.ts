import { type Clock, sql, type Tx } from '../../base/index.ts';
import { audit } from '../audit.ts';
import { isOtherAdministrator } from '../change-people.ts';
import { keyCache } from '../key-cache.ts';
import { endRole, grantedRolesOf, grantRole, rolesToCome } from '../memberships.store.ts';
import { findClash, type Role } from '../roles.ts';

/**
 * Gives the roles that a directory says a person has and ends those it gave before and says no longer. Roles that a person
 * gave stay. One that may not be held together with another is left out, and the last administrator stays one; both are
 * written down.
 */
export async function settleRoles(
  tx: Tx,
  who: { authorityId: number; personId: number },
  wanted: readonly Role[],
  clock: Clock,
): Promise<void> {
  const { authorityId, personId } = who;
  const leaveOut = (role: Role, why: string) =>
    audit(
      tx,
      {
        authorityId,
        actor: 'house',
        action: 'directory.left-out',
        subject: { kind: 'person', id: personId },
        facts: { role, why },
      },
      clock,
    );
  for (const role of await rolesFromDirectory(tx, who)) {
    if (wanted.includes(role)) continue;
    if (role === 'administrator' && !(await isOtherAdministrator(tx, who))) await leaveOut(role, 'last administrator');
    else await endRole(tx, { ...who, role });
  }
  for (const role of wanted) {
    const held = await grantedRolesOf(tx, personId, authorityId);
    if (held.includes(role)) continue;
    if (findClash([...held, ...(await rolesToCome(tx, personId, authorityId)), role])) await leaveOut(role, 'clash');
    else await grantRole(tx, { ...who, role, fromDirectory: true });
  }
  keyCache.forgetPerson(personId);
}

async function rolesFromDirectory(
  tx: Tx,
  { authorityId, personId }: { authorityId: number; personId: number },
): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`select role from identity.membership
    where authority_id = ${authorityId} and person_id = ${personId} and from_directory and valid_to is null order by id`.execute(
    tx,
  );
  return rows.map(({ role }) => role);
}
