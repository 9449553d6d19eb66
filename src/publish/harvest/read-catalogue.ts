/**
 * What another catalogue says of its datasets, in our few words. Two shapes are read: an answer of CKAN's `package_search`
 * (docs.ckan.org, action API 3), and any JSON in which objects say that they are a `dcat:Dataset` (W3C DCAT 3 as JSON-LD) or stand
 * in a list `dataset` (the `data.json` of DCAT-US 1.1, as ArcGIS Hub and DataPress write it). Prefixes do not matter. Pure.
 */
export const CATALOGUE_FORMATS = ['ckan', 'dcat'] as const;
export type CatalogueFormat = (typeof CATALOGUE_FORMATS)[number];

export interface FoundDataset {
  readonly identifier: string;
  readonly title: string;
  readonly description: string;
  readonly publisher: string | null;
  /** An http address where a person reads about it. */
  readonly page: string | null;
  readonly licence: string | null;
  readonly keywords: readonly string[];
  readonly modified: string | null;
}

type Json = Record<string, unknown>;

/** One page of CKAN's `package_search`; undefined when it is none. `site` is where its pages stand. */
export function readCkanPage(body: unknown, site: string): { total: number; datasets: FoundDataset[] } | undefined {
  const result = isObject(body) && body.success === true ? body.result : undefined;
  if (!isObject(result) || !Array.isArray(result.results)) return undefined;
  const datasets = result.results.filter(isObject).flatMap((entry) => {
    const identifier = textOf(entry.id) ?? textOf(entry.name);
    const title = textOf(entry.title) ?? textOf(entry.name);
    if (!identifier || !title) return [];
    const organisation = isObject(entry.organization) ? textOf(entry.organization.title) : undefined;
    const page = textOf(entry.name) ? `${site}/dataset/${encodeURIComponent(textOf(entry.name)!)}` : undefined;
    return [
      dataset({
        identifier,
        title,
        description: textOf(entry.notes),
        publisher: organisation ?? textOf(entry.author),
        page,
        licence: textOf(entry.license_title) ?? textOf(entry.license_id),
        keywords: listOf(entry.tags).map((tag) => (isObject(tag) ? textOf(tag.display_name ?? tag.name) : textOf(tag))),
        modified: textOf(entry.metadata_modified),
      }),
    ];
  });
  return { total: typeof result.count === 'number' ? result.count : datasets.length, datasets };
}

/** Every dataset in a DCAT document, however it is nested; each identifier once. */
export function readDcat(body: unknown): FoundDataset[] {
  const found = new Map<string, FoundDataset>();
  const named = new Map<string, Json>(); // what the document says of a node elsewhere
  const visit = (node: unknown, isListed: boolean): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, isListed);
    if (!isObject(node)) return;
    const fields = withoutPrefixes(node);
    if (isListed || listOf(fields.type ?? fields['@type']).some((type) => last(String(type)) === 'Dataset')) {
      const read = readDcatDataset(fields, named);
      if (read && !found.has(read.identifier)) found.set(read.identifier, read);
    }
    for (const [name, value] of Object.entries(fields)) visit(value, name === 'dataset');
  };
  for (const each of isObject(body) ? listOf(body['@graph']) : [])
    if (isObject(each) && typeof each['@id'] === 'string') named.set(each['@id'], withoutPrefixes(each));
  visit(body, false);
  return [...found.values()];
}

function readDcatDataset(fields: Json, named: ReadonlyMap<string, Json>): FoundDataset | undefined {
  const id = textOf(fields['@id']);
  const title = textOf(fields.title);
  const identifier = textOf(fields.identifier) ?? id ?? textOf(fields.landingPage);
  if (!title || !identifier) return undefined;
  const publisher = listOf(fields.publisher)[0];
  const known = isObject(publisher) ? publisher : undefined;
  const elsewhere = known && typeof known['@id'] === 'string' ? named.get(known['@id']) : undefined;
  return dataset({
    identifier,
    title,
    description: textOf(fields.description),
    publisher: known ? textOf({ ...withoutPrefixes(known), ...elsewhere }.name) : textOf(publisher),
    page: [textOf(fields.landingPage), id, textOf(fields.identifier)].find(isAddress),
    licence: textOf(fields.license) ?? textOf(fields.licence),
    keywords: listOf(fields.keyword).map(textOf),
    modified: textOf(fields.modified),
  });
}

function dataset(parts: {
  identifier: string;
  title: string;
  description: string | undefined;
  publisher: string | undefined;
  page: string | undefined;
  licence: string | undefined;
  keywords: (string | undefined)[];
  modified: string | undefined;
}): FoundDataset {
  const { identifier, title, description, publisher, page, licence, keywords, modified } = parts;
  return {
    identifier: identifier.slice(0, 500),
    title: plain(title).slice(0, 500),
    description: plain(description ?? '').slice(0, 4000),
    publisher: publisher ? plain(publisher).slice(0, 300) : null,
    page: page && isAddress(page) ? page.slice(0, 1000) : null,
    licence: licence?.slice(0, 500) ?? null,
    keywords: keywords.filter((word) => word !== undefined).slice(0, 50),
    modified: modified?.slice(0, 40) ?? null,
  };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
const last = (name: string) => name.split(/[:#/]/).at(-1)!;
const isAddress = (text: string | undefined): text is string =>
  text !== undefined && /^https?:\/\//.test(text) && URL.canParse(text);

/** `dcat:keyword`, `dct:title` and whole addresses become `keyword`, `title`; what starts with @ stays. */
function withoutPrefixes(node: Json): Json {
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name.startsWith('@') ? name : last(name), value]),
  );
}

/** The text of a value as JSON-LD may write it: a string, `{"@value"}`, `{"@id"}`, or several of which English is wanted. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replaceAll('\0', '').trim() || undefined;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const english = value.find((each) => isObject(each) && String(each['@language']).startsWith('en'));
    return textOf(english ?? value[0]);
  }
  return isObject(value) ? textOf(value['@value'] ?? value['@id']) : undefined;
}

/** Descriptions are often HTML: only its words are kept. */
function plain(text: string): string {
  return text
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&rsquo;/g, '’')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
