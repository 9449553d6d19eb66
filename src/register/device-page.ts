import { type Db, type RawBuilder, type SqlBool, sql } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { pointSeenBy, unlessCoarsened, visibleDatastreams, visibleDevices, visiblePlaces } from './access.ts';
import type { DeclarationBody, Detail } from './declaration.ts';
import type { DeviceState, PropertyKind } from './device-plan.ts';
import { deviceUnknown, placeUnknown } from './register.errors.ts';

export interface SeenPlace {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly kind: string;
  readonly isDwelling: boolean;
  /** As this viewer may see them: coarsened for the public where the declaration says so. */
  readonly latitude: number;
  readonly longitude: number;
  readonly placePrecisionM: number;
}

export interface SeenDatastream {
  readonly id: number;
  readonly field: string;
  readonly name: string;
  readonly propertyCode: string;
  readonly propertyName: string;
  readonly kind: PropertyKind;
  readonly unitCode: string | null;
  readonly unitSymbol: string | null;
  readonly isOpen: boolean;
  /** May this viewer read its readings? */
  readonly isVisible: boolean;
  /** The finest detail the public is promised. */
  readonly publicDetail: Detail | null;
}

export interface SeenDevice {
  readonly id: number;
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectId: number;
  readonly projectSlug: string;
  readonly projectTitle: string;
  readonly slug: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly stateSince: Date;
  readonly owner: string | null;
  readonly supplier: string | null;
  readonly network: string | null;
  readonly reportIntervalS: number | null;
  readonly confirmedAt: Date | null;
  readonly modelName: string;
  readonly modelMaker: string;
  readonly technology: string;
  readonly capableButOff: readonly string[];
  readonly supportEndsOn: string | null;
}

/** The promise a page shows: the one in force, else the last that was. */
export interface ShownDeclaration {
  readonly id: number;
  readonly version: number;
  readonly body: DeclarationBody;
  readonly isInForce: boolean;
  /** In force, but a clearance it needs is missing: no readings are taken until a second person approves them again. */
  readonly isSuspended: boolean;
  readonly inForceFrom: Date;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

export interface DevicePage {
  readonly device: SeenDevice;
  readonly place:
    | (SeenPlace & { readonly mountedOn: string; readonly heightM: number | null; readonly since: Date })
    | null;
  readonly declaration: ShownDeclaration | null;
  readonly datastreams: readonly SeenDatastream[];
}

/** Everything a device's page needs that does not change with every reading; REG_DEVICE_UNKNOWN for who may not know of it. */
export async function devicePage(db: Db, viewer: Viewer, authoritySlug: string, slug: string): Promise<DevicePage> {
  const [device] = await seenDevices(db, viewer, sql`a.slug = ${authoritySlug} and d.slug = ${slug}`);
  if (!device) throw deviceUnknown({ device: `${authoritySlug}/${slug}` });
  const [place, declaration, datastreams] = await Promise.all([
    placeOfDevice(db, viewer, device.id),
    publishedDeclaration(db, device.projectId),
    seenDatastreams(db, viewer, sql`ds.device_id = ${device.id}`),
  ]);
  return { device, place, declaration, datastreams };
}

export interface PlacePage {
  readonly place: SeenPlace & {
    readonly authorityId: number;
    readonly authoritySlug: string;
    readonly authorityName: string;
  };
  /** The devices there now that the viewer may know of, by name. */
  readonly devices: readonly (SeenDevice & { readonly datastreams: readonly SeenDatastream[] })[];
}

/** A place and what stands there; REG_PLACE_UNKNOWN for who may not know of it, such as the public of a home. */
export async function placePage(db: Db, viewer: Viewer, authoritySlug: string, slug: string): Promise<PlacePage> {
  const { rows } = await sql<PlacePage['place']>`
    select ${placeColumns(viewer)}, pl.authority_id as "authorityId", a.slug as "authoritySlug", a.name as "authorityName"
    from register.v_place pl join identity.v_authority a on a.id = pl.authority_id
    where a.slug = ${authoritySlug} and pl.slug = ${slug} and ${visiblePlaces(viewer)}`.execute(db);
  const place = rows[0];
  if (!place) throw placeUnknown({ place: `${authoritySlug}/${slug}` });
  const here = sql<SqlBool>`exists (select 1 from register.placement pm
    where pm.device_id = d.id and pm.place_id = ${place.id} and pm.valid_to is null)`;
  const devices = await seenDevices(db, viewer, here);
  const datastreams = await seenDatastreams(
    db,
    viewer,
    sql`ds.device_id = any(${devices.map((each) => each.id)}::int[])`,
  );
  return {
    place,
    devices: devices.map((device) => ({
      ...device,
      datastreams: datastreams.filter((each) => each.deviceId === device.id).map(({ deviceId: _, ...each }) => each),
    })),
  };
}

/** Where a short link leads: authority and address of a place by its number; undefined for who may not know of it. */
export async function findPlaceById(
  db: Db,
  viewer: Viewer,
  id: number,
): Promise<{ authoritySlug: string; slug: string } | undefined> {
  const { rows } = await sql<{ authoritySlug: string; slug: string }>`
    select a.slug as "authoritySlug", pl.slug from register.v_place pl join identity.v_authority a on a.id = pl.authority_id
    where pl.id = ${id} and ${visiblePlaces(viewer)}`.execute(db);
  return rows[0];
}

/** The promise the public reads for a project; null when none was ever in force. */
export async function publishedDeclaration(db: Db, projectId: number): Promise<ShownDeclaration | null> {
  const { rows } = await sql<ShownDeclaration>`
    select id, version, body, is_in_force as "isInForce", is_suspended as "isSuspended", in_force_from as "inForceFrom", ended_at as "endedAt",
      ended_reason as "endedReason"
    from register.v_published_declaration where project_id = ${projectId}`.execute(db);
  return rows[0] ?? null;
}

/** The devices of a project that the viewer may know of, by name. */
export function projectDevices(db: Db, viewer: Viewer, projectId: number): Promise<SeenDevice[]> {
  return seenDevices(db, viewer, sql`d.project_id = ${projectId}`);
}

async function seenDevices(db: Db, viewer: Viewer, where: RawBuilder<unknown>): Promise<SeenDevice[]> {
  const { rows } = await sql<SeenDevice>`
    select d.id, d.authority_id as "authorityId", a.slug as "authoritySlug", a.name as "authorityName",
      d.project_id as "projectId", p.slug as "projectSlug", p.title as "projectTitle", d.slug, d.name, d.state,
      d.state_since as "stateSince", d.owner, d.supplier, d.network, d.report_interval_s as "reportIntervalS",
      d.confirmed_at as "confirmedAt", m.name as "modelName", m.maker as "modelMaker", m.technology,
      m.capable_but_off as "capableButOff", m.support_ends_on as "supportEndsOn"
    from register.v_device d
    join identity.v_authority a on a.id = d.authority_id
    join projects.v_project p on p.id = d.project_id
    join register.model m on m.id = d.model_id
    where ${where} and ${visibleDevices(viewer)} order by d.name, d.id`.execute(db);
  return rows;
}

async function placeOfDevice(db: Db, viewer: Viewer, deviceId: number): Promise<DevicePage['place']> {
  const { rows } = await sql<NonNullable<DevicePage['place']>>`
    select ${placeColumns(viewer)}, ${unlessCoarsened(viewer, sql`pm.mounted_on`)} as "mountedOn", pm.height_m as "heightM", pm.valid_from as since
    from register.placement pm join register.v_place pl on pl.id = pm.place_id
    where pm.device_id = ${deviceId} and pm.valid_to is null and ${visiblePlaces(viewer)}`.execute(db);
  return rows[0] ?? null;
}

function placeColumns(viewer: Viewer): RawBuilder<unknown> {
  const point = pointSeenBy(viewer);
  return sql`pl.id, pl.slug, pl.name, ${unlessCoarsened(viewer, sql`pl.description`)} as description, pl.kind, pl.is_dwelling as "isDwelling",
    ${point.latitude} as latitude, ${point.longitude} as longitude, pl.place_precision_m as "placePrecisionM"`;
}

async function seenDatastreams(
  db: Db,
  viewer: Viewer,
  where: RawBuilder<unknown>,
): Promise<(SeenDatastream & { deviceId: number })[]> {
  const { rows } = await sql<SeenDatastream & { deviceId: number }>`
    select ds.id, ds.device_id as "deviceId", ds.field, ds.name, ds.property_code as "propertyCode",
      op.name as "propertyName", op.kind, op.unit_code as "unitCode", op.unit_symbol as "unitSymbol", ds.is_open as "isOpen",
      ${visibleDatastreams(viewer)} as "isVisible", ds.public_detail as "publicDetail"
    from register.v_datastream ds join register.observed_property op on op.code = ds.property_code
    where ${where} order by ds.property_code, ds.field`.execute(db);
  return rows;
}
