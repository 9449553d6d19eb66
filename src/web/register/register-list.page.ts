import { pagerFor } from '../face/pager.ts';
import { filterDevices, queryString, type RegisterQuery } from './filter-devices.ts';
import type { DwellingCount, PublicDevice } from './public-devices.store.ts';

const PAGE_SIZE = 50;

/** The model of the register's list. */
export function registerListPage(
  devices: readonly PublicDevice[],
  dwellings: readonly DwellingCount[],
  query: RegisterQuery,
) {
  const { found, facets } = filterDevices(devices, query);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, Number(query.page) || 1), pages);
  const { page: _page, ...filters } = query;
  const selected = facets.flatMap((facet) =>
    facet.items
      .filter((item) => item.checked)
      .map((item) => ({
        group: facet.legend,
        text: item.text,
        removeHref: `/register${queryString(filters, { [facet.name]: [query[facet.name] ?? []].flat().filter((value) => value !== item.value) })}`,
      })),
  );
  return {
    total: found.length,
    empty: devices.length === 0,
    rows: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(deviceRow),
    filter: {
      action: '/register',
      search: { name: 'q', label: 'Search', value: query.q ?? '', hint: 'Street, place, sensor or what it measures' },
      groups: facets,
      selected,
      clearHref: '/register',
    },
    pager: pagerFor({
      page,
      pageSize: PAGE_SIZE,
      total: found.length,
      urlFor: (n) => `/register${queryString(filters, { page: String(n) })}`,
    }),
    mapHref: `/register/map${queryString(filters)}`,
    csvHref: `/register.csv${queryString(filters)}`,
    dwellings,
  };
}

function deviceRow(device: PublicDevice) {
  return {
    name: { text: device.name, href: deviceHref(device) },
    place: device.placeSlug
      ? { text: device.place, href: `/register/${device.authoritySlug}/places/${device.placeSlug}` }
      : 'No place yet',
    measures:
      device.measures.slice(0, 4).join(', ') +
      (device.measures.length > 4 ? ` and ${device.measures.length - 4} more` : ''),
    sees:
      device.capture === 'none' ? 'No' : device.capture === 'de_identified' ? 'Notices people' : 'Can identify people',
    authority: device.authority,
    state: device.state,
  };
}

export function deviceHref(device: Pick<PublicDevice, 'authoritySlug' | 'slug'>): string {
  return `/register/${device.authoritySlug}/devices/${device.slug}`;
}

const COLUMNS = [
  'authority',
  'project',
  'name',
  'slug',
  'state',
  'place',
  'latitude',
  'longitude',
  'measures',
  'capture',
  'declaration_in_force',
  'page',
];

/** The filtered register as CSV (RFC 4180). Places are as precise as the declaration lets them be. */
export function registerCsv(devices: readonly PublicDevice[], query: RegisterQuery, publicUrl: string): string {
  const lines = filterDevices(devices, query).found.map((device) =>
    [
      device.authority,
      device.project,
      device.name,
      device.slug,
      device.state,
      device.place,
      device.latitude,
      device.longitude,
      device.measures.join('; '),
      device.capture,
      device.inForce,
      publicUrl + deviceHref(device),
    ]
      .map(csvCell)
      .join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

/** One cell of a CSV file; a leading formula character is defused for spreadsheets, numbers are left alone. */
export function csvCell(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(value ?? '').replace(/^([=+\-@\t\r])/, "'$1");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Devices with a place as GeoJSON (RFC 7946), for the map. */
export function registerGeoJson(devices: readonly PublicDevice[], query: RegisterQuery) {
  const { found } = filterDevices(devices, query);
  return {
    type: 'FeatureCollection',
    features: found
      .filter((device) => device.longitude !== null)
      .map((device) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [device.longitude, device.latitude] },
        properties: {
          name: device.name,
          place: device.place,
          state: device.state,
          capture: device.capture,
          measures: device.measures.join(', '),
          href: deviceHref(device),
        },
      })),
  };
}
