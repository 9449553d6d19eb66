import { type Db, sql, type Tx } from '../base/index.ts';
import { audit } from './audit.ts';

/** An agreement between authorities. It owns nothing; what it grants comes with sharing agreements. */
export interface Partnership {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly leadAuthorityId: number;
  readonly authorityIds: number[];
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Every partnership with its present members, by name. */
export async function listPartnerships(db: Db): Promise<Partnership[]> {
  const { rows } = await sql<Partnership>`
    select p.id, p.slug, p.name, p.lead_authority_id as "leadAuthorityId", p.valid_from as "validFrom",
      p.valid_to as "validTo", coalesce(array_agg(m.authority_id order by m.authority_id)
        filter (where m.valid_to is null or m.valid_to >= current_date), '{}') as "authorityIds"
    from identity.partnership p left join identity.partnership_member m on m.partnership_id = p.id
    group by p.id order by p.name`.execute(db);
  return rows;
}

/**
 * Writes down an agreement between authorities and its members, the lead among them; one with that slug is left as it is.
 * Asks nobody: it grants nothing by itself.
 */
export async function createPartnership(
  tx: Tx,
  partnership: {
    slug: string;
    name: string;
    leadAuthorityId: number;
    authorityIds: readonly number[];
    validFrom: Date;
  },
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into identity.partnership (slug, name, lead_authority_id, valid_from)
    values (${partnership.slug}, ${partnership.name}, ${partnership.leadAuthorityId}, ${partnership.validFrom}::date)
    on conflict (slug) do nothing returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) return;
  const members = [...new Set([partnership.leadAuthorityId, ...partnership.authorityIds])];
  await sql`insert into identity.partnership_member (partnership_id, authority_id, valid_from)
    select ${id}, member, ${partnership.validFrom}::date from unnest(${members}::int[]) as member`.execute(tx);
  const subject = { kind: 'partnership', id };
  for (const authorityId of members) {
    await audit(tx, { authorityId, actor: 'house', action: 'partnership.create', subject, facts: { members } });
  }
}
