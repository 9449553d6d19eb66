/** Datasets in the shape of CKAN's Action API (version 3), which most harvesters of councils' data read. Pure. */
import type { Dataset } from './dataset.store.ts';
import { addressesOf, modifiedAt, sensorThingsUrl } from './dcat.ts';
import { licenceOf } from './licences.ts';

/** The name of a package: CKAN wants one list for all, so the authority's short name stands before. */
export function packageName({ authoritySlug, address }: Pick<Dataset, 'authoritySlug' | 'address'>): string {
  return `${authoritySlug}_${address.replace('.', '_')}`;
}

/** Whose dataset a package's name means; undefined for what is no name of ours. */
export function datasetNamed(name: string): { authoritySlug: string; address: string } | undefined {
  const [, authoritySlug, address] = /^([a-z0-9-]+)_([a-z0-9-]+(?:_\d+)?)$/.exec(name) ?? [];
  return authoritySlug && address ? { authoritySlug, address: address.replace('_', '.') } : undefined;
}

/** An open dataset as CKAN's package_show answers it. */
export function ckanPackage(dataset: Dataset, publicUrl: string) {
  const at = addressesOf(dataset, publicUrl);
  const licence = licenceOf(dataset.licence);
  const modified = modifiedAt(dataset).toISOString().replace('Z', '');
  const { contact, summary } = dataset.body;
  const name = packageName(dataset);
  const resource = (
    part: string,
    title: string,
    format: string,
    mimetype: string,
    url: string,
    description: string,
  ) => ({
    id: `${name}_${part}`,
    package_id: name,
    name: title,
    description,
    format,
    mimetype,
    url,
    last_modified: modified,
    state: 'active',
  });
  const resources = [
    resource('csv', 'Readings', 'CSV', 'text/csv', at.csv, 'Every open reading, by sensor and time.'),
    resource(
      'dictionary',
      'Data dictionary',
      'CSV',
      'text/csv',
      at.dictionaryCsv,
      'What the columns and properties mean.',
    ),
    resource(
      'api',
      'SensorThings API',
      'JSON',
      'application/json',
      sensorThingsUrl(dataset, publicUrl),
      'OGC SensorThings 1.1.',
    ),
  ];
  const tags = dataset.properties.map((property) => ({
    name: property.code,
    display_name: property.name,
    state: 'active',
  }));
  return {
    id: name,
    name,
    title: dataset.title,
    notes: summary,
    type: 'dataset',
    state: 'active',
    private: false,
    isopen: true,
    url: at.page,
    version: String(dataset.version),
    license_id: licence.ckan,
    license_title: licence.title,
    license_url: licence.url ?? null,
    author: dataset.body.controller,
    author_email: contact.email,
    maintainer: contact.name,
    maintainer_email: contact.email,
    owner_org: dataset.authoritySlug,
    organization: {
      id: dataset.authoritySlug,
      name: dataset.authoritySlug,
      title: dataset.authorityName,
      type: 'organization',
      state: 'active',
    },
    metadata_created: dataset.inForceFrom.toISOString().replace('Z', ''),
    metadata_modified: modified,
    groups: [...new Set(dataset.properties.map(({ theme }) => theme))].map((theme) => ({ name: theme, title: theme })),
    tags,
    num_tags: tags.length,
    resources,
    num_resources: resources.length,
    extras: [
      { key: 'declaration', value: at.declaration },
      { key: 'declaration_version', value: String(dataset.version) },
      { key: 'sensors', value: String(dataset.devices) },
      ...(dataset.box ? [{ key: 'spatial', value: JSON.stringify(boxAsGeoJson(dataset.box)) }] : []),
    ],
  };
}

function boxAsGeoJson([west, south, east, north]: NonNullable<Dataset['box']>) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
