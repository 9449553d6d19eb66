/**
 * DTPR's elements: ids, names and symbols of the device taxonomy v1 (Helpful-Places/dtpr, CC BY 4.0). The shipped list has ids and names
 * only; whoever runs a Lamppost may import the official file in their language.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { taxonomyInvalid } from '../publish.errors.ts';

export const DTPR_CATEGORIES = [
  'accountable',
  'purpose',
  'tech',
  'data',
  'process',
  'storage',
  'retention',
  'access',
] as const;
export type DtprCategory = (typeof DTPR_CATEGORIES)[number];

export interface DtprElement {
  readonly category: DtprCategory;
  readonly id: string;
  readonly name: string;
  readonly symbol: string;
}

export interface Taxonomy {
  /** The element of a category, if the taxonomy has it. */
  find(category: DtprCategory, id: string): DtprElement | undefined;
  readonly elements: readonly DtprElement[];
}

/** Reads elements from CSV with the columns category, id, name, symbol; throws PUB_TAXONOMY_INVALID naming the line. */
export function readTaxonomy(csv: string): Taxonomy {
  const rows = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<string, string>[];
  const elements = rows.map((row, index): DtprElement => {
    const line = index + 2;
    const category = DTPR_CATEGORIES.find((known) => known === row.category?.replace(/^device__/, ''));
    if (!category)
      throw taxonomyInvalid({ field: 'category', line, why: `${row.category} is no category of the device taxonomy` });
    const { id = '', name = '', symbol = '' } = row;
    if (!/^[a-z0-9_]+$/.test(id))
      throw taxonomyInvalid({ field: 'id', line, why: 'the id has other signs than a-z, 0-9 and _' });
    if (name === '') throw taxonomyInvalid({ field: 'name', line, why: 'the name is empty' });
    return { category, id, name, symbol: symbol || id };
  });
  const byKey = new Map(elements.map((element) => [`${element.category}/${element.id}`, element]));
  if (byKey.size < elements.length)
    throw taxonomyInvalid({ field: 'id', line: '?', why: 'an element stands there twice' });
  return { elements, find: (category, id) => byKey.get(`${category}/${id}`) };
}

let shipped: Taxonomy | undefined;

/** The taxonomy of a file, or the shipped one. */
export function loadTaxonomy(file?: string): Taxonomy {
  if (file) return readTaxonomy(readFileSync(file, 'utf8'));
  shipped ??= readTaxonomy(readFileSync(new URL('device-elements-v1.csv', import.meta.url), 'utf8'));
  return shipped;
}
