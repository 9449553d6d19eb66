import { type Db, type RawBuilder, type SqlBool, sql } from '../../base/index.ts';
import type { DeclarationBody } from '../../register/index.ts';

/** What people can narrow the catalogue by; several values of one filter are alternatives. */
export const CATALOGUE_FILTERS = ['access', 'authority', 'theme', 'property', 'licence'] as const;
export type CatalogueFilter = (typeof CATALOGUE_FILTERS)[number];

export interface CatalogueQuery extends Partial<Record<CatalogueFilter, readonly string[]>> {
  /** Words in title, name, authority, project and what is measured. */
  readonly search?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** A dataset as a list shows it. `isOpen`: anyone may read its readings; otherwise `whyNotOpen` says why, if the promise does. */
export interface ListedDataset {
  readonly authoritySlug: string;
  readonly authorityName: string;
  /** Its name in the address. */
  readonly address: string;
  readonly title: string;
  readonly licence: string;
  readonly isOpen: boolean;
  readonly whyNotOpen: string | null;
  readonly projectSlug: string;
  readonly projectTitle: string;
  /** Codes of the properties whose readings are open. */
  readonly properties: readonly string[];
}

export interface CatalogueCount {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** Datasets of promises in force that match: what is open first, then by authority and title. */
export async function listDatasets(
  db: Db,
  query: CatalogueQuery = {},
): Promise<{ total: number; datasets: ListedDataset[] }> {
  const limit = Math.min(Math.max(query.limit ?? 25, 0), 1000);
  const { rows } = await sql<ListedDataset & { total: number }>`
    ${LISTED}
    select authority_slug as "authoritySlug", authority_name as "authorityName", address, title, licence, is_open as "isOpen",
      why_not_open as "whyNotOpen", project_slug as "projectSlug", project_title as "projectTitle",
      case when is_open then open_properties else '{}' end as properties, count(*) over ()::int as total
    from listed where ${matches(query)}
    order by is_open desc, authority_name, title, address limit ${Math.max(limit, 1)} offset ${Math.max(query.offset ?? 0, 0)}`.execute(
    db,
  );
  const total =
    rows[0]?.total ?? (query.offset ? (await listDatasets(db, { ...query, offset: 0, limit: 1 })).total : 0);
  return { total, datasets: limit === 0 ? [] : rows.map(({ total: _, ...dataset }) => dataset) };
}

/** For every filter, its values with how many datasets each would show under the search and all *other* filters. */
export async function countDatasets(
  db: Db,
  query: CatalogueQuery = {},
): Promise<Record<CatalogueFilter, CatalogueCount[]>> {
  const parts = CATALOGUE_FILTERS.map((filter) => {
    const { value, label, from } = VALUES[filter];
    return sql`select ${filter}::text as filter, ${value} as value, min(${label}) as label, count(distinct declaration_id)::int as count
      from listed ${from} where ${matches(query, filter)} group by 2`;
  });
  const { rows } = await sql<CatalogueCount & { filter: CatalogueFilter }>`
    ${LISTED} ${sql.join(parts, sql` union all `)} order by 1, 4 desc, 3`.execute(db);
  const counts = Object.fromEntries(CATALOGUE_FILTERS.map((name) => [name, [] as CatalogueCount[]])) as Record<
    CatalogueFilter,
    CatalogueCount[]
  >;
  for (const { filter, value, label, count } of rows) counts[filter].push({ value, label, count });
  for (const filter of CATALOGUE_FILTERS) {
    for (const value of query[filter] ?? [])
      if (!counts[filter].some((each) => each.value === value)) counts[filter].push({ value, label: value, count: 0 });
  }
  return counts;
}

/** A dataset with its whole promise, for the pages and documents about it. */
export interface Dataset extends Omit<ListedDataset, 'properties'> {
  readonly authorityId: number;
  readonly authorityEmail: string | null;
  readonly authorityWebsite: string | null;
  readonly projectId: number;
  readonly declarationId: number;
  readonly version: number;
  readonly inForceFrom: Date;
  readonly body: DeclarationBody;
  /** The properties whose readings are open, with their names and canonical units. */
  readonly properties: readonly OpenProperty[];
  /** Sensors with open readings, and how many datastreams they have. */
  readonly devices: number;
  readonly datastreams: number;
  /** Smallest box around the places as the public may see them; null when nothing has a place. */
  readonly box: readonly [west: number, south: number, east: number, north: number] | null;
  /** When the newest reading was measured; null before the first. */
  readonly lastAt: Date | null;
  /** When the oldest reading that is still kept was measured; only asked for one dataset at a time. */
  readonly firstAt?: Date | null;
}

export interface OpenProperty {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly definition: string;
  readonly kind: string;
  readonly unitCode: string | null;
  readonly unitSymbol: string | null;
  readonly theme: string;
}

/** The dataset at this address, open or not; undefined when no promise in force declares it. */
export async function findDataset(db: Db, authoritySlug: string, address: string): Promise<Dataset | undefined> {
  const [dataset] = await selectDatasets(
    db,
    sql`authority_slug = ${authoritySlug} and address = ${address}`,
    BY_PROJECT,
    {
      limit: 1,
    },
  );
  if (!dataset) return undefined;
  const { rows } = await sql<{ first: Date | null }>`
    select min(first.at) as first from register.v_open_datastream ds
    cross join lateral (select o.phenomenon_time + o.millis * interval '1 millisecond' as at from observations.v_observation o
      where o.datastream_id = ds.id order by o.phenomenon_time limit 1) as first
    where ds.project_id = ${dataset.projectId}`.execute(db);
  return { ...dataset, firstAt: rows[0]?.first ?? null };
}

/** Open datasets in a fixed order, some at a time: the whole catalogue without holding it in memory. */
export async function* openDatasets(db: Db, pageSize = 1000): AsyncGenerator<Dataset[]> {
  for (let after = 0; ; ) {
    const page = await selectDatasets(db, sql`is_open and project_id > ${after}`, BY_PROJECT, { limit: pageSize });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.projectId;
  }
}

/** The open datasets that match, whole, for answers of machines. */
export async function searchOpenDatasets(
  db: Db,
  query: CatalogueQuery & { limit: number },
): Promise<{ total: number; datasets: Dataset[] }> {
  const open = { ...query, access: ['open'] };
  const { total } = await listDatasets(db, { ...open, limit: 0, offset: 0 });
  if (query.limit <= 0) return { total, datasets: [] };
  return { total, datasets: await selectDatasets(db, matches(open), BY_TITLE, query) };
}

const BY_PROJECT = sql`project_id`;
const BY_TITLE = sql`authority_name, title, address`;

async function selectDatasets(
  db: Db,
  where: RawBuilder<SqlBool>,
  order: RawBuilder<unknown>,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Dataset[]> {
  const { rows } = await sql<Omit<Dataset, keyof Reach>>`
    ${LISTED}, wanted as (select *, row_number() over (order by ${order}) as place from listed where ${where}
      order by ${order} limit ${limit} offset ${Math.max(offset, 0)})
    select w.authority_id as "authorityId", w.authority_slug as "authoritySlug", w.authority_name as "authorityName",
      au.contact_email as "authorityEmail", au.website as "authorityWebsite", w.address, w.title, w.licence, w.is_open as "isOpen",
      w.why_not_open as "whyNotOpen", w.project_id as "projectId", w.project_slug as "projectSlug", w.project_title as "projectTitle",
      w.declaration_id as "declarationId", w.version, w.in_force_from as "inForceFrom", dc.body,
      coalesce((select json_agg(json_build_object('code', op.code, 'name', op.name, 'description', op.description,
          'definition', op.definition, 'kind', op.kind, 'unitCode', op.unit_code, 'unitSymbol', op.unit_symbol, 'theme', op.theme)
          order by op.name)
        from register.v_observed_property op where w.is_open and op.code = any(w.open_properties)), '[]') as properties
    from wanted w
    join identity.v_authority au on au.id = w.authority_id
    join register.v_declaration dc on dc.id = w.declaration_id
    order by w.place`.execute(db);
  const reaches = await reachOf(
    db,
    rows.filter(({ isOpen }) => isOpen).map(({ projectId }) => projectId),
  );
  return rows.map((row) => ({ ...row, ...(reaches.get(row.projectId) ?? NOTHING_THERE) }));
}

type Reach = Pick<Dataset, 'devices' | 'datastreams' | 'box' | 'lastAt'>;
const NOTHING_THERE: Reach = { devices: 0, datastreams: 0, box: null, lastAt: null };

/** How far the open readings of some projects reach: sensors, places, time. Projects are given by number, so that indexes serve. */
async function reachOf(db: Db, projectIds: readonly number[]): Promise<Map<number, Reach>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await sql<Reach & { projectId: number }>`
    select open.project_id as "projectId", open.devices, open.datastreams, open.last_at as "lastAt", there.box
    from (
      select ds.project_id, count(distinct ds.device_id)::int as devices, count(*)::int as datastreams,
        max(lt.phenomenon_time + lt.millis * interval '1 millisecond') as last_at
      from register.v_open_datastream ds left join observations.v_latest lt on lt.datastream_id = ds.id
      where ds.project_id = any(${[...projectIds]}::int[]) group by ds.project_id) as open
    left join (
      select d.project_id, array[min(d.longitude), min(d.latitude), max(d.longitude), max(d.latitude)] as box
      from register.v_public_device d where d.project_id = any(${[...projectIds]}::int[]) and d.latitude is not null
      group by d.project_id) as there on there.project_id = open.project_id`.execute(db);
  return new Map(rows.map(({ projectId, ...reach }) => [projectId, reach]));
}

const LISTED = sql`with listed as materialized (
  select ds.declaration_id, ds.authority_id, ds.project_id, ds.version, ds.in_force_from, ds.address, ds.title, ds.licence,
    ds.why_not_open, ds.open_properties, ds.has_open_readings as is_open,
    au.slug as authority_slug, au.name as authority_name, pr.slug as project_slug, pr.title as project_title
  from register.v_dataset ds
  join identity.v_authority au on au.id = ds.authority_id
  join projects.v_project pr on pr.id = ds.project_id
  where ds.is_in_force)`;

const MEASURED = sql`join register.v_observed_property op on listed.is_open and op.code = any(listed.open_properties)`;
const ACCESS = sql<string>`case when is_open then 'open' else 'not-open' end`;

/** How each filter's values are read from a row of `listed`. */
const VALUES: Record<
  CatalogueFilter,
  { value: RawBuilder<string>; label: RawBuilder<string>; from: RawBuilder<unknown> }
> = {
  access: { value: ACCESS, label: ACCESS, from: sql`` },
  authority: { value: sql`authority_slug`, label: sql`authority_name`, from: sql`` },
  theme: { value: sql`op.theme`, label: sql`op.theme`, from: MEASURED },
  property: { value: sql`op.code`, label: sql`op.name`, from: MEASURED },
  licence: { value: sql`licence`, label: sql`licence`, from: sql`` },
};

/** The search and every filter except `ignored`, as a predicate on `listed`. */
function matches(query: CatalogueQuery, ignored?: CatalogueFilter): RawBuilder<SqlBool> {
  const words = (query.search ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 10);
  const found = words.map((word) => {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    return sql<SqlBool>`(listed.title || ' ' || listed.address || ' ' || listed.authority_name || ' ' || listed.project_title) ilike ${like}
      or listed.open_properties && (select array_agg(code) from register.v_observed_property where name ilike ${like} or code ilike ${like})`;
  });
  const chosen = CATALOGUE_FILTERS.filter((filter) => filter !== ignored && (query[filter]?.length ?? 0) > 0).map(
    (filter) => {
      const values = [...query[filter]!];
      if (filter === 'theme')
        return sql<SqlBool>`listed.is_open and listed.open_properties && (
          select array_agg(code) from register.v_observed_property where theme = any(${values}::text[]))`;
      if (filter === 'property') return sql<SqlBool>`listed.is_open and listed.open_properties && ${values}::text[]`;
      return sql<SqlBool>`${VALUES[filter].value} = any(${values}::text[])`;
    },
  );
  return sql<SqlBool>`(true ${sql.join(
    [...found, ...chosen].map((part) => sql`and (${part})`),
    sql` `,
  )})`;
}
