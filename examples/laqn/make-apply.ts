/**
 * Makes a file for `lamppost apply` from the site list of the London Air Quality Network (its API's CSV, one row a site):
 * three made-up boroughs, west, central and east by longitude, with every site as a monitor of the borough it lies in.
 *
 *   node_modules/.bin/node examples/laqn/make-apply.ts laqn_site_metadata.csv > laqn.yaml
 *
 * The list calls EPSG:3857 metres `@LatitudeWGS84` and `@LongitudeWGS84`; `@Latitude` and `@Longitude` are WGS 84.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'yaml';

/** Sites west of the first line belong to the west, east of the second to the east. */
const LINES = [-0.16, -0.02] as const;
const BOROUGHS = [
  { slug: 'thames-west', name: 'Thames West', accent: '#164a73' },
  { slug: 'thames-central', name: 'Thames Central', accent: '#1b5e3f' },
  { slug: 'thames-east', name: 'Thames East', accent: '#6a2c5b' },
] as const;
const PROJECT = 'reference-monitors';
const SPECIES = ['no2', 'pm10', 'pm25', 'fine', 'o3', 'so2', 'pm1', 'tsp', 'co', 'benzene'];

interface Site {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly isClosed: boolean;
}

/** The sites of the list, by code. */
export function readSites(csv: string): Site[] {
  const rows = parse(csv, { columns: true, bom: true, trim: true }) as Record<string, string>[];
  const sites = rows.map((row) => ({
    code: row['@SiteCode']!,
    name: row['@SiteName']!,
    type: row['@SiteType']!,
    latitude: Number(row['@Latitude']),
    longitude: Number(row['@Longitude']),
    isClosed: row['@DateClosed'] !== '',
  }));
  return sites.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Short name of the made-up borough a site lies in. */
export function boroughOf({ longitude }: Pick<Site, 'longitude'>): string {
  return BOROUGHS[longitude < LINES[0] ? 0 : longitude < LINES[1] ? 1 : 2].slug;
}

/** The file, as an object. */
export function fileFor(sites: readonly Site[]) {
  const monitors = sites.map((site) => ({ authority: boroughOf(site), slug: site.code.toLowerCase(), site }));
  return {
    lamppost: 1,
    authorities: BOROUGHS.map((borough) => ({ ...borough })),
    people: BOROUGHS.flatMap(({ slug: authority, name }) => [
      { authority, email: `lead@${authority}.example`, name: `Lead of ${name}`, roles: ['administrator', 'project_lead'] },
      { authority, email: `approver@${authority}.example`, name: `Approver of ${name}`, roles: ['approver', 'information_governance', 'security'] },
    ]),
    projects: BOROUGHS.map(({ slug: authority, name }) => ({
      authority,
      slug: PROJECT,
      title: `Reference monitors of ${name}`,
      summary: 'What the monitors of the London Air Quality Network measured, hour by hour.',
    })),
    declarations: BOROUGHS.map(({ slug, name }) => declarationOf(slug, name)),
    models: BOROUGHS.map(({ slug: authority }) => ({
      authority,
      slug: 'reference-monitor',
      name: 'Reference monitor',
      maker: 'Several',
      description: 'A monitoring station of the network; each measures some of these.',
      channels: SPECIES.map((property) => ({ field: property, property, required: false })),
    })),
    places: monitors.map(({ authority, slug, site: { name, type, latitude, longitude } }) => ({
      authority,
      slug,
      name,
      description: type,
      kind: 'street',
      latitude,
      longitude,
    })),
    devices: monitors.map(({ authority, slug, site: { code, name, isClosed } }) => ({
      authority,
      slug,
      name: `Monitor at ${name}`,
      project: PROJECT,
      model: 'reference-monitor',
      state: isClosed ? 'maintenance' : 'live',
      report_interval_s: 3600,
      identifiers: [{ kind: 'site_code', value: code }],
      place: slug,
      placed_on: '2000-01-01',
    })),
    sources: BOROUGHS.map(({ slug: authority }) => ({
      authority,
      slug: 'laqn-files',
      name: 'Files of the London Air Quality Network',
      door: 'csv',
      identifier_kind: 'site_code',
    })),
  };
}

function declarationOf(authority: string, name: string) {
  return {
    authority,
    project: PROJECT,
    title: 'Air measured by reference monitors',
    summary: 'Monitoring stations measure gases and particles in the air, hour by hour. They measure air and nothing else.',
    controller: name,
    processors: ['Imperial College London'],
    lawful_basis: 'not_personal',
    classes: { capture: 'none', leaving_device: 'none', stored: 'none', published: 'none' },
    purposes: [{ code: 'health', label: 'Cleaner air', because: 'To know what people breathe, and whether it gets better.' }],
    technologies: ['air_quality'],
    properties: SPECIES.map((property) => ({
      property,
      purposes: ['health'],
      shortest_interval_s: 3600,
      decimals: 3,
      place_precision_m: 0,
      retention_days: 36525,
      audiences: [{ audience: 'public', detail: 'readings' }],
    })),
    stored_in: [`Servers of ${name}`],
    processing: ['Hourly values are taken over from the network as published'],
    who_acts: 'The environment team, when it plans and when it reports.',
    algorithms: [],
    sharing: { dataset: PROJECT, title: `Reference monitors of ${name}`, licence: 'OGL-UK-3.0' },
    capable_but_off: [],
    ends_on: '2035-12-31',
    review_on: '2030-12-31',
    contact: { name: 'Environment team', email: `environment@${authority}.example` },
    objections: 'Write to the environment team. You have an answer within 20 working days.',
  };
}

if (import.meta.main) {
  const [path] = process.argv.slice(2);
  if (!path) {
    console.error('usage: node_modules/.bin/node examples/laqn/make-apply.ts laqn_site_metadata.csv > laqn.yaml');
    process.exit(64);
  }
  process.stdout.write(stringify(fileFor(readSites(readFileSync(path, 'utf8')))));
}
