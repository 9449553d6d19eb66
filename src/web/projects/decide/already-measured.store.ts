import { type Db, sql } from '../../../base/index.ts';

export interface AlreadyMeasured {
  readonly property: string;
  readonly authorities: { name: string; devices: number }[];
}

/** What is measured in public already, by whom, with how many devices: existing data to look at first. */
export async function alreadyMeasured(db: Db): Promise<AlreadyMeasured[]> {
  const { rows } = await sql<AlreadyMeasured>`
    select property, json_agg(json_build_object('name', name, 'devices', devices) order by devices desc, name) as authorities
    from (select op.name as property, a.name, count(distinct ds.device_id)::int as devices
          from register.v_datastream ds
          join register.v_observed_property op on op.code = ds.property_code
          join identity.v_authority a on a.id = ds.authority_id
          where ds.is_open group by op.name, a.name) as measured
    group by property order by property`.execute(db);
  return rows;
}
