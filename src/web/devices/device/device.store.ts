/** What an officer sees of a device beside its own record: datastreams, what ingest counted, what it complained of. */
import { type Db, sql } from '../../../base/index.ts';
import type { Viewer } from '../../../identity/index.ts';
import { visibleDatastreams } from '../../../register/index.ts';

export interface OwnDatastream {
  readonly id: number;
  readonly field: string;
  readonly propertyCode: string;
  readonly propertyName: string;
  readonly kind: 'measurement' | 'count' | 'category' | 'truth';
  /** As people write it. */
  readonly unit: string | null;
  /** The declaration in force names its property. */
  readonly isDeclared: boolean;
  readonly isVisible: boolean;
}

/** Every datastream of a device, and whether this viewer may read it. */
export async function ownDatastreams(db: Db, viewer: Viewer, deviceId: number): Promise<OwnDatastream[]> {
  const { rows } = await sql<OwnDatastream>`
    select ds.id, ds.field, ds.property_code as "propertyCode", op.name as "propertyName", op.kind,
      coalesce(op.unit_symbol, op.unit_code) as unit, ds.declaration_id is not null as "isDeclared",
      ${visibleDatastreams(viewer)} as "isVisible"
    from register.v_datastream ds join register.v_observed_property op on op.code = ds.property_code
    where ds.device_id = ${deviceId} order by op.name, ds.field`.execute(db);
  return rows;
}

/** What is public of a device, and what its page names beside it. */
export interface DeviceSurroundings {
  readonly isPublic: boolean;
  readonly modelSlug: string;
  readonly modelName: string;
  readonly modelMaker: string;
  readonly modelState: string;
  readonly projectSlug: string;
  readonly projectTitle: string;
  readonly authorityName: string;
}

export async function deviceSurroundings(db: Db, deviceId: number): Promise<DeviceSurroundings> {
  const { rows } = await sql<DeviceSurroundings>`
    select d.is_public as "isPublic", m.slug as "modelSlug", m.name as "modelName", m.maker as "modelMaker",
      m.state as "modelState", p.slug as "projectSlug", p.title as "projectTitle", a.name as "authorityName"
    from register.v_device d
    join register.v_model m on m.id = d.model_id
    join projects.v_project p on p.id = d.project_id
    join identity.v_authority a on a.id = d.authority_id
    where d.id = ${deviceId}`.execute(db);
  return rows[0]!;
}

export interface RefusalCount {
  readonly reason: string;
  readonly week: number;
  readonly total: number;
  readonly lastAt: Date;
}

/** Refused readings by reason, in the seven days (UTC) up to `now` and in all; never a value. */
export async function refusalsOf(db: Db, deviceId: number, now: Date): Promise<RefusalCount[]> {
  const { rows } = await sql<RefusalCount>`
    select substr(outcome, length('refused:') + 1) as reason,
      coalesce(sum(count) filter (where day > (${now}::timestamptz at time zone 'UTC')::date - 7), 0)::int8 as week,
      sum(count)::int8 as total, max(last_at) as "lastAt"
    from ingest.v_ledger where device_id = ${deviceId} and outcome like 'refused:%'
    group by outcome order by max(last_at) desc, outcome`.execute(db);
  return rows;
}

export interface DeviceFault {
  readonly code: string;
  /** Names the field and the cure. */
  readonly message: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly sourceName: string;
}

/** What was wrong with its messages, the latest fifty. */
export async function faultsOf(db: Db, deviceId: number): Promise<DeviceFault[]> {
  const { rows } = await sql<DeviceFault>`
    select f.code, f.message, f.count, f.first_at as "firstAt", f.last_at as "lastAt", s.name as "sourceName"
    from ingest.v_fault f join ingest.v_source s on s.id = f.source_id
    where f.device_id = ${deviceId} order by f.last_at desc, f.id desc limit 50`.execute(db);
  return rows;
}

export interface UnknownField {
  readonly field: string;
  readonly type: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Fields it sends that no channel of its model names, the latest fifty. */
export async function unknownFieldsOf(db: Db, deviceId: number): Promise<UnknownField[]> {
  const { rows } = await sql<UnknownField>`
    select field, type, count, first_at as "firstAt", last_at as "lastAt"
    from ingest.v_unknown_field where device_id = ${deviceId} order by last_at desc, field limit 50`.execute(db);
  return rows;
}

export interface Contact {
  readonly lastUplinkAt: Date;
  /** Required channels that the last messages lacked, and how many running. */
  readonly missing: Readonly<Record<string, number>>;
}

/** When it was last heard, whatever it said; undefined when never. */
export async function contactOf(db: Db, deviceId: number): Promise<Contact | undefined> {
  const { rows } = await sql<Contact>`
    select last_uplink_at as "lastUplinkAt", missing from ingest.v_device_contact where device_id = ${deviceId}`.execute(
    db,
  );
  return rows[0];
}
