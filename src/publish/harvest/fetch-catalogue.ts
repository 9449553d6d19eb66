/**
 * Asks another catalogue for everything it has, page after page, within limits: a catalogue that is slow, endless or not a catalogue
 * fails with PUB_CATALOGUE_ANSWER, which says why in words for the page.
 */
import { catalogueAnswer } from '../publish.errors.ts';
import { type CatalogueFormat, type FoundDataset, readCkanPage, readDcat } from './read-catalogue.ts';

const PAGE_ROWS = 500;
const MOST_DATASETS = 50_000;
const MOST_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

export async function fetchCatalogue(url: string, format: CatalogueFormat): Promise<FoundDataset[]> {
  if (format === 'dcat') return readDcat(await fetchJson(url));
  const site = url.replace(/\/(api(\/.*)?)?$/, '');
  const datasets = new Map<string, FoundDataset>();
  for (let start = 0; start < MOST_DATASETS; ) {
    const page = readCkanPage(
      await fetchJson(`${site}/api/3/action/package_search?rows=${PAGE_ROWS}&start=${start}`),
      site,
    );
    if (!page) throw catalogueAnswer({ why: 'It does not answer as CKAN does' });
    for (const dataset of page.datasets) datasets.set(dataset.identifier, dataset);
    start += page.datasets.length;
    if (page.datasets.length === 0 || start >= page.total) break;
  }
  return [...datasets.values()];
}

async function fetchJson(url: string): Promise<unknown> {
  let text: string;
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/ld+json, application/json', 'user-agent': 'Lamppost' },
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw catalogueAnswer({ why: `It answered ${response.status}` });
    }
    text = await textWithin(response, MOST_BYTES);
  } catch (error) {
    if ((error as { code?: string }).code === 'PUB_CATALOGUE_ANSWER') throw error;
    const slow = (error as Error).name === 'TimeoutError';
    const moved = /redirect/.test(String((error as { cause?: unknown }).cause));
    throw catalogueAnswer({
      why: slow
        ? 'It did not answer within a minute'
        : moved
          ? 'It sends on to another address'
          : 'It cannot be reached',
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw catalogueAnswer({ why: 'Its answer is not JSON' });
  }
}

async function textWithin(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > most) throw catalogueAnswer({ why: `Its answer is larger than ${most / 1024 / 1024} MB` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
