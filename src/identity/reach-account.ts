import type { Tx } from '../base/index.ts';
import { authoritiesOfPerson } from './audit.ts';
import { personElsewhere, personUnknown } from './identity.errors.ts';
import { findPersonById } from './people.store.ts';
import { can, requirePermission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/**
 * Asks that the account of a person is the administrator's to open: somebody of the authority, who belongs to no other
 * that the administrator does not administer too. Throws IDN_PERSON_UNKNOWN or IDN_PERSON_ELSEWHERE.
 */
export async function requireAccountInReach(
  tx: Tx,
  viewer: Viewer,
  who: { authorityId: number; personId: number },
): Promise<void> {
  requirePermission(viewer, 'people.edit', who.authorityId);
  const authorityIds = await authoritiesOfPerson(tx, who.personId);
  if (!authorityIds.includes(who.authorityId) || !(await findPersonById(tx, who.personId))) throw personUnknown();
  if (!authorityIds.every((id) => can(viewer, 'people.edit', id))) throw personElsewhere();
}
