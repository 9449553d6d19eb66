/**
 * A London of the size we aim at: authorities, projects with declarations in force, devices with places and datastreams, a few
 * readings of each. Set by set in SQL, with every trigger on, so that what stands there is what use cases would have left.
 */
import { type Db, sql } from '../../src/base/index.ts';
import { ALL_ROLES } from '../../src/identity/index.ts';
import type { DeclarationBody } from '../../src/register/index.ts';
import { anAuthority, aPerson } from '../../test/build-identity.ts';
import { aDeclarationBody, aDeclaredProperty, aModel } from '../../test/build-register.ts';

export interface Size {
  readonly authorities: number;
  readonly projects: number;
  readonly devices: number;
}

/** What the projects measure, in turn: two of three are open, one in four of the closed ones stands in homes. */
const KINDS: readonly { readonly title: string; readonly properties: readonly string[]; readonly inHomes: boolean }[] =
  [
    { title: 'Air outside schools', properties: ['no2', 'pm10', 'pm25'], inHomes: false },
    { title: 'Water in gullies', properties: ['water-level', 'rainfall'], inHomes: false },
    { title: 'Cold homes', properties: ['air-temperature', 'relative-humidity', 'co2'], inHomes: true },
    { title: 'People in parks', properties: ['count-people', 'count-cycles', 'noise-laeq'], inHomes: false },
  ];

function promiseOf({ title, properties, inHomes }: (typeof KINDS)[number]): DeclarationBody {
  const audience = inHomes ? [{ audience: 'authority' as const, detail: 'readings' as const }] : undefined;
  return aDeclarationBody({
    title,
    properties: properties.map((code) => aDeclaredProperty(code, audience ? { audiences: audience } : {})),
    ...(inHomes
      ? {
          lawful_basis: 'public_task',
          classes: {
            capture: 'pseudonymous',
            leaving_device: 'pseudonymous',
            stored: 'pseudonymous',
            published: 'none',
          },
        }
      : {}),
  });
}

/** One person cannot advise on approvals and give them. */
const ROLES = ALL_ROLES.filter((role) => role !== 'data_protection_officer');

/** Fills an empty house; EVERYWHERE holds every role in every authority, AT_ONE in one. */
export async function fillLondon(db: Db, size: Size): Promise<void> {
  const authorityIds: number[] = [];
  for (let nth = 0; nth < size.authorities; nth++) authorityIds.push((await anAuthority(db)).authorityId);
  const [first, ...others] = authorityIds as [number, ...number[]];
  const everywhere = await aPerson(db, { authorityId: first, roles: [...ROLES], email: EVERYWHERE });
  await aPerson(db, { authorityId: first, roles: [...ROLES], email: AT_ONE });
  await sql`insert into identity.membership (authority_id, person_id, role, valid_from)
    select a, ${everywhere.personId}, r, now() from unnest(${others}::int[]) a, unnest(${[...ROLES]}::text[]) r`.execute(
    db,
  );
  for (const [nth, kind] of KINDS.entries()) {
    const channels = kind.properties.map((property) => ({ field: property, property }));
    for (const authorityId of authorityIds) await aModel(db, { authorityId, channels, slug: `kind-${nth}` });
  }
  const clearer = (await aPerson(db, { authorityId: first })).personId;
  await fillProjects(db, size, clearer);
  await fillDevices(db, size);
  await fillReadings(db);
  await sql`vacuum analyze`.execute(db);
}

export const EVERYWHERE = 'everywhere@example.org';
export const AT_ONE = 'at-one@example.org';

async function fillProjects(db: Db, size: Size, clearer: number): Promise<void> {
  const bodies = KINDS.map((kind, nth) => ({ nth, body: promiseOf(kind) }));
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`create temp table kind on commit drop as
      select nth, body from jsonb_to_recordset(${JSON.stringify(bodies)}::jsonb) as k (nth int, body jsonb)`.execute(
      tx,
    );
    await sql`insert into projects.project (authority_id, slug, title, summary, stage, created_at)
      select (select id from identity.authority order by id offset n % ${size.authorities}::int limit 1), 'project-' || n,
        (k.body ->> 'title') || ' ' || n, k.body ->> 'summary', 'deliver', now() - interval '1 year'
      from generate_series(0, ${size.projects}::int - 1) n join kind k on k.nth = n / ${size.authorities}::int % ${KINDS.length}::int`.execute(
      tx,
    );
    await sql`create temp table made on commit drop as
      select p.id, p.authority_id, k.nth, k.body || jsonb_build_object('title', p.title, 'sharing',
        (k.body -> 'sharing') || jsonb_build_object('dataset', p.slug, 'title', p.title)) as body
      from projects.project p join kind k on k.nth = split_part(p.slug, '-', 2)::int / ${size.authorities}::int % ${KINDS.length}::int`.execute(
      tx,
    );
    await sql`insert into projects.clearance (authority_id, project_id, kind, evidence, granted_by, granted_at)
      select authority_id, id, kind, '{"kind":"document","title":"An assessment","reference":"A 1","datedOn":"2025-12-01"}', ${clearer}::int, '2025-12-01'
      from made, unnest(array['screening', 'dpia', 'equality', 'ethics', 'security', 'supplier']) kind`.execute(tx);
    await sql`insert into projects.promise (project_id, authority_id, now_traits, now_since)
      select id, authority_id, register.traits_of(body), now() from made`.execute(tx);
    await sql`insert into register.declaration (authority_id, project_id, version, state, body, body_hash, submitted_at, decided_at,
        in_force_from, is_published)
      select authority_id, id, 1, 'in_force', body, encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), now(), now(), now(), true
      from made`.execute(tx);
    await sql`update projects.project set stage = 'live'`.execute(tx);
  });
}

async function fillDevices(db: Db, { devices, projects, authorities }: Size): Promise<void> {
  const kindOf = sql`split_part(p.slug, '-', 2)::int / ${authorities}::int % ${KINDS.length}::int`;
  const homes = sql`(${kindOf}) = any(${KINDS.flatMap(({ inHomes }, nth) => (inHomes ? [nth] : []))}::int[])`;
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`insert into register.device (authority_id, project_id, model_id, slug, name, state, supplier, network, report_interval_s)
      select p.authority_id, p.id, m.id, 'device-' || n, 'Monitor ' || n, case when n % 50 = 0 then 'silent' else 'live' end,
        'Sensor Supplier ' || n % 7, 'LoRaWAN', 900
      from generate_series(1, ${devices}::int) n
      join projects.project p on p.slug = 'project-' || n % ${projects}::int
      join register.model m on m.authority_id = p.authority_id and m.slug = 'kind-' || (${kindOf})`.execute(tx);
    await sql`insert into register.device_identifier (authority_id, kind, value, device_id)
      select authority_id, 'serial', slug, id from register.device`.execute(tx);
    await sql`insert into register.place (authority_id, slug, name, kind, latitude, longitude, area_code, is_dwelling)
      select d.authority_id, 'place-' || d.id, case when ${homes} then 'Home ' else 'Corner ' end || d.id,
        case when ${homes} then 'dwelling' else (array['street', 'school', 'park'])[1 + d.id % 3] end,
        51.3 + d.id % 400 / 1000.0, -0.5 + d.id / 400 / 300.0, 'E0100' || p.authority_id || d.id % 5, ${homes}
      from register.device d join projects.project p on p.id = d.project_id`.execute(tx);
    await sql`insert into register.placement (authority_id, device_id, place_id, mounted_on, valid_from)
      select d.authority_id, d.id, pl.id, 'lamp column', '2026-01-01'
      from register.device d join register.place pl on pl.authority_id = d.authority_id and pl.slug = 'place-' || d.id`.execute(
      tx,
    );
    await sql`insert into register.datastream (authority_id, device_id, project_id, model_id, field, property_code, name, description)
      select d.authority_id, d.id, d.project_id, d.model_id, c.field, c.property_code, op.name, op.description
      from register.device d join register.model_channel c on c.model_id = d.model_id
      join register.observed_property op on op.code = c.property_code`.execute(tx);
  });
}

/** Four readings of every datastream, a quarter of an hour apart. */
async function fillReadings(db: Db): Promise<void> {
  await sql`insert into observations.observation (phenomenon_time, received_at, value, key, datastream_id, authority_id)
    select at, at, (ds.id % 400) / 10.0, extract(epoch from at)::bigint, ds.id, ds.authority_id
    from generate_series(0, 3) step cross join register.datastream ds
    cross join lateral (select date_trunc('second', now()) - step * interval '15 minutes' - ds.id % 900 * interval '1 second' as at) t`.execute(
    db,
  );
}
