import { announce, sql, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { isSlug, slugOf } from '../projects/index.ts';
import { placeInvalid } from './register.errors.ts';

/** What a place can be; a dwelling is public only as one of ten or more in its area. */
export const PLACE_KINDS = ['street', 'school', 'river', 'park', 'building', 'car_park', 'dwelling'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export interface PlaceInput {
  readonly authorityId: number;
  /** Made from the name when left out. */
  readonly slug?: string;
  readonly name: string;
  readonly description?: string;
  readonly kind: PlaceKind;
  /** WGS 84, degrees. */
  readonly latitude: number;
  readonly longitude: number;
  readonly uprn?: string | null;
  readonly usrn?: string | null;
  /** GSS code of the small area; a dwelling is counted under it. */
  readonly areaCode?: string | null;
}

/**
 * Adds a place, or changes the one with that address; saying the same again changes nothing. A place at which devices
 * are or were stays a home if it was one, so that no change of a word opens its readings.
 */
export async function savePlace(
  tx: Tx,
  viewer: Viewer,
  input: PlaceInput,
): Promise<{ placeId: number; slug: string; changed: boolean }> {
  requirePermission(viewer, 'device.edit', input.authorityId);
  const place = requirePlace(input);
  const { rows } = await sql<{ id: number; isDwelling: boolean; inUse: boolean; same: boolean }>`
    select id, is_dwelling as "isDwelling",
      exists (select 1 from register.placement pm where pm.place_id = pl.id) as "inUse",
      (name, description, kind, latitude, longitude, uprn, usrn, area_code, is_dwelling) is not distinct from
      (${place.name}, ${place.description}, ${place.kind}, ${place.latitude}::float8, ${place.longitude}::float8,
       ${place.uprn}::text, ${place.usrn}::text, ${place.areaCode}::text, ${place.isDwelling}::boolean) as same
    from register.place pl where authority_id = ${input.authorityId} and slug = ${place.slug}`.execute(tx);
  const old = rows[0];
  if (old?.same) return { placeId: old.id, slug: place.slug, changed: false };
  if (old?.isDwelling && old.inUse && !place.isDwelling)
    throw placeInvalid({ field: 'kind', why: 'a home where devices stood stays a home; add another place instead' });
  const saved = await sql<{ id: number }>`
    insert into register.place (authority_id, slug, name, description, kind, latitude, longitude, uprn, usrn, area_code, is_dwelling)
    values (${input.authorityId}, ${place.slug}, ${place.name}, ${place.description}, ${place.kind}, ${place.latitude},
      ${place.longitude}, ${place.uprn}, ${place.usrn}, ${place.areaCode}, ${place.isDwelling})
    on conflict (authority_id, slug) do update set name = excluded.name, description = excluded.description,
      kind = excluded.kind, latitude = excluded.latitude, longitude = excluded.longitude, uprn = excluded.uprn,
      usrn = excluded.usrn, area_code = excluded.area_code, is_dwelling = excluded.is_dwelling
    returning id`.execute(tx);
  const placeId = saved.rows[0]!.id;
  if (old) await announce(tx, 'register.changed', { authorityId: input.authorityId, placeId });
  const action = old ? 'place.change' : 'place.add';
  await audit(tx, { authorityId: input.authorityId, actor: viewer, action, subject: { kind: 'place', id: placeId } });
  return { placeId, slug: place.slug, changed: true };
}

function requirePlace(input: PlaceInput) {
  const refuse = (field: string, why: string) => placeInvalid({ field, why });
  const name = input.name.trim();
  if (name === '') throw refuse('name', 'its name is empty');
  const slug = input.slug?.trim() || slugOf(name);
  if (!isSlug(slug)) throw refuse('slug', 'its address may hold lower-case letters, digits and dashes');
  if (!PLACE_KINDS.includes(input.kind)) throw refuse('kind', `its kind must be one of ${PLACE_KINDS.join(', ')}`);
  requireDegrees(input.latitude, 90, 'latitude');
  requireDegrees(input.longitude, 180, 'longitude');
  if (input.uprn && !/^\d{1,12}$/.test(input.uprn)) throw refuse('uprn', 'a UPRN has up to twelve digits');
  if (input.usrn && !/^\d{1,8}$/.test(input.usrn)) throw refuse('usrn', 'a USRN has up to eight digits');
  const isDwelling = input.kind === 'dwelling';
  const areaCode = input.areaCode?.trim() || null;
  if (areaCode !== null && !/^[A-Z]\d{8}$/.test(areaCode))
    throw refuse('area_code', 'a GSS code is a letter and eight digits, such as E01003927');
  if (isDwelling && areaCode === null)
    throw refuse('area_code', 'a home needs the code of its small area, under which it is counted');
  return {
    slug,
    name,
    description: input.description?.trim() ?? '',
    kind: input.kind,
    latitude: input.latitude,
    longitude: input.longitude,
    uprn: input.uprn || null,
    usrn: input.usrn || null,
    areaCode,
    isDwelling,
  };
}

function requireDegrees(value: number, limit: number, field: 'latitude' | 'longitude'): void {
  if (Number.isFinite(value) && Math.abs(value) <= limit) return;
  const hint = Math.abs(value) > 1000 ? '; these look like metres of a map grid, convert them to WGS 84 degrees' : '';
  throw placeInvalid({ field, why: `its ${field} must be degrees between -${limit} and ${limit}${hint}` });
}
