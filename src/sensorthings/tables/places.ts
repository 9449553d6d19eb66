import { sql } from '../../base/index.ts';
import { pointSeenBy, unlessCoarsened, visiblePlaces } from '../../register/index.ts';
import type { Column, Reader } from './entity-table.ts';
import { authoritySlug, plainTable, point, properties, text } from './plain-table.ts';

function placeColumns(alias: string, { viewer, publicUrl }: Reader, geometry: string): Record<string, Column> {
  const name = sql.ref(`${alias}.name`);
  const { latitude, longitude } = pointSeenBy(viewer, alias);
  const description = unlessCoarsened(viewer, sql.ref(`${alias}.description`), alias);
  return {
    name: text(name),
    description: text(sql`coalesce(nullif(${description}, ''), ${name})`),
    encodingType: text(sql`'application/geo+json'::text`),
    [geometry]: point(longitude, latitude),
    properties:
      properties(sql`jsonb_build_object('authority', ${authoritySlug(alias)}, 'slug', ${sql.ref(`${alias}.slug`)},
      'kind', ${sql.ref(`${alias}.kind`)}, 'precisionMetres', ${sql.ref(`${alias}.place_precision_m`)},
      'page', ${publicUrl}::text || '/register/' || ${authoritySlug(alias)} || '/places/' || ${sql.ref(`${alias}.slug`)})`),
  };
}

/** A Location is a place; its point is as exact as the declarations of the devices there let this reader see. */
export const LOCATIONS = plainTable({
  entity: 'Location',
  view: 'register.v_place',
  visible: (alias, { viewer }) => visiblePlaces(viewer, alias),
  columns: (alias, reader) => placeColumns(alias, reader, 'location'),
});

/** A FeatureOfInterest is the place where a device stood when it measured; the same places, with the same ids. */
export const FEATURES_OF_INTEREST = plainTable({
  entity: 'FeatureOfInterest',
  view: 'register.v_place',
  visible: (alias, { viewer }) => visiblePlaces(viewer, alias),
  columns: (alias, reader) => placeColumns(alias, reader, 'feature'),
});
