import { sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';
import { partnershipUnknown } from './identity.errors.ts';
import { listPartnerships } from './partnerships.store.ts';
import { requirePermission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/**
 * Takes an authority out of a partnership, at once: what it shared or received under it stops crossing. The partnership
 * itself goes on without it, or is over when it was the lead.
 */
export async function leavePartnership(
  tx: Tx,
  viewer: Viewer,
  of: { partnershipId: number; authorityId: number },
  reason: string,
): Promise<void> {
  requirePermission(viewer, 'partnership.edit', of.authorityId);
  const partnership = (await listPartnerships(tx)).find(({ id }) => id === of.partnershipId);
  if (!partnership?.authorityIds.includes(of.authorityId)) throw partnershipUnknown();
  await sql`update identity.partnership_member set valid_to = current_date - 1
    where partnership_id = ${of.partnershipId} and authority_id = ${of.authorityId}`.execute(tx);
  const isLead = partnership.leadAuthorityId === of.authorityId;
  if (isLead)
    await sql`update identity.partnership set valid_to = current_date - 1 where id = ${of.partnershipId}`.execute(tx);
  const subject = { kind: 'partnership', id: of.partnershipId };
  const facts = { left: of.authorityId, over: isLead };
  for (const authorityId of partnership.authorityIds) {
    await audit(tx, { authorityId, actor: viewer, action: 'partnership.leave', subject, reason, facts });
  }
}
