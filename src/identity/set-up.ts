/** The first set-up: an authority and the two people that four eyes need. */
import { type Clock, type Db, sql, type Tx } from '../base/index.ts';
import { type Authority, createAuthority } from './authorities.store.ts';
import { checkFirstSetUp, type FirstSetUp } from './first-set-up.ts';
import { alreadySetUp } from './identity.errors.ts';
import { grantRole } from './memberships.store.ts';
import { consumeLink, createSetupLink, requireLink } from './one-time-links.store.ts';
import { setPassword } from './password.store.ts';
import type { ScryptCost } from './passwords.ts';
import { addPerson } from './people.store.ts';
import type { Role } from './roles.ts';

/** The first proposes and runs the house, the second approves: neither can do both alone. */
export const FIRST_ROLES: readonly [readonly Role[], readonly Role[]] = [
  ['administrator', 'project_lead'],
  ['approver', 'information_governance'],
];

/** True until the first authority exists. */
export async function isSetUpNeeded(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from identity.authority limit 1`.execute(db);
  return rows.length === 0;
}

/** The token of a set-up link, for an empty data folder; undefined once an authority exists. */
export async function offerSetUp(db: Db, clock: Clock): Promise<string | undefined> {
  if (!(await isSetUpNeeded(db))) return undefined;
  return db.transaction().execute((tx) => createSetupLink(tx, { purpose: 'setup' }, clock));
}

/** Says why a set-up link cannot be used: throws IDN_ALREADY_SET_UP or IDN_LINK_UNUSABLE. */
export async function requireSetUpLink(db: Db, token: string, clock: Clock): Promise<void> {
  if (!(await isSetUpNeeded(db))) throw alreadySetUp();
  await requireLink(db, token, 'setup', clock);
}

/**
 * Uses a set-up link: creates the authority and its first two people, all or nothing. Throws the first problem that
 * `checkFirstSetUp` finds, and IDN_ALREADY_SET_UP once any authority exists.
 */
export async function useSetupLink(
  tx: Tx,
  token: string,
  first: FirstSetUp,
  clock: Clock,
  cost?: ScryptCost,
): Promise<Authority> {
  await sql`lock table identity.authority in share row exclusive mode`.execute(tx); // two links at once: one wins
  if (!(await isSetUpNeeded(tx))) throw alreadySetUp();
  await consumeLink(tx, token, 'setup', clock);
  const problem = checkFirstSetUp(first)[0];
  if (problem) throw problem;
  const authority = await createAuthority(tx, first.authority);
  for (const [index, person] of first.people.entries()) {
    const { id: personId } = await addPerson(tx, person);
    for (const role of FIRST_ROLES[index]!) await grantRole(tx, { authorityId: authority.id, personId, role });
    await setPassword(tx, personId, person.password, cost ? { cost } : {});
  }
  return authority;
}
