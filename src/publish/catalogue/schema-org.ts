import type { Dataset } from './dataset.store.ts';
import { isoDay } from './dataset-words.ts';
import { addressesOf, modifiedAt } from './dcat.ts';
import { licenceOf } from './licences.ts';

/** The dataset as schema.org describes one, for search engines that look for datasets. */
export function schemaOrgDataset(dataset: Dataset, publicUrl: string): Record<string, unknown> {
  const at = addressesOf(dataset, publicUrl);
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    '@id': at.page,
    name: dataset.title,
    description: dataset.body.summary,
    url: at.page,
    identifier: at.page,
    license: licenceOf(dataset.licence).url ?? `${at.page}#licence`,
    isAccessibleForFree: true,
    version: String(dataset.version),
    dateModified: isoDay(modifiedAt(dataset)),
    keywords: dataset.properties.map(({ name }) => name),
    creator: { '@type': 'Organization', name: dataset.authorityName, url: dataset.authorityWebsite ?? at.publisher },
    variableMeasured: dataset.properties.map(({ name, definition, unitCode }) => ({
      '@type': 'PropertyValue',
      name,
      propertyID: definition.startsWith('/') ? publicUrl + definition : definition,
      ...(unitCode ? { unitCode } : {}),
    })),
    ...(dataset.firstAt && dataset.lastAt
      ? { temporalCoverage: `${isoDay(dataset.firstAt)}/${isoDay(dataset.lastAt)}` }
      : {}),
    ...(dataset.box
      ? {
          spatialCoverage: {
            '@type': 'Place',
            geo: {
              '@type': 'GeoShape',
              box: `${dataset.box[1]} ${dataset.box[0]} ${dataset.box[3]} ${dataset.box[2]}`,
            },
          },
        }
      : {}),
    distribution: [{ '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: at.csv }],
  };
}
