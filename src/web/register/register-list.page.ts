import type { Db } from '../../base/index.ts';
import {
  dwellingCounts,
  type FilterValue,
  listProperties,
  type PersonalDataClass,
  type PublicDevice,
  publicDevices,
  publicFilterCounts,
  type RegisterFilter,
} from '../../register/index.ts';
import { pagerFor } from '../face/pager.ts';
import { THEMES } from '../face/theme-words.ts';
import { queryOf, queryString, type RawQuery, valuesOf } from './register-query.ts';

const PAGE_SIZE = 25;

/** The filters in the order people ask, with their legends. */
const GROUPS: readonly [RegisterFilter, string][] = [
  ['capture', 'Can it see people?'],
  ['theme', 'What it is about'],
  ['property', 'What it measures'],
  ['purpose', 'Why'],
  ['authority', 'Authority'],
  ['state', 'State'],
];

const CAPTURE: Record<PersonalDataClass, string> = {
  none: 'No',
  de_identified: 'It notices people, not who they are',
  pseudonymous: 'In part: people under a code',
  identifiable: 'It can identify people',
};
/** The model of the register's list. */
export async function registerListPage(db: Db, raw: RawQuery) {
  const query = queryOf(raw);
  const { page: _page, ...filters } = raw;
  const page = pageIn(raw.page);
  const [{ total, devices }, counts, properties, dwellings] = await Promise.all([
    publicDevices(db, { ...query, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    publicFilterCounts(db, query),
    listProperties(db),
    dwellingCounts(db),
  ]);
  const names = new Map(properties.map((property) => [property.code, property.name]));
  const groups = GROUPS.map(([name, legend]) => ({
    name,
    legend,
    items: counts[name].map((value) => filterItem(name, value, raw)),
  }));
  const selected = groups.flatMap(({ name, legend, items }) =>
    items
      .filter((item) => item.checked)
      .map((item) => ({
        group: legend,
        text: item.text,
        removeHref: `/register${queryString(filters, { [name]: valuesOf(raw[name]).filter((value) => value !== item.value) })}`,
      })),
  );
  return {
    total,
    empty: total === 0 && Object.keys(query).length === 0,
    rows: devices.map((device) => deviceRow(device, names)),
    filter: {
      action: '/register',
      search: { name: 'q', label: 'Search', value: raw.q ?? '', hint: 'Street, place, sensor or what it measures' },
      groups: groups.filter(({ items }) => items.length > 0),
      selected,
      clearHref: '/register',
    },
    pager: pagerFor({
      page,
      pageSize: PAGE_SIZE,
      total,
      urlFor: (n) => `/register${queryString(filters, { page: String(n) })}`,
    }),
    mapHref: `/register/map${queryString(filters)}`,
    csvHref: `/register.csv${queryString(filters)}`,
    dwellings,
  };
}

/** The number of a page that may exist; the first for anything else. */
function pageIn(text: string | string[] | undefined): number {
  return typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function filterItem(name: RegisterFilter, { value, label, count }: FilterValue, raw: RawQuery) {
  const text =
    name === 'capture'
      ? CAPTURE[value as PersonalDataClass]
      : name === 'theme'
        ? (THEMES[value] ?? value)
        : capital(label);
  return { value, text, count, checked: valuesOf(raw[name]).includes(value) };
}

function deviceRow(device: PublicDevice, names: ReadonlyMap<string, string>) {
  const measures = device.properties.map((code) => names.get(code) ?? code);
  return {
    name: { text: device.name, href: deviceHref(device) },
    place: device.placeSlug
      ? { text: device.placeName, href: `/register/${device.authoritySlug}/places/${device.placeSlug}` }
      : 'No place yet',
    measures: measures.slice(0, 4).join(', ') + (measures.length > 4 ? ` and ${measures.length - 4} more` : ''),
    sees:
      device.capture === 'none' ? 'No' : device.capture === 'de_identified' ? 'Notices people' : 'Can identify people',
    state: device.state,
  };
}

export function deviceHref(device: { authoritySlug: string; slug: string }): string {
  return `/register/${device.authoritySlug}/devices/${device.slug}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
