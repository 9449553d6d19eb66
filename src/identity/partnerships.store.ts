import { type Db, sql } from '../base/index.ts';

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
