import { type Db, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';

export interface PlaceChoice {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

const MOST_OFFERED = 300;

/** Places to choose from while typing, homes left out: by name, or by address where two have the same name. */
export async function placesToOffer(db: Db, viewer: Viewer, authorityId: number): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select case when count(*) over (partition by lower(name)) > 1 then slug else name end as text
    from register.v_place
    where authority_id = ${authorityId} and ${mine(viewer)} and not is_dwelling
    order by name, slug limit ${MOST_OFFERED}`.execute(db);
  return rows.map((row) => row.text);
}

/** The places of that address or that name, letters' case aside. */
export async function placesCalled(db: Db, viewer: Viewer, authorityId: number, words: string): Promise<PlaceChoice[]> {
  const { rows } = await sql<PlaceChoice>`
    select id, slug, name from register.v_place
    where authority_id = ${authorityId} and ${mine(viewer)} and (slug = ${words} or lower(name) = lower(${words}))
    order by slug = ${words} desc, slug limit 6`.execute(db);
  return rows[0]?.slug === words ? rows.slice(0, 1) : rows;
}

/** Names a mistyped one may have been meant for. */
export async function placesLike(db: Db, viewer: Viewer, authorityId: number, words: string): Promise<string[]> {
  const like = words
    .split(/\s+/)
    .filter((word) => word.length > 2)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const { rows } = await sql<{ name: string }>`
    select distinct name from register.v_place
    where authority_id = ${authorityId} and ${mine(viewer)} and not is_dwelling and name ilike any(${like}::text[])
    order by name limit 3`.execute(db);
  return rows.map((row) => row.name);
}

const mine = (viewer: Viewer) => sql`authority_id = any(${authoritiesWhere(viewer, 'device.edit')}::int[])`;
