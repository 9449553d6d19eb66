/**
 * Decoded fields as a flat list: nested objects become dotted paths (`air.co2`), items of arrays numbers (`probes.0`).
 * Field names are cleaned for the store: no NUL, no lone surrogates, at most 120 characters.
 */
export type Leaf = readonly [path: string, value: unknown];

export const MOST_LEAVES = 500;
export const DEEPEST = 6;
const LONGEST_NAME = 120;

/** Undefined when there are more leaves, or deeper ones, than a reading of a sensor has reason for. */
export function flatten(fields: Readonly<Record<string, unknown>>): Leaf[] | undefined {
  const leaves: Leaf[] = [];
  return walk(fields, '', 1, leaves) ? leaves : undefined;
}

function walk(node: object, prefix: string, depth: number, leaves: Leaf[]): boolean {
  if (depth > DEEPEST) return false;
  for (const key of Object.keys(node)) {
    const value = (node as Record<string, unknown>)[key];
    const path = prefix + key;
    if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      if (!walk(value, `${path}.`, depth + 1, leaves)) return false;
      continue;
    }
    if (value === undefined) continue;
    leaves.push([path, value]);
    if (leaves.length > MOST_LEAVES) return false;
  }
  return true;
}

/** A name as it may be stored and shown. */
export function cleanName(name: string): string {
  return name.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, LONGEST_NAME);
}

/** What a value is, in a word, without saying what it was. */
export function typeOf(value: unknown): string {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'truth';
  if (typeof value === 'string') return 'text';
  return value === null ? 'nothing' : typeof value;
}
