/** Builders of declarations, models, places and devices, with defaults that fit together. */
import { createHash } from 'node:crypto';
import { type Db, sql } from '../src/base/index.ts';
import type { Role } from '../src/identity/index.ts';
import { notePromise } from '../src/projects/index.ts';
import { type DeclarationBody, type DeviceState, type IdentifierKind, traitsOf } from '../src/register/index.ts';
import { anAuthority, aPerson, type BuiltPerson } from './build-identity.ts';
import { aProject, clearProject } from './build-projects.ts';

let made = 0;

/** A declaration of open air-quality readings (NO2, PM10, PM2.5) that may stand as it is. */
export function aDeclarationBody(overrides: Partial<DeclarationBody> = {}): DeclarationBody {
  return {
    title: 'Air outside schools',
    summary: 'Small monitors on lamp columns measure nitrogen dioxide and particles outside schools.',
    controller: 'The council',
    processors: ['Sensor Supplier Ltd'],
    lawful_basis: 'not_personal',
    classes: { capture: 'none', leaving_device: 'none', stored: 'none', published: 'none' },
    purposes: [
      { code: 'health', label: 'Cleaner air for children', because: 'To see where and when the air is worst.' },
      {
        code: 'planning_decision_making',
        label: 'Choosing school streets',
        because: 'To decide which streets close at school times.',
      },
    ],
    technologies: ['air_quality'],
    properties: [aDeclaredProperty('no2'), aDeclaredProperty('pm10'), aDeclaredProperty('pm25')],
    stored_in: ['Servers of the council in London'],
    processing: ['Readings are rounded and stored', 'Hourly means are compared with the air quality bands'],
    who_acts: 'The school streets team looks at the list each morning.',
    algorithms: [],
    sharing: { dataset: 'air-outside-schools', title: 'Air outside schools', licence: 'OGL-UK-3.0' },
    capable_but_off: [],
    ends_on: '2099-12-31',
    review_on: '2099-06-30',
    contact: { name: 'Environment team', email: 'environment@example.org' },
    objections: 'Write to the environment team. You will have an answer within 30 days.',
    ...overrides,
  };
}

/** What a declaration says of one property: open readings, at most one a minute, one decimal, kept for two years. */
export function aDeclaredProperty(
  property: string,
  overrides: Partial<DeclarationBody['properties'][number]> = {},
): DeclarationBody['properties'][number] {
  return {
    property,
    purposes: ['health'],
    shortest_interval_s: 60,
    decimals: 1,
    place_precision_m: 0,
    retention_days: 730,
    audiences: [{ audience: 'public', detail: 'readings' }],
    ...overrides,
  };
}

/** Puts a declaration straight into force, as approved by `approverId`; ends the one before. Returns its id and version. */
export async function aDeclarationInForce(
  db: Db,
  given: {
    authorityId: number;
    projectId: number;
    body?: DeclarationBody;
    submittedBy?: number;
    approvedBy?: number;
    from?: Date;
  },
): Promise<{ declarationId: number; version: number; body: DeclarationBody }> {
  const body = given.body ?? aDeclarationBody();
  const from = given.from ?? new Date('2026-01-01T00:00:00Z');
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  await clearProject(db, given);
  return db.transaction().execute(async (tx) => {
    const now = { traits: traitsOf(body), people: given.submittedBy === undefined ? [] : [given.submittedBy] };
    await notePromise(tx, given, { now });
    await sql`update register.declaration set is_published = false,
        state = case state when 'in_force' then 'superseded' else state end,
        ended_at = case state when 'in_force' then ${from} else ended_at end
      where project_id = ${given.projectId} and is_published`.execute(tx);
    const { rows } = await sql<{ id: number; version: number }>`
      insert into register.declaration (authority_id, project_id, version, state, body, body_hash, submitted_by,
        submitted_at, decided_by, decided_at, in_force_from, is_published)
      values (${given.authorityId}, ${given.projectId},
        (select coalesce(max(version), 0) + 1 from register.declaration where project_id = ${given.projectId}),
        'in_force', ${JSON.stringify(body)}, ${hash}, ${given.submittedBy ?? null}, ${from}, ${given.approvedBy ?? null},
        ${from}, ${from}, true)
      returning id, version`.execute(tx);
    return { declarationId: rows[0]!.id, version: rows[0]!.version, body };
  });
}

export interface ChannelWish {
  field: string;
  property: string;
  unit?: string | null;
  required?: boolean;
  blankValues?: number[];
}

/** An active model without a codec: it sends decoded fields named no2, pm10 and pm25 in ug/m3 unless told. */
export async function aModel(
  db: Db,
  given: { authorityId: number; slug?: string; name?: string; codec?: string; channels?: ChannelWish[] },
): Promise<{ modelId: number; slug: string }> {
  const slug = given.slug ?? `model-${++made}`;
  const channels: ChannelWish[] =
    given.channels ?? ['no2', 'pm10', 'pm25'].map((code) => ({ field: code, property: code }));
  const codec = given.codec ?? null;
  const hash = codec === null ? null : createHash('sha256').update(codec).digest('hex');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into register.model (authority_id, slug, name, maker, state, codec_source, codec_hash, activated_at)
      values (${given.authorityId}, ${slug}, ${given.name ?? `Monitor ${slug}`}, 'Sensor Supplier Ltd', 'active', ${codec},
        ${hash}, '2026-01-01T00:00:00Z') returning id`.execute(tx);
    const modelId = rows[0]!.id;
    for (const channel of channels) {
      await sql`insert into register.model_channel (model_id, authority_id, field, property_code, unit_code, required, blank_values)
        select ${modelId}, ${given.authorityId}, ${channel.field}, code,
          ${channel.unit === undefined ? sql`unit_code` : channel.unit}, ${channel.required ?? true}, ${channel.blankValues ?? []}
        from register.observed_property where code = ${channel.property}`.execute(tx);
    }
    return { modelId, slug };
  });
}

/** A street place in Southwark's latitude unless told; `isDwelling` makes it a home in an area. */
export async function aPlace(
  db: Db,
  given: {
    authorityId: number;
    slug?: string;
    name?: string;
    kind?: string;
    latitude?: number;
    longitude?: number;
    areaCode?: string;
    isDwelling?: boolean;
  },
): Promise<{ placeId: number; slug: string }> {
  const slug = given.slug ?? `place-${++made}`;
  const { rows } = await sql<{ id: number }>`
    insert into register.place (authority_id, slug, name, kind, latitude, longitude, area_code, is_dwelling)
    values (${given.authorityId}, ${slug}, ${given.name ?? `Place ${slug}`},
      ${given.kind ?? (given.isDwelling ? 'dwelling' : 'school')}, ${given.latitude ?? 51.5033}, ${given.longitude ?? -0.0876},
      ${given.areaCode ?? null}, ${given.isDwelling ?? false}) returning id`.execute(db);
  return { placeId: rows[0]!.id, slug };
}

/** A live device with one identifier, its datastreams, and (unless `placeId` is null) a place. */
export async function aDevice(
  db: Db,
  given: {
    authorityId: number;
    projectId: number;
    modelId: number;
    slug?: string;
    name?: string;
    state?: DeviceState;
    identifier?: { kind: IdentifierKind; value: string };
    placeId?: number | null;
    placedFrom?: Date;
    reportIntervalS?: number;
  },
): Promise<{
  deviceId: number;
  slug: string;
  identifier: { kind: IdentifierKind; value: string };
  placeId: number | null;
  /** Id of the datastream of each channel, by field. */
  datastreams: Record<string, number>;
}> {
  const number = ++made;
  const slug = given.slug ?? `device-${number}`;
  const identifier = given.identifier ?? {
    kind: 'dev_eui' as const,
    value: number.toString(16).toUpperCase().padStart(16, '0'),
  };
  const placeId =
    given.placeId === undefined ? (await aPlace(db, { authorityId: given.authorityId })).placeId : given.placeId;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into register.device (authority_id, project_id, model_id, slug, name, state, network, report_interval_s)
      values (${given.authorityId}, ${given.projectId}, ${given.modelId}, ${slug}, ${given.name ?? `Monitor ${number}`},
        ${given.state ?? 'live'}, 'LoRaWAN', ${given.reportIntervalS ?? 900}) returning id`.execute(tx);
    const deviceId = rows[0]!.id;
    await sql`insert into register.device_identifier (authority_id, kind, value, device_id)
      values (${given.authorityId}, ${identifier.kind}, ${identifier.value}, ${deviceId})`.execute(tx);
    if (placeId !== null) {
      await sql`insert into register.placement (authority_id, device_id, place_id, mounted_on, valid_from)
        values (${given.authorityId}, ${deviceId}, ${placeId}, 'lamp column 12',
          ${given.placedFrom ?? new Date('2026-01-01T00:00:00Z')})`.execute(tx);
    }
    const datastreams = await sql<{ id: number; field: string }>`
      insert into register.datastream (authority_id, device_id, project_id, model_id, field, property_code, name, description)
      select ${given.authorityId}, ${deviceId}, ${given.projectId}, ${given.modelId}, c.field, c.property_code, op.name,
        op.description
      from register.model_channel c join register.observed_property op on op.code = c.property_code
      where c.model_id = ${given.modelId} order by c.field returning id, field`.execute(tx);
    return {
      deviceId,
      slug,
      identifier,
      placeId,
      datastreams: Object.fromEntries(datastreams.rows.map((row) => [row.field, row.id])),
    };
  });
}

export type BuiltDevice = Awaited<ReturnType<typeof aDevice>>;

export interface AirProject {
  authorityId: number;
  authoritySlug: string;
  /** Project lead, service officer: may submit, edit devices, handle alerts. */
  lead: BuiltPerson;
  /** Approver. */
  approver: BuiltPerson;
  projectId: number;
  projectSlug: string;
  declaration: Awaited<ReturnType<typeof aDeclarationInForce>>;
  modelId: number;
  /** Three live devices with datastreams no2, pm10 and pm25, each at a school of its own. */
  devices: [BuiltDevice, BuiltDevice, BuiltDevice];
}

/** A whole project as it runs: authority, two people, a declaration in force, a model and three live devices at schools. */
export async function anAirProject(
  db: Db,
  given: { body?: DeclarationBody; authoritySlug?: string; leadRoles?: Role[]; channels?: ChannelWish[] } = {},
): Promise<AirProject> {
  const authority = await anAuthority(db, given.authoritySlug ? { slug: given.authoritySlug } : {});
  const { authorityId } = authority;
  const lead = await aPerson(db, { authorityId, roles: given.leadRoles ?? ['project_lead', 'service_officer'] });
  const approver = await aPerson(db, { authorityId, roles: ['approver'] });
  const project = await aProject(db, lead.viewer, { authorityId });
  const declaration = await aDeclarationInForce(db, {
    authorityId,
    projectId: project.id,
    ...(given.body ? { body: given.body } : {}),
    submittedBy: lead.personId,
    approvedBy: approver.personId,
  });
  const { modelId } = await aModel(db, { authorityId, ...(given.channels ? { channels: given.channels } : {}) });
  const devices = [];
  for (const [index, school] of ['Ash Grove Primary', 'Birch Lane Primary', 'Cedar Road Primary'].entries()) {
    const { placeId } = await aPlace(db, {
      authorityId,
      name: school,
      kind: 'school',
      latitude: 51.5 + index / 100,
      longitude: -0.09 + index / 100,
    });
    devices.push(await aDevice(db, { authorityId, projectId: project.id, modelId, placeId, name: `Air at ${school}` }));
  }
  return {
    authorityId,
    authoritySlug: authority.slug,
    lead,
    approver,
    projectId: project.id,
    projectSlug: project.slug,
    declaration,
    modelId,
    devices: devices as AirProject['devices'],
  };
}
