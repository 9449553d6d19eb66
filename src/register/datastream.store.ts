import { sql, type Tx } from '../base/index.ts';

/** Makes the datastreams that are missing: one for each channel of the model of a device, or of all devices of a model. */
export async function ensureDatastreams(tx: Tx, of: { deviceId: number } | { modelId: number }): Promise<void> {
  const which = 'deviceId' in of ? sql`d.id = ${of.deviceId}` : sql`d.model_id = ${of.modelId}`;
  await sql`insert into register.datastream
      (authority_id, device_id, project_id, model_id, field, property_code, name, description)
    select d.authority_id, d.id, d.project_id, d.model_id, c.field, c.property_code,
      op.name || case when count(*) over (partition by d.id, c.property_code) > 1 then ' (' || c.field || ')' else '' end
        || ', ' || d.name,
      op.description
    from register.device d
    join register.model_channel c on c.model_id = d.model_id
    join register.observed_property op on op.code = c.property_code
    where ${which}
    order by d.id, c.field
    on conflict (device_id, field) do nothing`.execute(tx);
}
