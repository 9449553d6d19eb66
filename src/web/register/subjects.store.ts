import { type Db, sql } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { type DeclarationBody, visibleDatastreams } from '../../register/index.ts';

export interface PublicSubjectDevice {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly state: string;
  readonly stateSince: Date;
  readonly authorityId: number;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly accent: string | null;
  readonly projectId: number;
  readonly project: string;
  readonly projectSlug: string;
  readonly placeId: number | null;
  readonly place: string | null;
  readonly placeSlug: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly precisionM: number | null;
  readonly model: string;
  readonly maker: string;
  readonly technology: string;
  readonly supplier: string | null;
  readonly confirmedAt: Date | null;
  readonly reportIntervalS: number | null;
}

const DEVICE = sql`select d.id, d.slug, d.name, d.state, d.state_since as "stateSince", d.authority_id as "authorityId", au.name as authority,
  au.slug as "authoritySlug", au.accent, d.project_id as "projectId", pr.title as project, pr.slug as "projectSlug",
  d.place_id as "placeId", d.place_name as place, d.place_slug as "placeSlug", d.latitude, d.longitude, d.place_precision_m as "precisionM",
  m.name as model, m.maker, m.technology, d.supplier, d.confirmed_at as "confirmedAt", d.report_interval_s as "reportIntervalS"
  from register.v_public_device d join identity.v_authority au on au.id = d.authority_id
  join projects.v_project pr on pr.id = d.project_id join register.v_model m on m.id = d.model_id`;

export async function findPublicDevice(
  db: Db,
  authority: string,
  slug: string,
): Promise<PublicSubjectDevice | undefined> {
  const { rows } = await sql<PublicSubjectDevice>`${DEVICE} where au.slug = ${authority} and d.slug = ${slug}`.execute(
    db,
  );
  return rows[0];
}

export async function listPublicDevicesAt(db: Db, placeId: number): Promise<PublicSubjectDevice[]> {
  const { rows } =
    await sql<PublicSubjectDevice>`${DEVICE} where d.place_id = ${placeId} order by d.name, d.id`.execute(db);
  return rows;
}

export interface PublicSubjectPlace {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly kind: string;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly accent: string | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly precisionM: number;
}

/** A public place by its slug, or by its id (the short code on signs). */
export async function findPublicPlace(
  db: Db,
  by: { authority: string; slug: string } | { id: number },
): Promise<PublicSubjectPlace | undefined> {
  const { rows } = await sql<PublicSubjectPlace>`
    select pl.id, pl.slug, pl.name, pl.description, pl.kind, au.name as authority, au.slug as "authoritySlug", au.accent,
      pl.latitude, pl.longitude, pl.place_precision_m as "precisionM"
    from register.v_public_place pl join identity.v_authority au on au.id = pl.authority_id
    where ${'id' in by ? sql`pl.id = ${by.id}` : sql`au.slug = ${by.authority} and pl.slug = ${by.slug}`}`.execute(db);
  return rows[0];
}

export interface PublicPromise {
  readonly declarationId: number;
  readonly version: number;
  readonly body: DeclarationBody;
  readonly isInForce: boolean;
  readonly inForceFrom: Date;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

/** What a project promises the public: its declaration in force, else the last that was. */
export async function findPromise(db: Db, projectId: number): Promise<PublicPromise | undefined> {
  const { rows } = await sql<PublicPromise>`
    select id as "declarationId", version, body, is_in_force as "isInForce", in_force_from as "inForceFrom", ended_at as "endedAt",
      ended_reason as "endedReason"
    from register.v_published_declaration where project_id = ${projectId}`.execute(db);
  return rows[0];
}

export interface ReadableDatastream {
  readonly id: number;
  readonly deviceId: number;
  readonly name: string;
  readonly property: string;
  readonly propertyCode: string;
  readonly kind: string;
  readonly unit: string | null;
  readonly decimals: number | null;
}

/** The datastreams of some devices whose readings this viewer may read. */
export async function listReadableDatastreams(
  db: Db,
  viewer: Viewer,
  deviceIds: readonly number[],
): Promise<ReadableDatastream[]> {
  const { rows } = await sql<ReadableDatastream>`
    select ds.id, ds.device_id as "deviceId", ds.name, op.name as property, op.code as "propertyCode", op.kind,
      op.unit_symbol as unit, ds.decimals
    from register.v_datastream ds join register.v_observed_property op on op.code = ds.property_code
    where ds.device_id = any(${deviceIds as number[]}::int[]) and ${visibleDatastreams(viewer)}
    order by op.theme = 'device', op.name, ds.id`.execute(db);
  return rows;
}
