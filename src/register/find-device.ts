import { type Db, sql } from '../base/index.ts';
import { authoritiesWhere, type Viewer } from '../identity/index.ts';
import { ownRows, unlessCoarsened, visibleDevices, visiblePlaces } from './access.ts';
import { type StoredDevice, selectDevices } from './device.store.ts';
import type { DeviceState } from './device-plan.ts';
import { deviceUnknown } from './register.errors.ts';

export interface DeviceFilter {
  readonly projectId?: number;
  readonly modelId?: number;
  readonly state?: DeviceState;
  /** In names, addresses and identifiers. */
  readonly search?: string;
}

/** The devices of the authorities whose projects the viewer may read, by name. */
export async function listDevices(db: Db, viewer: Viewer, filter: DeviceFilter = {}): Promise<StoredDevice[]> {
  const { projectId = null, modelId = null, state = null } = filter;
  const like = `%${(filter.search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
  return selectDevices(
    db,
    sql`d.authority_id = any(${authoritiesWhere(viewer, 'project.read')}::int[])
      and (${projectId}::int is null or d.project_id = ${projectId})
      and (${modelId}::int is null or d.model_id = ${modelId})
      and (${state}::text is null or d.state = ${state})
      and (d.name ilike ${like} or d.slug ilike ${like} or exists (
        select 1 from register.device_identifier i where i.device_id = d.id and i.value ilike ${like}))`,
  );
}

/** The device at an authority's address, for people who may read its projects; REG_DEVICE_UNKNOWN for everyone else. */
export async function requireDeviceAt(
  db: Db,
  viewer: Viewer,
  authorityId: number,
  slug: string,
): Promise<StoredDevice> {
  const [device] = authoritiesWhere(viewer, 'project.read').includes(authorityId)
    ? await selectDevices(db, sql`d.authority_id = ${authorityId} and d.slug = ${slug}`)
    : [];
  if (!device) throw deviceUnknown({ device: slug });
  return device;
}

export interface HistoricState {
  readonly state: DeviceState;
  readonly changedAt: Date;
  /** Null when the house itself noticed; reason and name are told only to those to whom the device belongs. */
  readonly personName: string | null;
  readonly reason: string | null;
}

/** The states a device was in, newest first; none for viewers who may not know of it. */
export async function deviceStates(db: Db, viewer: Viewer, deviceId: number): Promise<HistoricState[]> {
  const own = ownRows(viewer, 'd');
  const { rows } = await sql<HistoricState>`
    select c.state, c.changed_at as "changedAt", case when ${own} then p.name end as "personName",
      case when ${own} then c.reason end as reason
    from register.device_state_change c
    join register.v_device d on d.id = c.device_id
    left join identity.v_person p on p.id = c.person_id
    where c.device_id = ${deviceId} and ${visibleDevices(viewer)} order by c.changed_at desc, c.id desc`.execute(db);
  return rows;
}

export interface HistoricPlacement {
  readonly placeId: number;
  readonly placeSlug: string;
  readonly placeName: string;
  readonly mountedOn: string;
  readonly heightM: number | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

/** Where a device stood, newest first; only places the viewer may know of. */
export async function devicePlacements(db: Db, viewer: Viewer, deviceId: number): Promise<HistoricPlacement[]> {
  const { rows } = await sql<HistoricPlacement>`
    select pm.place_id as "placeId", pl.slug as "placeSlug", pl.name as "placeName",
      ${unlessCoarsened(viewer, sql`pm.mounted_on`)} as "mountedOn", pm.height_m as "heightM",
      pm.valid_from as "validFrom", pm.valid_to as "validTo"
    from register.placement pm
    join register.v_place pl on pl.id = pm.place_id
    join register.v_device d on d.id = pm.device_id
    where pm.device_id = ${deviceId} and ${visibleDevices(viewer)} and ${visiblePlaces(viewer)}
    order by pm.valid_from desc`.execute(db);
  return rows;
}
