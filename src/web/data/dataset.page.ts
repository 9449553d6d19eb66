import type { House } from '../../base/index.ts';
import { findAuthority } from '../../identity/index.ts';
import {
  addressesOf,
  type Dataset,
  dataDictionary,
  datasetNotOpen,
  datasetUnknown,
  findDataset,
  frequencyOf,
  licenceOf,
  READING_COLUMNS,
  schemaOrgDataset,
  sensorThingsUrl,
} from '../../publish/index.ts';
import { contactHref } from '../enquiries/contact.page.ts';

export type DatasetAddress = { authority: string; dataset: string };

const FREQUENCY_WORDS: Record<string, string> = {
  'freq:continuous': 'All the time, as readings arrive',
  'freq:daily': 'Every day',
  'freq:weekly': 'Every week',
  'freq:biweekly': 'Every two weeks',
  'freq:monthly': 'Every month',
  'freq:quarterly': 'Every quarter',
  'freq:annual': 'Every year',
  'freq:irregular': 'At uneven intervals',
};

/** The dataset at an address, or PUB_DATASET_UNKNOWN. */
export async function requireDataset({ db }: House, { authority, dataset }: DatasetAddress): Promise<Dataset> {
  const found = await findDataset(db, authority, dataset);
  if (!found) throw datasetUnknown({ dataset: `${authority}/${dataset}` });
  return found;
}

/** The same for downloads: PUB_DATASET_NOT_OPEN when its readings are not open. */
export async function requireOpenDataset(house: House, address: DatasetAddress): Promise<Dataset> {
  const found = await requireDataset(house, address);
  if (!found.isOpen) throw datasetNotOpen({ dataset: `${address.authority}/${address.dataset}` });
  return found;
}

/** What a dataset is, under which licence and promise, how far it reaches, and how to have it. */
export async function datasetPage(house: House, address: DatasetAddress) {
  const dataset = await requireDataset(house, address);
  const owner = await findAuthority(house.db, dataset.authoritySlug);
  const { publicUrl } = house.settings;
  const at = addressesOf(dataset, '');
  return {
    page: {
      title: dataset.title,
      authority: { name: dataset.authorityName, slug: dataset.authoritySlug, accent: owner?.accent ?? null },
      breadcrumbs: [{ text: 'Data', href: '/data' }, { text: dataset.title }],
      description: dataset.body.summary.slice(0, 250),
    },
    dataset,
    at,
    licence: licenceOf(dataset.licence),
    frequency: dataset.isOpen ? FREQUENCY_WORDS[frequencyOf(dataset)] : undefined,
    dictionary: dataDictionary(dataset, ''),
    columns: READING_COLUMNS,
    apiHref: sensorThingsUrl(dataset, ''),
    askHref: contactHref({
      kind: 'publication',
      authority: dataset.authoritySlug,
      project: dataset.projectSlug,
      about: dataset.title,
    }),
    csvUrl: publicUrl + at.csv,
    // a block of data, not a script: no browser runs it; "<" is escaped so that no text of ours can end it
    schemaOrg: dataset.isOpen
      ? JSON.stringify(schemaOrgDataset(dataset, publicUrl)).replaceAll('<', '\\u003c')
      : undefined,
  };
}
