import { type Db, sql, unitConverter } from '../base/index.ts';

export type IdentifierKind = 'dev_eui' | 'serial' | 'mqtt_client' | 'site_code';
export type DeviceState = 'planned' | 'live' | 'silent' | 'faulty' | 'maintenance' | 'retired';
export type PropertyKind = 'measurement' | 'count' | 'category' | 'truth';

export interface ChannelPlan {
  readonly field: string;
  readonly required: boolean;
  readonly kind: PropertyKind;
  readonly datastreamId: number;
  readonly propertyCode: string;
  /** From the unit the device sends to the canonical unit. */
  readonly convert: (value: number) => number;
  readonly min?: number;
  readonly max?: number;
  readonly categories?: readonly string[];
  readonly blankValues: readonly number[];
  /** What the declaration in force promises of this property; null when it does not name it. */
  readonly declared: {
    readonly decimals: number;
    readonly shortestIntervalS: number;
    readonly suppressBelow: number;
  } | null;
}

/** All that decode, normalise and gate need to know of a device. Kept until the news 'register.changed'. */
export interface DevicePlan {
  readonly deviceId: number;
  readonly authorityId: number;
  readonly projectId: number;
  readonly state: DeviceState;
  readonly model: { readonly id: number; readonly codec: { readonly hash: string; readonly source: string } | null };
  readonly declarationInForce: boolean;
  /** Kind of the clearance for want of which the declaration in force is suspended; null while it is not. */
  readonly suspendedFor: string | null;
  readonly channels: readonly ChannelPlan[];
  /** A version that is not in force, tried on what this device sends: the channels as it promises them. */
  readonly dryRun?: { readonly id: number; readonly channels: readonly ChannelPlan[] };
}

interface PlanRow {
  deviceId: number;
  authorityId: number;
  projectId: number;
  state: DeviceState;
  modelId: number;
  codecHash: string | null;
  codecSource: string | null;
  inForce: boolean;
  suspendedFor: string | null;
  dryRunId: number | null;
  tried: number | null;
}

interface ChannelRow {
  field: string;
  required: boolean;
  kind: PropertyKind;
  datastreamId: number;
  propertyCode: string;
  unitCode: string | null;
  canonicalUnit: string | null;
  molarMass: number | null;
  min: number | null;
  max: number | null;
  categories: string[] | null;
  blankValues: number[];
  declarationId: number | null;
  decimals: number;
  shortestIntervalS: number;
  suppressBelow: number;
}

/** The plan of the device that sends under this identifier in this authority, or undefined when there is none. */
export async function loadDevicePlan(
  db: Db,
  by: { authorityId: number; kind: IdentifierKind; value: string },
): Promise<DevicePlan | undefined> {
  const device = (
    await sql<PlanRow>`
      select d.id as "deviceId", d.authority_id as "authorityId", d.project_id as "projectId", d.state,
             m.id as "modelId", m.codec_hash as "codecHash", m.codec_source as "codecSource",
             exists (select 1 from register.v_published_declaration p
                     where p.project_id = d.project_id and p.is_in_force) as "inForce",
             (select coalesce(s.kind, 'ruling') from projects.v_standing s
              where s.project_id = d.project_id and s.is_suspended) as "suspendedFor",
             dr.id as "dryRunId", dr.declaration_id as tried
      from register.device_identifier i
      join register.device d on d.id = i.device_id
      join register.model m on m.id = d.model_id
      left join register.v_dry_run dr on dr.project_id = d.project_id and dr.is_running
      where i.authority_id = ${by.authorityId} and i.kind = ${by.kind} and i.value = ${by.value}`.execute(db)
  ).rows[0];
  if (!device) return undefined;
  const { rows } = await sql<ChannelRow>`
    select c.field, c.required, op.kind, ds.id as "datastreamId", c.property_code as "propertyCode",
           c.unit_code as "unitCode", op.unit_code as "canonicalUnit", op.molar_mass as "molarMass",
           op.min_value as min, op.max_value as max, op.categories, c.blank_values as "blankValues",
           dp.declaration_id as "declarationId", dp.decimals, dp.shortest_interval_s as "shortestIntervalS",
           dp.suppress_below as "suppressBelow"
    from register.model_channel c
    join register.observed_property op on op.code = c.property_code
    join register.datastream ds on ds.device_id = ${device.deviceId} and ds.field = c.field
    left join register.v_declared_property dp on dp.project_id = ${device.projectId} and dp.property_code = c.property_code
    where c.model_id = ${device.modelId} order by c.field`.execute(db);
  const { deviceId, authorityId, projectId, state, modelId, codecHash, codecSource, inForce, suspendedFor } = device;
  const codec = codecSource !== null && codecHash !== null ? { hash: codecHash, source: codecSource } : null;
  const model = { id: modelId, codec };
  const channels = rows.map(asChannel);
  const plan = { deviceId, authorityId, projectId, state, model, declarationInForce: inForce, suspendedFor, channels };
  if (device.dryRunId === null) return plan;
  return { ...plan, dryRun: { id: device.dryRunId, channels: await asPromisedBy(db, device.tried!, channels) } };
}

/** The channels as another version promises them. */
async function asPromisedBy(db: Db, declarationId: number, channels: readonly ChannelPlan[]): Promise<ChannelPlan[]> {
  const { rows } = await sql<{ property: string; decimals: number; shortestIntervalS: number; suppressBelow: number }>`
    select p.property, p.decimals, p.shortest_interval_s as "shortestIntervalS", coalesce(p.suppress_below, 0) as "suppressBelow"
    from register.declaration dc cross join lateral jsonb_to_recordset(dc.body -> 'properties') as p (
      property text, decimals integer, shortest_interval_s double precision, suppress_below double precision)
    where dc.id = ${declarationId}`.execute(db);
  const promised = new Map(rows.map(({ property, ...declared }) => [property, declared]));
  return channels.map((channel) => ({ ...channel, declared: promised.get(channel.propertyCode) ?? null }));
}

function asChannel(row: ChannelRow): ChannelPlan {
  const { field, required, kind, datastreamId, propertyCode, blankValues } = row;
  const molarMass = row.molarMass === null ? {} : { molarMass: row.molarMass };
  return {
    field,
    required,
    kind,
    datastreamId,
    propertyCode,
    blankValues,
    convert:
      row.canonicalUnit === null
        ? asItIs
        : unitConverter(row.unitCode ?? row.canonicalUnit, row.canonicalUnit, molarMass),
    ...(row.min === null ? {} : { min: row.min }),
    ...(row.max === null ? {} : { max: row.max }),
    ...(row.categories === null ? {} : { categories: row.categories }),
    declared:
      row.declarationId === null
        ? null
        : { decimals: row.decimals, shortestIntervalS: row.shortestIntervalS, suppressBelow: row.suppressBelow },
  };
}

function asItIs(value: number): number {
  return value;
}
