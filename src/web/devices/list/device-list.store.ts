/** The list of devices, for people who may read the projects of their authorities: counted by filter, shown by page. */
import { type Db, type RawBuilder, type SqlBool, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';
import { type DeviceState, visibleDatastreams } from '../../../register/index.ts';

/** How many devices share a state, a project and a model. */
export interface DeviceCount {
  readonly state: DeviceState;
  /** `authority/slug`, as for the model. */
  readonly project: string;
  readonly projectTitle: string;
  readonly model: string;
  readonly modelName: string;
  readonly authority: string;
  readonly authorityName: string;
  readonly count: number;
}

export interface ListedDevice {
  readonly slug: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly stateSince: Date;
  readonly authoritySlug: string;
  readonly authorityName: string;
  readonly projectSlug: string;
  readonly projectTitle: string;
  readonly modelSlug: string;
  readonly modelName: string;
  /** Null where it stands nowhere; "A home" for those who may not read its readings. */
  readonly placeName: string | null;
  /** The newest reading this viewer may see. */
  readonly lastReadingAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly identifiers: string;
}

export interface DeviceSelection {
  readonly search: string;
  readonly states: readonly string[];
  readonly projects: readonly string[];
  readonly models: readonly string[];
  readonly authorities: readonly string[];
}

/** Counts what the search finds, for the filters: by number first, so that names are looked up once for each count. */
export async function countDevices(db: Db, viewer: Viewer, search: string): Promise<DeviceCount[]> {
  const { rows } = await sql<DeviceCount>`
    with counted as materialized (
      select d.authority_id, d.state, d.project_id, d.model_id, count(*) as count
      from register.v_device d ${search === '' ? sql`` : PLACE} where ${found(viewer, search)} group by 1, 2, 3, 4)
    select d.state, a.slug || '/' || p.slug as project, p.title as "projectTitle", a.slug || '/' || m.slug as model,
      m.name as "modelName", a.slug as authority, a.name as "authorityName", d.count
    from counted d ${NAMES}`.execute(db);
  return rows;
}

/** The devices of a selection: by name, or those longest without a reading first. */
export async function selectListed(
  db: Db,
  viewer: Viewer,
  selection: DeviceSelection,
  { order, limit, offset }: { order: 'name' | 'quiet'; limit: number; offset: number },
): Promise<ListedDevice[]> {
  const isQuiet = order === 'quiet';
  const { search, states, projects, models, authorities } = selection;
  const isNamed = projects.length + models.length + authorities.length > 0;
  const { rows } = await sql<ListedDevice>`
    with page as materialized (
      select d.id, ${isQuiet ? sql`heard.at` : sql`null::timestamptz`} as at
      from register.v_device d ${search === '' ? sql`` : PLACE} ${isNamed ? NAMES : sql``} ${isQuiet ? lastReading(viewer) : sql``}
      where ${found(viewer, search)} and ${among(sql`d.state`, states)}
        and ${among(sql`a.slug || '/' || p.slug`, projects)} and ${among(sql`a.slug || '/' || m.slug`, models)}
        and ${among(sql`a.slug`, authorities)}
      order by at nulls first, d.name, d.id limit ${limit} offset ${offset})
    select d.slug, d.name, d.state, d.state_since as "stateSince", a.slug as "authoritySlug", a.name as "authorityName",
      p.slug as "projectSlug", p.title as "projectTitle", m.slug as "modelSlug", m.name as "modelName",
      ${placeName(viewer)} as "placeName", d.confirmed_at as "confirmedAt",
      (select max(l.phenomenon_time) from register.v_datastream ds
       join observations.v_latest l on l.datastream_id = ds.id
       where ds.device_id = d.id and ${visibleDatastreams(viewer)}) as "lastReadingAt",
      (select coalesce(string_agg(i.value, ' ' order by i.kind, i.value), '')
       from register.v_device_identifier i where i.device_id = d.id) as identifiers
    from page join register.v_device d on d.id = page.id ${NAMES} ${PLACE}
    order by page.at nulls first, d.name, d.id`.execute(db);
  return rows;
}

const NAMES = sql`join identity.v_authority a on a.id = d.authority_id
    join projects.v_project p on p.id = d.project_id
    join register.v_model m on m.id = d.model_id`;
const PLACE = sql`left join register.v_device_place dp on dp.device_id = d.id`;

/**
 * The newest reading of each device whose readings are the viewer's own to read, for ordering: one look at the end of the key of each
 * datastream, which needs no row (docs/decisions/0008).
 */
const lastReading = (viewer: Viewer) => sql`left join (
      select ds.device_id, max(newest.at) as at from register.v_datastream_property ds
      cross join lateral (select o.phenomenon_time as at from observations.v_observation o
        where o.datastream_id = ds.id order by o.phenomenon_time desc limit 1) as newest
      where ds.authority_id = any(${authoritiesWhere(viewer, 'readings.read')}::int[])
      group by ds.device_id) heard on heard.device_id = d.id`;

function found(viewer: Viewer, search: string): RawBuilder<SqlBool> {
  const mine = sql<SqlBool>`d.authority_id = any(${authoritiesWhere(viewer, 'project.read')}::int[])`;
  if (search === '') return mine;
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`${mine} and (d.name ilike ${like} or d.slug ilike ${like} or ${placeName(viewer)} ilike ${like}
    or exists (select 1 from register.v_device_identifier i where i.device_id = d.id and i.value ilike ${like}))`;
}

function placeName(viewer: Viewer): RawBuilder<string | null> {
  const readable = sql`d.authority_id = any(${authoritiesWhere(viewer, 'readings.read')}::int[])`;
  return sql`case when dp.is_dwelling and not ${readable} then 'A home' else dp.place_name end`;
}

function among(what: RawBuilder<unknown>, values: readonly string[]): RawBuilder<SqlBool> {
  return values.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${what} = any(${[...values]}::text[])`;
}
