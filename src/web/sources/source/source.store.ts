/** What a source's page shows beside its own record: imports, names of devices, a device to try it with. */
import { type Db, sql } from '../../../base/index.ts';
import type { SampleDevice } from './sample-message.ts';

export interface ImportRun {
  readonly id: number;
  readonly fileName: string;
  readonly mapping: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly counts: Readonly<Record<string, unknown>>;
}

/** The latest twenty files that were imported through a source. */
export async function importRunsOf(db: Db, sourceId: number): Promise<ImportRun[]> {
  const { rows } = await sql<ImportRun>`
    select id, file_name as "fileName", mapping, started_at as "startedAt", finished_at as "finishedAt", counts
    from ingest.v_import_run where source_id = ${sourceId} order by started_at desc, id desc limit 20`.execute(db);
  return rows;
}

/** Names and addresses of devices, by number. */
export async function devicesCalled(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { name: string; slug: string }>> {
  const { rows } = await sql<{ id: number; name: string; slug: string }>`
    select id, name, slug from register.v_device where id = any(${[...ids]}::int[])`.execute(db);
  return new Map(rows.map(({ id, ...device }) => [id, device]));
}

/**
 * A device of an authority to try a source with: one that carries the source's kind of identifier, live and declared if
 * there is such a one, with the channels that are declared (all where none is). Undefined when there is none.
 */
export async function sampleDeviceFor(
  db: Db,
  authorityId: number,
  identifierKind: string,
): Promise<SampleDevice | undefined> {
  const { rows } = await sql<SampleDevice>`
    with chosen as (
      select d.id, d.name, d.model_id, i.value as identifier
      from register.v_device d
      join register.v_device_identifier i on i.device_id = d.id and i.kind = ${identifierKind}
      left join lateral (
        select bool_or(ds.declaration_id is not null) as declared from register.v_datastream ds
        where ds.device_id = d.id) as promise on true
      where d.authority_id = ${authorityId} and d.state <> 'retired'
      order by coalesce(promise.declared, false) desc, d.state = 'live' desc, d.name, d.id limit 1)
    select chosen.identifier, chosen.name, (
      select coalesce(json_agg(json_build_object('field', c.field, 'propertyCode', op.code, 'kind', op.kind,
          'unitSent', c.unit_code, 'unitStored', op.unit_code, 'min', op.min_value, 'max', op.max_value,
          'categories', op.categories, 'molarMass', op.molar_mass) order by c.field), '[]')
      from register.v_model_channel c
      join register.v_observed_property op on op.code = c.property_code
      where c.model_id = chosen.model_id and (
        exists (select 1 from register.v_datastream ds
          where ds.device_id = chosen.id and ds.field = c.field and ds.declaration_id is not null)
        or not exists (select 1 from register.v_datastream ds
          where ds.device_id = chosen.id and ds.declaration_id is not null))) as channels
    from chosen`.execute(db);
  return rows[0];
}
