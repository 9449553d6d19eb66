/** The public register's list: what anyone may know, found by words and filters, with a count beside every filter value. */
import { type Db, type RawBuilder, type SqlBool, sql } from '../base/index.ts';
import type { PersonalDataClass } from './declaration.ts';
import type { DeviceState } from './device-plan.ts';

/** What people can narrow the list by; several values of one filter are alternatives. */
export const REGISTER_FILTERS = ['authority', 'theme', 'property', 'purpose', 'state', 'capture', 'place'] as const;
export type RegisterFilter = (typeof REGISTER_FILTERS)[number];

export interface RegisterQuery extends Partial<Record<RegisterFilter, readonly string[]>> {
  /** Words in names of devices, places, projects, authorities and what is measured. */
  readonly search?: string;
  readonly limit?: number;
  readonly offset?: number;
}

export interface PublicDevice {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectSlug: string;
  readonly projectTitle: string;
  readonly placeSlug: string | null;
  readonly placeName: string | null;
  readonly placeKind: string | null;
  /** Coarsened as the declaration promises; null when the device stands nowhere. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly placePrecisionM: number | null;
  /** What the sensor captures about people. */
  readonly capture: PersonalDataClass;
  /** Codes of what it measures. */
  readonly properties: readonly string[];
}

export interface FilterValue {
  readonly value: string;
  readonly label: string;
  /** Devices with this value that the search and the other filters let through. */
  readonly count: number;
}

export interface PublicDeviceList {
  readonly total: number;
  readonly devices: readonly PublicDevice[];
}

/**
 * The devices anyone may know of that match, by authority and name. No device that ever stood in a home is among them: that is asked
 * of the placements again for those that are shown.
 */
export async function publicDevices(db: Db, query: RegisterQuery = {}): Promise<PublicDeviceList> {
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 10_000);
  const { rows } = await sql<PublicDevice & { total: number }>`
    with ${PROMISES}, found as materialized (
      select device_id, project_id, place_id, properties, name, authority_name
      from ${LISTED} where ${searchMatches(query.search ?? '')} and ${matches(query)}),
    page as materialized (select * from found order by authority_name, name, device_id
      limit ${limit} offset ${Math.max(query.offset ?? 0, 0)}),
    coarse as (select pm.place_id, max(dc.place_precision_m) as metres
      from register.placement pm join register.device d on d.id = pm.device_id
      join register.declaration dc on dc.project_id = d.project_id and dc.is_published
      where pm.place_id in (select place_id from page) group by pm.place_id)
    select d.id, d.slug, d.name, d.state, promise.authority_slug as "authoritySlug", promise.authority_name as "authorityName",
      promise.project_slug as "projectSlug", promise.project_title as "projectTitle", pl.slug as "placeSlug",
      pl.name as "placeName", pl.kind as "placeKind", register.coarsen_latitude(pl.latitude, coalesce(coarse.metres, 0)) as latitude,
      register.coarsen_longitude(pl.latitude, pl.longitude, coalesce(coarse.metres, 0)) as longitude,
      case when pl.id is not null then coalesce(coarse.metres, 0) end as "placePrecisionM", promise.capture, l.properties,
      (select count(*)::int from found) as total
    from page l join promise on promise.project_id = l.project_id join register.device d on d.id = l.device_id
    left join register.place pl on pl.id = l.place_id
    left join coarse on coarse.place_id = l.place_id
    where not exists (select 1 from register.placement ever join register.place home on home.id = ever.place_id
      where ever.device_id = l.device_id and home.is_dwelling)
    order by promise.authority_name, d.name, d.id`.execute(db);
  const total =
    rows[0]?.total ?? (query.offset ? (await publicDevices(db, { ...query, offset: 0, limit: 1 })).total : 0);
  return { total, devices: rows.map(({ total: _, ...device }) => device) };
}

/**
 * For every filter, its values with how many devices each would show: the search and all *other* filters count, so that
 * choosing a second value of the same filter never shows zero by itself. Chosen values stay listed at zero.
 */
export async function publicFilterCounts(
  db: Db,
  query: RegisterQuery = {},
): Promise<Record<RegisterFilter, FilterValue[]>> {
  const parts = REGISTER_FILTERS.map((filter) => {
    const { value, label, from } = VALUES[filter];
    return sql`select ${filter}::text as filter, ${value} as value, min(${label}) as label, sum(listed.devices)::int as count
      from listed ${from} where ${value} is not null and ${matches(query, filter)} group by 2`;
  });
  // devices that no filter tells apart are counted once, by project and then over all projects
  const { rows } = await sql<FilterValue & { filter: RegisterFilter }>`
    with ${PROMISES}, of_project as materialized (
      select project_id, state, place_kind, properties, count(*) as devices
      from ${LISTED} where ${searchMatches(query.search ?? '')} group by 1, 2, 3, 4),
    listed as materialized (
      select promise.authority_slug, promise.authority_name, promise.capture, promise.purpose_codes, promise.purpose_labels,
        l.state, l.place_kind, l.properties, sum(l.devices) as devices
      from of_project l join promise on promise.project_id = l.project_id group by 1, 2, 3, 4, 5, 6, 7, 8)
    ${sql.join(parts, sql` union all `)} order by 1, 4 desc, 3`.execute(db);
  const counts = Object.fromEntries(REGISTER_FILTERS.map((filter) => [filter, [] as FilterValue[]])) as Record<
    RegisterFilter,
    FilterValue[]
  >;
  for (const { filter, value, label, count } of rows) counts[filter].push({ value, label, count });
  for (const filter of REGISTER_FILTERS) {
    for (const value of query[filter] ?? []) {
      if (!counts[filter].some((each) => each.value === value)) counts[filter].push({ value, label: value, count: 0 });
    }
  }
  return counts;
}

const PROMISES = sql`promise as materialized (
  select dc.project_id, a.slug as authority_slug, a.name as authority_name, p.slug as project_slug, p.title as project_title,
    dc.capture, dc.purpose_codes, dc.purpose_labels
  from register.declaration dc
  join identity.v_authority a on a.id = dc.authority_id
  join projects.v_project p on p.id = dc.project_id
  where dc.is_published)`;

/** A row of each device anyone may know of, with what its project promises. */
const LISTED = sql`(
  select l.device_id, l.name, l.state, l.place_id, l.place_name, l.place_kind, l.properties, promise.*
  from register.listed_device l join promise on promise.project_id = l.project_id where not l.in_home) as listed`;

/** How each filter's values are read from a row of `listed`. */
const VALUES: Record<
  RegisterFilter,
  { value: RawBuilder<string>; label: RawBuilder<string>; from: RawBuilder<unknown> }
> = {
  authority: { value: sql`listed.authority_slug`, label: sql`listed.authority_name`, from: sql`` },
  theme: {
    value: sql`measured.theme`,
    label: sql`measured.theme`,
    from: sql`cross join lateral (select distinct op.theme from register.observed_property op
      where op.code = any(listed.properties)) as measured`,
  },
  property: {
    value: sql`op.code`,
    label: sql`op.name`,
    from: sql`join register.observed_property op on op.code = any(listed.properties)`,
  },
  purpose: {
    value: sql`purpose.code`,
    label: sql`purpose.label`,
    from: sql`cross join lateral unnest(listed.purpose_codes, listed.purpose_labels) as purpose (code, label)`,
  },
  state: { value: sql`listed.state`, label: sql`listed.state`, from: sql`` },
  capture: { value: sql`listed.capture`, label: sql`listed.capture`, from: sql`` },
  place: { value: sql`listed.place_kind`, label: sql`listed.place_kind`, from: sql`` },
};

/** Every filter except `ignored`, as a predicate on `listed`. */
function matches(query: RegisterQuery, ignored?: RegisterFilter): RawBuilder<SqlBool> {
  const conditions = [sql<SqlBool>`true`];
  for (const filter of REGISTER_FILTERS) {
    const wanted = query[filter];
    if (filter === ignored || !wanted || wanted.length === 0) continue;
    conditions.push(filterMatches(filter, wanted));
  }
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

function filterMatches(filter: RegisterFilter, wanted: readonly string[]): RawBuilder<SqlBool> {
  switch (filter) {
    case 'theme':
      return sql`listed.properties && (select array_agg(code) from register.observed_property where theme = any(${wanted}::text[]))`;
    case 'property':
      return sql`listed.properties && ${wanted}::text[]`;
    case 'purpose':
      return sql`listed.purpose_codes && ${wanted}::text[]`;
    default:
      return sql`${VALUES[filter].value} = any(${wanted}::text[])`;
  }
}

/** Every word must be found somewhere. */
function searchMatches(search: string): RawBuilder<SqlBool> {
  const words = search.trim().split(/\s+/).filter(Boolean).slice(0, 8);
  const found = words.map((word) => {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    return sql<SqlBool>`(listed.name ilike ${like} or listed.place_name ilike ${like} or listed.project_title ilike ${like}
      or listed.authority_name ilike ${like} or listed.properties && (select array_agg(code) from register.observed_property
        where name ilike ${like}))`;
  });
  return found.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(found, sql` and `)})`;
}
