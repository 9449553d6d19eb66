import { type Db, sql } from '../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../identity/index.ts';
import { sharingUnknown } from '../register.errors.ts';
import { type SharingAgreement, type SharingParty, selectAgreements } from './sharing.store.ts';

/**
 * Agreements this viewer may know of: those that every giver has approved are public, over or not; what is only proposed is
 * seen by people of the parties. The data are never among them.
 */
export async function listSharing(db: Db, viewer: Viewer): Promise<SharingAgreement[]> {
  const authorities = authoritiesWhere(viewer, 'project.read');
  const all = await selectAgreements(
    db,
    sql`(not exists (select 1 from register.sharing_party g where g.agreement_id = a.id and g.gives and g.approved_at is null)
      or exists (select 1 from register.sharing_party p where p.agreement_id = a.id and p.authority_id = any(${authorities}::int[])))`,
  );
  return all;
}

/** One of those; REG_SHARING_UNKNOWN for any other. */
export async function requireSharing(db: Db, viewer: Viewer, id: number): Promise<SharingAgreement> {
  const found = (await listSharing(db, viewer)).find((agreement) => agreement.id === id);
  if (!found) throw sharingUnknown();
  return found;
}

/** The agreement with the part an authority has in it; REG_SHARING_UNKNOWN where it has none. */
export async function requireParty(
  db: Db,
  { agreementId, authorityId }: { agreementId: number; authorityId: number },
  part: 'gives' | 'any',
): Promise<{ agreement: SharingAgreement; party: SharingParty }> {
  const [agreement] = await selectAgreements(db, sql`a.id = ${agreementId}`);
  const party = agreement?.parties.find((each) => each.authorityId === authorityId);
  if (!agreement || !party || (part === 'gives' && !party.gives)) throw sharingUnknown();
  return { agreement, party };
}
