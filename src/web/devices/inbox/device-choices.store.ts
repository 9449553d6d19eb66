import { type Db, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';

export interface DeviceChoice {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

const MOST_OFFERED = 300;

/** Devices to choose from while typing, retired ones left out: by name, or by address where two have the same name. */
export async function devicesToOffer(db: Db, viewer: Viewer, authorityId: number): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select case when count(*) over (partition by lower(name)) > 1 then slug else name end as text
    from register.v_device where ${inUse(viewer, authorityId)} order by name, slug limit ${MOST_OFFERED}`.execute(db);
  return rows.map((row) => row.text);
}

/** The devices of that address, name or identifier, letters' case aside. */
export async function devicesCalled(
  db: Db,
  viewer: Viewer,
  authorityId: number,
  words: string,
): Promise<DeviceChoice[]> {
  const { rows } = await sql<DeviceChoice>`
    select id, slug, name from register.v_device d
    where ${inUse(viewer, authorityId)} and (slug = ${words} or lower(name) = lower(${words}) or exists (
      select 1 from register.v_device_identifier i where i.device_id = d.id and lower(i.value) = lower(${words})))
    order by slug = ${words} desc, slug limit 6`.execute(db);
  return rows[0]?.slug === words ? rows.slice(0, 1) : rows;
}

/** Names a mistyped one may have been meant for. */
export async function devicesLike(db: Db, viewer: Viewer, authorityId: number, words: string): Promise<string[]> {
  const like = words
    .split(/\s+/)
    .filter((word) => word.length > 2)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const { rows } = await sql<{ name: string }>`
    select distinct name from register.v_device
    where ${inUse(viewer, authorityId)} and name ilike any(${like}::text[]) order by name limit 3`.execute(db);
  return rows.map((row) => row.name);
}

const inUse = (viewer: Viewer, authorityId: number) =>
  sql`authority_id = ${authorityId} and authority_id = any(${authoritiesWhere(viewer, 'device.edit')}::int[])
    and state <> 'retired'`;
