import { type Db, isUniqueViolation, type RawBuilder, sql, type Tx } from '../base/index.ts';
import type { DeviceState } from './device-plan.ts';
import type { Identifier } from './identifiers.ts';
import { deviceUnknown, identifierTaken } from './register.errors.ts';

/** A device as its own authority sees it, with where it is now. */
export interface StoredDevice {
  readonly id: number;
  readonly authorityId: number;
  readonly projectId: number;
  readonly modelId: number;
  readonly slug: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly stateSince: Date;
  readonly owner: string | null;
  readonly supplier: string | null;
  readonly network: string | null;
  readonly reportIntervalS: number | null;
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
  readonly placeId: number | null;
  readonly mountedOn: string | null;
  readonly heightM: number | null;
  readonly placedFrom: Date | null;
  readonly identifiers: readonly Identifier[];
}

const COLUMNS = sql`d.id, d.authority_id as "authorityId", d.project_id as "projectId", d.model_id as "modelId", d.slug,
  d.name, d.state, d.state_since as "stateSince", d.owner, d.supplier, d.network, d.report_interval_s as "reportIntervalS",
  d.confirmed_at as "confirmedAt", d.created_at as "createdAt", pm.place_id as "placeId", pm.mounted_on as "mountedOn",
  pm.height_m as "heightM", pm.valid_from as "placedFrom",
  (select coalesce(json_agg(json_build_object('kind', i.kind, 'value', i.value) order by i.kind, i.value), '[]')
   from register.device_identifier i where i.device_id = d.id) as identifiers`;

export async function selectDevices(db: Db, where: RawBuilder<unknown>): Promise<StoredDevice[]> {
  const { rows } = await sql<StoredDevice>`
    select ${COLUMNS} from register.device d
    left join register.placement pm on pm.device_id = d.id and pm.valid_to is null
    where ${where} order by d.name, d.id`.execute(db);
  return rows;
}

export async function requireDeviceById(db: Db, id: number): Promise<StoredDevice> {
  const [device] = await selectDevices(db, sql`d.id = ${id}`);
  if (!device) throw deviceUnknown({ device: `number ${id}` });
  return device;
}

export interface NewDeviceRow {
  readonly authorityId: number;
  readonly projectId: number;
  readonly modelId: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string | null;
  readonly supplier: string | null;
  readonly network: string | null;
  readonly reportIntervalS: number | null;
  readonly at: Date | null;
}

/** Inserts a planned device; undefined when the authority has one at that slug already. */
export async function insertDevice(tx: Tx, row: NewDeviceRow): Promise<number | undefined> {
  const when = sql`coalesce(${row.at}::timestamptz, now())`;
  const { rows } = await sql<{ id: number }>`
    insert into register.device (authority_id, project_id, model_id, slug, name, owner, supplier, network,
      report_interval_s, state_since, created_at)
    values (${row.authorityId}, ${row.projectId}, ${row.modelId}, ${row.slug}, ${row.name}, ${row.owner}, ${row.supplier},
      ${row.network}, ${row.reportIntervalS}, ${when}, ${when})
    on conflict (authority_id, slug) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

export async function updateDeviceRow(
  tx: Tx,
  id: number,
  row: Pick<NewDeviceRow, 'name' | 'owner' | 'supplier' | 'network' | 'reportIntervalS'>,
): Promise<void> {
  await sql`update register.device set name = ${row.name}, owner = ${row.owner}, supplier = ${row.supplier},
    network = ${row.network}, report_interval_s = ${row.reportIntervalS} where id = ${id}`.execute(tx);
}

/** Makes these the device's identifiers and no others; REG_IDENTIFIER_TAKEN names the device that has one already. */
export async function writeIdentifiers(
  tx: Tx,
  device: { id: number; authorityId: number },
  identifiers: readonly Identifier[],
): Promise<void> {
  for (const { kind, value } of identifiers) {
    const { rows } = await sql<{ name: string }>`
      select d.name from register.device_identifier i join register.device d on d.id = i.device_id
      where i.authority_id = ${device.authorityId} and i.kind = ${kind} and i.value = ${value}
        and i.device_id <> ${device.id}`.execute(tx);
    if (rows[0]) throw identifierTaken({ field: 'identifier', value, device: rows[0].name });
  }
  await sql`delete from register.device_identifier where device_id = ${device.id}`.execute(tx);
  for (const { kind, value } of identifiers) {
    try {
      await sql`insert into register.device_identifier (authority_id, kind, value, device_id)
        values (${device.authorityId}, ${kind}, ${value}, ${device.id})`.execute(tx);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw identifierTaken({ field: 'identifier', value, device: 'just registered', cause: error });
    }
  }
}

/** Writes a state with who and why; false when the device was in it already. */
export async function writeState(
  tx: Tx,
  row: { deviceId: number; state: DeviceState; reason: string | null; personId: number | null; at: Date | null },
): Promise<boolean> {
  const when = sql`coalesce(${row.at}::timestamptz, now())`;
  const { rows } = await sql`
    with changed as (
      update register.device set state = ${row.state}, state_since = ${when}
      where id = ${row.deviceId} and state <> ${row.state} returning id, authority_id)
    insert into register.device_state_change (authority_id, device_id, state, reason, person_id, changed_at)
    select authority_id, id, ${row.state}, ${row.reason}, ${row.personId}::int, ${when} from changed returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}
