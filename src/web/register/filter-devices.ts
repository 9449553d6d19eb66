import type { PublicDevice } from './public-devices.store.ts';

/** The filters of the register: a search and four groups in which several may be chosen. */
export interface RegisterQuery {
  readonly q?: string;
  readonly authority?: string | string[];
  readonly theme?: string | string[];
  readonly state?: string | string[];
  readonly sees?: string | string[];
  readonly page?: string;
}

export interface Facet {
  readonly name: 'authority' | 'theme' | 'state' | 'sees';
  readonly legend: string;
  readonly items: { value: string; text: string; count: number; checked: boolean }[];
}

const GROUPS = [
  {
    name: 'sees',
    legend: 'Can it see people?',
    values: (device: PublicDevice) => [
      device.capture === 'none' ? 'no' : device.capture === 'de_identified' ? 'notices' : 'yes',
    ],
  },
  { name: 'theme', legend: 'What it measures', values: (device: PublicDevice) => device.themes },
  { name: 'authority', legend: 'Authority', values: (device: PublicDevice) => [device.authoritySlug] },
  { name: 'state', legend: 'State', values: (device: PublicDevice) => [device.state] },
] as const;

const WORDS: Record<string, string> = {
  no: 'No',
  notices: 'It notices people, not who they are',
  yes: 'It can identify people',
  air: 'Outdoor air',
  indoor: 'Indoor air',
  water: 'Water and rain',
  counts: 'People and vehicles counted',
  energy: 'Energy',
  noise: 'Noise',
  device: 'The device itself',
  charging: 'Charging points',
};

/** Devices that match, and how many there would be for each value of each filter, the other filters applied. */
export function filterDevices(
  devices: readonly PublicDevice[],
  query: RegisterQuery,
): { found: PublicDevice[]; facets: Facet[] } {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const searched = devices.filter((device) => matches(device, words));
  const chosen = GROUPS.map((group) => new Set([query[group.name] ?? []].flat().filter(Boolean)));
  const passes = (device: PublicDevice, except: number) =>
    GROUPS.every(
      (group, index) =>
        index === except ||
        chosen[index]!.size === 0 ||
        group.values(device).some((value) => chosen[index]!.has(value)),
    );
  const found = searched.filter((device) => passes(device, -1));
  const facets = GROUPS.map((group, index): Facet => {
    const counts = new Map<string, number>();
    for (const device of devices) for (const value of group.values(device)) counts.set(value, 0);
    for (const device of searched) {
      if (passes(device, index)) for (const value of group.values(device)) counts.set(value, counts.get(value)! + 1);
    }
    const names = new Map(devices.map((device) => [device.authoritySlug, device.authority]));
    const items = [...counts.entries()]
      .map(([value, count]) => ({
        value,
        text: textOf(group.name, value, names),
        count,
        checked: chosen[index]!.has(value),
      }))
      .sort((a, b) => a.text.localeCompare(b.text));
    return { name: group.name, legend: group.legend, items };
  });
  return { found, facets };
}

function matches(device: PublicDevice, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [device.name, device.slug, device.place, device.authority, device.project, ...device.measures]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function textOf(group: Facet['name'], value: string, authorities: ReadonlyMap<string, string>): string {
  if (group === 'authority') return authorities.get(value) ?? value;
  return WORDS[value] ?? value.charAt(0).toUpperCase() + value.slice(1);
}

/** The query string of a filtered list with one thing changed; empty parts are left out. */
export function queryString(
  query: RegisterQuery,
  change: Partial<Record<keyof RegisterQuery, string | string[] | undefined>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...change })) {
    for (const one of [value ?? []].flat()) if (one !== '') parameters.append(name, one);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
