/** "Would existing data do?": one search over what is open here and what was gathered from the catalogues of others. */
import type { Db } from '../../base/index.ts';
import { type OwnDataset, searchOwn } from './existing-data.store.ts';
import { type ExistingDataset, searchHarvested } from './harvested.store.ts';

const MOST_WORDS = 20;

export interface ExistingData {
  readonly own: readonly OwnDataset[];
  readonly elsewhere: { readonly total: number; readonly datasets: readonly ExistingDataset[] };
}

/** Any of the words will do, the more the better; a whole sentence of an outcome may be given. */
export async function searchExisting(
  db: Db,
  text: string,
  page: { limit: number; offset: number } = { limit: 25, offset: 0 },
): Promise<ExistingData> {
  const words = wordsOf(text);
  if (words.length === 0) return { own: [], elsewhere: { total: 0, datasets: [] } };
  const [own, elsewhere] = await Promise.all([searchOwn(db, words), searchHarvested(db, words, page)]);
  return { own, elsewhere };
}

/** The words of a text, without what searching gives a meaning to. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.'’-][\p{L}\p{N}]+)*/gu) ?? [];
  return [...new Set(words)].slice(0, MOST_WORDS);
}
