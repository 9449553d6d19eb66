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

/** The devices anyone may know of that match, by authority and name. No device that ever stood in a home is among them. */
export async function publicDevices(db: Db, query: RegisterQuery = {}): Promise<PublicDeviceList> {
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 10_000);
  const { rows } = await sql<PublicDevice & { total: number }>`
    ${LISTED}
    select id, slug, name, state, authority_slug as "authoritySlug", authority_name as "authorityName",
      project_slug as "projectSlug", project_title as "projectTitle", place_slug as "placeSlug", place_name as "placeName",
      place_kind as "placeKind", latitude, longitude, place_precision_m as "placePrecisionM", capture, properties,
      count(*) over ()::int as total
    from listed where ${matches(query)}
    order by authority_name, name, id limit ${limit} offset ${Math.max(query.offset ?? 0, 0)}`.execute(db);
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
    return sql`select ${filter}::text as filter, ${value} as value, min(${label}) as label, count(distinct listed.id)::int as count
      from listed ${from} where ${value} is not null and ${matches(query, filter)} group by 2`;
  });
  const { rows } = await sql<FilterValue & { filter: RegisterFilter }>`
    ${LISTED} ${sql.join(parts, sql` union all `)} order by 1, 4 desc, 3`.execute(db);
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

const LISTED = sql`with listed as (
  select d.id, d.slug, d.name, d.state, a.slug as authority_slug, a.name as authority_name, p.slug as project_slug,
    p.title as project_title, d.place_slug, d.place_name, d.place_kind, d.latitude, d.longitude, d.place_precision_m,
    dc.body -> 'classes' ->> 'capture' as capture, dc.body,
    (select coalesce(array_agg(distinct ds.property_code), '{}') from register.datastream ds where ds.device_id = d.id)
      as properties
  from register.v_public_device d
  join identity.v_authority a on a.id = d.authority_id
  join projects.v_project p on p.id = d.project_id
  join register.v_published_declaration dc on dc.project_id = d.project_id)`;

/** How each filter's values are read from a row of `listed`. */
const VALUES: Record<
  RegisterFilter,
  { value: RawBuilder<string>; label: RawBuilder<string>; from: RawBuilder<unknown> }
> = {
  authority: { value: sql`listed.authority_slug`, label: sql`listed.authority_name`, from: sql`` },
  theme: { value: sql`op.theme`, label: sql`op.theme`, from: measured() },
  property: { value: sql`op.code`, label: sql`op.name`, from: measured() },
  purpose: {
    value: sql`purpose.value ->> 'code'`,
    label: sql`purpose.value ->> 'label'`,
    from: sql`cross join lateral jsonb_array_elements(listed.body -> 'purposes') as purpose`,
  },
  state: { value: sql`listed.state`, label: sql`listed.state`, from: sql`` },
  capture: { value: sql`listed.capture`, label: sql`listed.capture`, from: sql`` },
  place: { value: sql`listed.place_kind`, label: sql`listed.place_kind`, from: sql`` },
};

function measured(): RawBuilder<unknown> {
  return sql`join register.observed_property op on op.code = any(listed.properties)`;
}

/** The search and every filter except `ignored`, as a predicate on `listed`. */
function matches(query: RegisterQuery, ignored?: RegisterFilter): RawBuilder<SqlBool> {
  const conditions = [searchMatches(query.search ?? '')];
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
      return sql`exists (select 1 from register.observed_property t
        where t.code = any(listed.properties) and t.theme = any(${wanted}::text[]))`;
    case 'property':
      return sql`listed.properties && ${wanted}::text[]`;
    case 'purpose':
      return sql`exists (select 1 from jsonb_array_elements(listed.body -> 'purposes') w
        where w ->> 'code' = any(${wanted}::text[]))`;
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
      or listed.authority_name ilike ${like} or exists (select 1 from register.observed_property s
        where s.code = any(listed.properties) and s.name ilike ${like}))`;
  });
  return found.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(found, sql` and `)})`;
}
