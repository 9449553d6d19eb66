/** Who and what a breach touches, and since when: everything that went through a device, a supplier's devices or a key. */
import { type Db, type RawBuilder, sql } from '../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../identity/index.ts';
import type { PersonalDataClass } from '../../register/index.ts';
import { breachSubjectUnknown } from '../publish.errors.ts';

export const BREACH_KINDS = ['device', 'supplier', 'key'] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];

export interface BreachReach {
  /** What was asked about, in words. */
  readonly subject: string;
  /** From when on it could have gone wrong: asked for, or when the thing came to be. */
  readonly since: Date;
  readonly activities: readonly TouchedActivity[];
}

export interface TouchedActivity {
  readonly authorityName: string;
  readonly projectTitle: string;
  readonly projectHref: string;
  readonly controller: string;
  readonly contact: string;
  readonly processors: readonly string[];
  readonly capture: PersonalDataClass;
  readonly stored: PersonalDataClass;
  readonly properties: readonly string[];
  readonly devices: number;
  /** Homes in which one of the devices stood since then. */
  readonly homes: number;
  readonly places: number;
  /** Readings stored since then, by the ledger; and the first and last day of them. */
  readonly readings: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** The reach in the authorities whose records the viewer may read; PUB_BREACH_SUBJECT when nothing of that name is theirs. */
export async function breachReach(
  db: Db,
  viewer: Viewer,
  of: { kind: BreachKind; name: string; since?: Date | undefined },
): Promise<BreachReach> {
  const authorities = authoritiesWhere(viewer, 'record.read');
  const found = await findSubject(db, authorities, of.kind, of.name);
  if (!found) throw breachSubjectUnknown({ field: 'name', kind: of.kind, name: of.name });
  const since = of.since ?? found.since;
  const { rows } = await sql<TouchedActivity>`
    with touched as materialized (select d.id, d.project_id from register.v_device d
      where d.authority_id = any(${authorities}::int[]) and ${found.devices(since)}),
    activity as materialized (select project_id, count(*)::int as devices from touched group by project_id),
    measured as materialized (
      select m.project_id, array_agg(op.name order by op.name) as properties
      from (select distinct t.project_id, ds.property_code
        from touched t join register.v_datastream_property ds on ds.device_id = t.id) as m
      join register.v_observed_property op on op.code = m.property_code group by m.project_id),
    stood as materialized (
      select t.project_id, count(distinct stay.place_id) filter (where stay.is_dwelling)::int as homes,
        count(distinct stay.place_id) filter (where not stay.is_dwelling)::int as places
      from touched t join register.v_stay stay on stay.device_id = t.id and (stay.valid_to is null or stay.valid_to > ${since})
      group by t.project_id),
    booked as materialized (
      select t.project_id, sum(l.count)::bigint as readings, min(l.day) as first_day, max(l.day) as last_day
      from touched t join ingest.v_ledger l on l.device_id = t.id and l.outcome = 'stored'
        and l.day >= ${since}::timestamptz::date ${found.ledger} group by t.project_id)
    select au.name as "authorityName", pr.title as "projectTitle", '/register/' || au.slug || '/projects/' || pr.slug as "projectHref",
      pd.body ->> 'controller' as controller, (pd.body -> 'contact' ->> 'name') || ', ' || (pd.body -> 'contact' ->> 'email') as contact,
      pd.body -> 'processors' as processors, pd.body -> 'classes' ->> 'capture' as capture, pd.body -> 'classes' ->> 'stored' as stored,
      coalesce(measured.properties, '{}') as properties, activity.devices, coalesce(stood.homes, 0) as homes,
      coalesce(stood.places, 0) as places, coalesce(booked.readings, 0) as readings, booked.first_day as "firstDay",
      booked.last_day as "lastDay"
    from activity
    join projects.v_project pr on pr.id = activity.project_id
    join identity.v_authority au on au.id = pr.authority_id
    join register.v_published_declaration pd on pd.project_id = pr.id
    left join measured on measured.project_id = pr.id
    left join stood on stood.project_id = pr.id
    left join booked on booked.project_id = pr.id
    order by au.name, pr.title`.execute(db);
  return { subject: found.subject, since, activities: rows };
}

interface Subject {
  readonly subject: string;
  readonly since: Date;
  readonly devices: (since: Date) => RawBuilder<unknown>;
  readonly ledger: RawBuilder<unknown>;
}

async function findSubject(
  db: Db,
  authorities: number[],
  kind: BreachKind,
  name: string,
): Promise<Subject | undefined> {
  if (kind === 'device') {
    const { rows } = await sql<{ id: number; name: string; since: Date }>`
      select d.id, d.name, d.created_at as since from register.v_device d
      where d.authority_id = any(${authorities}::int[]) and (d.slug = ${name} or exists (
        select 1 from register.v_device_identifier di where di.device_id = d.id and upper(di.value) = upper(${name})))
      limit 1`.execute(db);
    const device = rows[0];
    return (
      device && {
        subject: `Device ${device.name}`,
        since: device.since,
        devices: () => sql`d.id = ${device.id}`,
        ledger: sql``,
      }
    );
  }
  if (kind === 'supplier') {
    const bySupplier = sql`(lower(d.supplier) = lower(${name}) or d.model_id = any(array(
      select m.id from register.v_model m where lower(m.maker) = lower(${name}))) or d.project_id = any(array(
      select sp.project_id from register.v_published_declaration sp cross join jsonb_array_elements_text(sp.body -> 'processors') as named
      where lower(named) = lower(${name}))))`;
    const { rows } = await sql<{ since: Date | null }>`select min(d.created_at) as since from register.v_device d
      where d.authority_id = any(${authorities}::int[]) and ${bySupplier}`.execute(db);
    const since = rows[0]?.since;
    return since
      ? { subject: `Supplier, maker or processor ${name}`, since, devices: () => bySupplier, ledger: sql`` }
      : undefined;
  }
  const { rows } = await sql<{
    id: number;
    name: string;
    kind: string;
    since: Date;
    scope: { projectIds?: number[] };
    authorityId: number;
  }>`
    select c.id, c.name, c.kind, c.created_at as since, c.scope, c.authority_id as "authorityId" from identity.v_credential c
    where c.authority_id = any(${authorities}::int[]) and (c.prefix = ${name} or c.name = ${name}) limit 1`.execute(db);
  const key = rows[0];
  if (!key) return undefined;
  const sources = sql`(select s.id from ingest.v_source s where s.credential_id = ${key.id})`;
  const projects = key.scope.projectIds;
  return {
    subject: `Key ${key.name} (${key.kind})`,
    since: key.since,
    devices: (since) =>
      key.kind === 'source'
        ? sql`d.id in (select l.device_id from ingest.v_ledger l where l.source_id in ${sources} and l.day >= ${since}::timestamptz::date)`
        : sql`d.authority_id = ${key.authorityId} ${projects ? sql`and d.project_id = any(${projects}::int[])` : sql``}`,
    ledger: key.kind === 'source' ? sql`and l.source_id in ${sources}` : sql``,
  };
}
