import type { Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { type Authority, type AuthorityFacts, findAuthorityById, updateAuthority } from './authorities.store.ts';
import { authorityUnknown } from './identity.errors.ts';
import { requirePermission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/** Says of the authority what is given; the rest stays. Hands back the authority before and after. */
export async function changeAuthority(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  changes: Partial<AuthorityFacts>,
): Promise<{ before: Authority; after: Authority }> {
  requirePermission(viewer, 'authority.edit', authorityId);
  const before = await findAuthorityById(tx, authorityId);
  if (!before) throw authorityUnknown({ authority: authorityId });
  const after = await updateAuthority(tx, authorityId, { ...before, ...changes });
  const subject = { kind: 'authority', id: authorityId };
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'authority.change',
    subject,
    facts: { changed: Object.keys(changes) },
  });
  return { before, after };
}
