/**
 * The catalogue as DCAT 3 after the UK Cross-Government Metadata Exchange Model. Every figure comes from the declaration in force
 * or from the readings; `publicUrl` makes addresses of them.
 */

import type { Dataset } from './dataset.store.ts';
import { isoDay, summaryOf } from './dataset-words.ts';
import { FREQUENCIES, SERVICE_LIVE, SERVICE_REST } from './exchange-model.ts';
import { licenceOf } from './licences.ts';
import type { Resource, Term, Value } from './rdf.ts';

/** The addresses of a dataset on this Lamppost. */
export function addressesOf(dataset: Pick<Dataset, 'authoritySlug' | 'address' | 'projectSlug'>, publicUrl: string) {
  const page = `${publicUrl}/data/${dataset.authoritySlug}/${dataset.address}`;
  return {
    page,
    csv: `${page}/readings.csv`,
    dictionaryCsv: `${page}/dictionary.csv`,
    dictionaryJson: `${page}/dictionary.json`,
    declaration: `${publicUrl}/register/${dataset.authoritySlug}/projects/${dataset.projectSlug}`,
    publisher: `${publicUrl}/data?authority=${dataset.authoritySlug}`,
    service: `${publicUrl}/v1.1#${dataset.authoritySlug}`,
  };
}

/** An open dataset and its two distributions: everything as CSV, and the same through the SensorThings API. */
export function dcatDataset(dataset: Dataset, publicUrl: string): Resource[] {
  const at = addressesOf(dataset, publicUrl);
  const modified = day(modifiedAt(dataset));
  const licence: Value = { iri: licenceOf(dataset.licence).url ?? `${at.page}#licence` };
  const distribution = (name: string, title: string, rest: Resource['says']): Resource => ({
    id: `${at.page}#${name}`,
    type: 'dcat:Distribution',
    says: [
      ['dct:identifier', { text: `${at.page}#${name}` }],
      ['dct:title', english(title)],
      ['dct:license', licence],
      ['dct:accessRights', { text: 'OPEN' }],
      ['dct:modified', modified],
      ...rest,
    ],
  });
  return [
    {
      id: at.page,
      type: 'dcat:Dataset',
      says: [
        ...catalogued(dataset, at.page, licence, publicUrl),
        ['dct:title', english(dataset.title)],
        ['dct:description', english(dataset.body.summary)],
        ['rdfs:comment', english(summaryOf(dataset))],
        ['dct:modified', modified],
        ['dcat:version', { text: String(dataset.version) }],
        ['dct:accrualPeriodicity', { term: frequencyOf(dataset) }],
        ...dataset.properties.map((property) => ['dcat:keyword', english(property.name)] as const),
        ...dataset.properties.map(
          ({ definition }) =>
            ['dcat:theme', { iri: definition.startsWith('/') ? publicUrl + definition : definition }] as const,
        ),
        ['dcat:landingPage', { iri: at.page }],
        ['dct:relation', { iri: at.declaration }],
        ['dct:relation', { iri: at.dictionaryJson }],
        ['dct:spatial', spatialOf(dataset)],
        ['dct:temporal', temporalOf(dataset)],
        ['dcat:distribution', { iri: `${at.page}#csv` }],
        ['dcat:distribution', { iri: `${at.page}#api` }],
      ],
    },
    distribution('csv', `${dataset.title}, every open reading as CSV`, [
      [
        'dct:description',
        english('One line for each reading, by sensor and time. The data dictionary says what the columns hold.'),
      ],
      ['dcat:mediaType', { text: 'text/csv' }],
      ['dcat:accessURL', { iri: at.page }],
      ['dcat:downloadURL', { iri: at.csv }],
    ]),
    distribution('api', `${dataset.title} through the SensorThings API`, [
      ['dcat:mediaType', { text: 'application/json' }],
      ['dcat:accessURL', { iri: sensorThingsUrl(dataset, publicUrl) }],
      ['dcat:accessService', { iri: at.service }],
    ]),
  ];
}

/** The authority as publisher. */
export function dcatOrganisation(dataset: Dataset, publicUrl: string): Resource {
  const { publisher } = addressesOf(dataset, publicUrl);
  return {
    id: publisher,
    type: 'foaf:Organization',
    says: [
      ['dct:identifier', { text: publisher }],
      ['dct:title', english(dataset.authorityName)],
      ['foaf:homepage', dataset.authorityWebsite ? { iri: dataset.authorityWebsite } : undefined],
    ],
  };
}

/** The SensorThings API as the service of one authority's datasets; `dataset` is any of them. */
export function dcatService(dataset: Dataset, served: readonly string[], publicUrl: string, modified: Date): Resource {
  const { service } = addressesOf(dataset, publicUrl);
  const licence: Value = { iri: licenceOf(dataset.licence).url ?? `${publicUrl}/licence` };
  return {
    id: service,
    type: 'dcat:DataService',
    says: [
      ...catalogued(dataset, service, licence, publicUrl),
      ['dct:title', english(`SensorThings API of ${dataset.authorityName}`)],
      [
        'dct:description',
        english('Open readings, sensors and places through the OGC SensorThings API 1.1. No key is needed.'),
      ],
      ['dct:modified', day(modified)],
      ['dcat:version', { text: '1.1' }],
      ['dcat:endpointURL', { iri: `${publicUrl}/v1.1` }],
      ['dcat:endpointDescription', { iri: `${publicUrl}/docs` }],
      ['adms:status', { iri: SERVICE_LIVE }],
      ['dct:type', { iri: SERVICE_REST }],
      ...served.map((iri) => ['dcat:servesDataset', { iri }] as const),
    ],
  };
}

/** The catalogue itself, once everything in it is known. */
export function dcatCatalogue(
  publicUrl: string,
  of: { datasets: readonly string[]; services: readonly string[]; publishers: readonly string[] },
): Resource {
  return {
    id: `${publicUrl}/data/catalogue`,
    type: 'dcat:Catalog',
    says: [
      ['dct:title', english('Open readings of public sensors')],
      ['dct:description', english('Each dataset is what one project declares open, as its declaration in force says.')],
      ['foaf:homepage', { iri: `${publicUrl}/data` }],
      ...of.publishers.map((iri) => ['dct:publisher', { iri }] as const),
      ...of.datasets.map((iri) => ['dcat:dataset', { iri }] as const),
      ...of.services.map((iri) => ['dcat:service', { iri }] as const),
    ],
  };
}

/** When the dataset last changed: its newest reading, or its promise where that is newer. */
export function modifiedAt({ inForceFrom, lastAt }: Pick<Dataset, 'inForceFrom' | 'lastAt'>): Date {
  return lastAt && lastAt > inForceFrom ? lastAt : inForceFrom;
}

/** How often readings come at most, from the shortest interval declared of any open property. */
export function frequencyOf({ body, properties }: Pick<Dataset, 'body' | 'properties'>): Term {
  const open = new Set(properties.map(({ code }) => code));
  const seconds = Math.min(
    ...body.properties.filter((one) => open.has(one.property)).map((one) => one.shortest_interval_s),
  );
  return FREQUENCIES.find(([most]) => seconds <= most)?.[1] ?? 'freq:irregular';
}

/** The datastreams of the dataset in the SensorThings API. */
export function sensorThingsUrl(dataset: Pick<Dataset, 'authoritySlug' | 'projectSlug'>, publicUrl: string): string {
  const filter = `properties/authority eq '${dataset.authoritySlug}' and properties/project eq '${dataset.projectSlug}'`;
  return `${publicUrl}/v1.1/Datastreams?$filter=${encodeURIComponent(filter)}`;
}

/** What a dataset and a service both must say. */
function catalogued(dataset: Dataset, identifier: string, licence: Value, publicUrl: string): Resource['says'] {
  const publisher: Value = { iri: addressesOf(dataset, publicUrl).publisher };
  const { name, email } = dataset.body.contact;
  return [
    ['dct:identifier', { text: identifier }],
    ['dct:accessRights', { text: 'OPEN' }],
    ['ukgov_metadata:securityClassification', { text: 'OFFICIAL' }],
    ['dct:license', licence],
    ['dct:publisher', publisher],
    ['dct:creator', publisher],
    [
      'dcat:contactPoint',
      {
        resource: {
          type: 'vcard:Kind',
          says: [
            ['vcard:fn', english(name)],
            ['vcard:hasEmail', { iri: `mailto:${email}` }],
          ],
        },
      },
    ],
  ];
}

function spatialOf({ box }: Dataset): Value | undefined {
  if (!box) return undefined;
  const [west, south, east, north] = box;
  const corners = [`${west} ${south}`, `${east} ${south}`, `${east} ${north}`, `${west} ${north}`, `${west} ${south}`];
  return {
    resource: {
      type: 'dct:Location',
      says: [['dcat:bbox', { text: `POLYGON((${corners.join(', ')}))`, datatype: 'geo:wktLiteral' }]],
    },
  };
}

function temporalOf({ firstAt, lastAt }: Dataset): Value | undefined {
  if (!firstAt || !lastAt) return undefined;
  return {
    resource: {
      type: 'dct:PeriodOfTime',
      says: [
        ['dcat:startDate', day(firstAt)],
        ['dcat:endDate', day(lastAt)],
      ],
    },
  };
}

function english(text: string): Value {
  return { text, language: 'en' };
}

function day(at: Date): Value {
  return { text: isoDay(at), datatype: 'xsd:date' };
}
