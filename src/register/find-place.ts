import { type Db, type RawBuilder, sql } from '../base/index.ts';
import { authoritiesWhere, type Viewer } from '../identity/index.ts';
import { placeUnknown } from './register.errors.ts';
import type { PlaceKind } from './save-place.ts';

/** A place as its own authority sees it. */
export interface StoredPlace {
  readonly id: number;
  readonly authorityId: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly kind: PlaceKind;
  readonly latitude: number;
  readonly longitude: number;
  readonly uprn: string | null;
  readonly usrn: string | null;
  readonly areaCode: string | null;
  readonly isDwelling: boolean;
}

/** The places of the authorities whose projects the viewer may read, by name; `search` looks in name and address. */
export async function listPlaces(
  db: Db,
  viewer: Viewer,
  filter: { authorityId?: number; search?: string } = {},
): Promise<StoredPlace[]> {
  const like = `%${(filter.search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { authorityId = null } = filter;
  return selectPlaces(
    db,
    sql`authority_id = any(${authoritiesWhere(viewer, 'project.read')}::int[])
      and (${authorityId}::int is null or authority_id = ${authorityId}) and (name ilike ${like} or slug ilike ${like})`,
  );
}

/** The place at an authority's address, for people who may read its projects; REG_PLACE_UNKNOWN for everyone else. */
export async function requirePlaceAt(db: Db, viewer: Viewer, authorityId: number, slug: string): Promise<StoredPlace> {
  const [place] = authoritiesWhere(viewer, 'project.read').includes(authorityId)
    ? await selectPlaces(db, sql`authority_id = ${authorityId} and slug = ${slug}`)
    : [];
  if (!place) throw placeUnknown({ field: 'place', place: slug });
  return place;
}

async function selectPlaces(db: Db, where: RawBuilder<unknown>): Promise<StoredPlace[]> {
  const { rows } = await sql<StoredPlace>`
    select id, authority_id as "authorityId", slug, name, description, kind, latitude, longitude, uprn, usrn,
      area_code as "areaCode", is_dwelling as "isDwelling"
    from register.place where ${where} order by name, id`.execute(db);
  return rows;
}
