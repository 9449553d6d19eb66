import { type Db, sql } from '../base/index.ts';

/** Fewer homes than this in an area are never told (DOMAIN.md, showing). */
export const FEWEST_DWELLINGS = 10;

export interface DwellingCount {
  readonly authoritySlug: string;
  readonly authorityName: string;
  /** GSS code of the small area. */
  readonly areaCode: string;
  /** Homes with at least one working device now. */
  readonly dwellings: number;
  readonly devices: number;
}

/**
 * All that the public learns of devices in homes: per authority and area, how many homes and devices, and only where
 * there are ten homes or more. Planned and retired devices do not count, nor projects without a promise in force.
 */
export async function dwellingCounts(db: Db, authoritySlug?: string): Promise<DwellingCount[]> {
  const { rows } = await sql<DwellingCount>`
    select a.slug as "authoritySlug", a.name as "authorityName", pl.area_code as "areaCode",
      count(distinct pl.id)::int as dwellings, count(distinct d.id)::int as devices
    from register.device d
    join register.placement pm on pm.device_id = d.id and pm.valid_to is null
    join register.place pl on pl.id = pm.place_id and pl.is_dwelling and pl.area_code is not null
    join register.v_published_declaration dc on dc.project_id = d.project_id and dc.is_in_force
    join identity.v_authority a on a.id = d.authority_id
    where d.state not in ('planned', 'retired') and (${authoritySlug ?? null}::text is null or a.slug = ${authoritySlug ?? null})
    group by a.slug, a.name, pl.area_code
    having count(distinct pl.id) >= ${FEWEST_DWELLINGS}
    order by a.name, pl.area_code`.execute(db);
  return rows;
}
