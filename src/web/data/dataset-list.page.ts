import type { Db } from '../../base/index.ts';
import {
  CATALOGUE_FILTERS,
  type CatalogueFilter,
  type CatalogueQuery,
  countDatasets,
  type ListedDataset,
  licenceOf,
  listDatasets,
} from '../../publish/index.ts';
import { listProperties } from '../../register/index.ts';
import { csvOf } from '../face/csv.ts';
import { pagerFor } from '../face/pager.ts';
import { THEMES } from '../face/theme-words.ts';

export type RawQuery = { [name in CatalogueFilter]?: string | string[] } & { q?: string | string[]; page?: string };

const PAGE_SIZE = 25;
const LEGENDS: Record<CatalogueFilter, string> = {
  access: 'May I have it?',
  theme: 'What it is about',
  property: 'What was measured',
  authority: 'Authority',
  licence: 'Licence',
};
const ACCESS: Record<string, string> = { open: 'Open to everyone', 'not-open': 'Not open' };

/** The model of the catalogue's list. */
export async function datasetListPage(db: Db, raw: RawQuery) {
  const query = queryOf(raw);
  const wanted = typeof raw.page === 'string' && /^[1-9]\d{0,5}$/.test(raw.page) ? Number(raw.page) : 1;
  const [{ total, datasets }, counts, properties] = await Promise.all([
    listDatasets(db, { ...query, limit: PAGE_SIZE, offset: (wanted - 1) * PAGE_SIZE }),
    countDatasets(db, query),
    listProperties(db),
  ]);
  const names = new Map(properties.map(({ code, name }) => [code, name]));
  const groups = CATALOGUE_FILTERS.map((name) => ({
    name,
    legend: LEGENDS[name],
    items: counts[name].map(({ value, label, count }) => ({
      value,
      text: textOf(name, value, label),
      count,
      checked: valuesOf(raw[name]).includes(value),
    })),
  }));
  return {
    total,
    empty: total === 0 && Object.keys(query).length === 0,
    rows: datasets.map((dataset) => datasetRow(dataset, names)),
    filter: {
      action: '/data',
      search: { name: 'q', label: 'Search', value: query.search ?? '', hint: 'Title, authority or what was measured' },
      groups: groups.filter(({ items }) => items.length > 0),
      selected: groups.flatMap(({ name, legend, items }) =>
        items
          .filter(({ checked }) => checked)
          .map(({ value, text }) => ({
            group: legend,
            text,
            removeHref: `/data${queryString(raw, { [name]: valuesOf(raw[name]).filter((one) => one !== value) })}`,
          })),
      ),
      clearHref: '/data',
    },
    pager_model: pagerFor({
      page: wanted,
      pageSize: PAGE_SIZE,
      total,
      urlFor: (page) => `/data${queryString(raw, { page: String(page) })}`,
    }),
    csvHref: `/data.csv${queryString(raw)}`,
  };
}

/** The list as it is filtered, as CSV. */
export async function datasetListCsv(db: Db, raw: RawQuery, publicUrl: string): Promise<string> {
  const { datasets } = await listDatasets(db, { ...queryOf(raw), limit: 1000 });
  return csvOf(
    ['authority', 'dataset', 'title', 'open', 'why_not_open', 'licence', 'properties', 'project', 'page'],
    datasets.map((dataset) => [
      dataset.authorityName,
      dataset.address,
      dataset.title,
      dataset.isOpen ? 'yes' : 'no',
      dataset.whyNotOpen,
      dataset.licence,
      dataset.properties.join('; '),
      dataset.projectTitle,
      publicUrl + hrefOf(dataset),
    ]),
  );
}

function queryOf(raw: RawQuery): CatalogueQuery {
  const filters = CATALOGUE_FILTERS.map((name) => [name, valuesOf(raw[name])] as const).filter(
    ([, values]) => values.length > 0,
  );
  const search = valuesOf(raw.q)[0]?.slice(0, 200);
  return { ...Object.fromEntries(filters), ...(search ? { search } : {}) };
}

function datasetRow(dataset: ListedDataset, names: ReadonlyMap<string, string>) {
  const measured = dataset.properties.map((code) => names.get(code) ?? code);
  return {
    title: { text: dataset.title, href: hrefOf(dataset) },
    authority: dataset.authorityName,
    isOpen: dataset.isOpen,
    measures: measured.slice(0, 4).join(', ') + (measured.length > 4 ? ` and ${measured.length - 4} more` : ''),
    licence: dataset.isOpen ? licenceOf(dataset.licence).title : '',
  };
}

function hrefOf({ authoritySlug, address }: ListedDataset): string {
  return `/data/${authoritySlug}/${address}`;
}

function textOf(filter: CatalogueFilter, value: string, label: string): string {
  if (filter === 'access') return ACCESS[value] ?? value;
  if (filter === 'theme') return THEMES[value] ?? value;
  return filter === 'licence' ? licenceOf(value).title : label;
}

function valuesOf(value: string | string[] | undefined): string[] {
  return [value ?? []].flat().filter((one) => one !== '');
}

/** The filters with one thing changed; another filter leads back to the first page. */
function queryString(raw: RawQuery, change: RawQuery = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...raw, page: undefined, ...change }))
    for (const one of valuesOf(value)) parameters.append(name, one);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
