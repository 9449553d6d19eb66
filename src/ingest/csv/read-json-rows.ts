/**
 * Rows of a JSON file: a list of objects, such as the readings of the Environment Agency's flood-monitoring API. Columns are
 * the keys of the objects; inside an object, keys with dots between them. An object with an `@id` (JSON-LD) stands for that. Where a
 * value is a list, the row is repeated for each: a source that gives two values for one time means both.
 */
import { readJson } from '../doors/read-json.ts';
import { fileUnreadable } from '../ingest.errors.ts';
import { columnsOf, type Mapping } from './mapping.ts';
import type { OpenedFile } from './open-file.ts';
import type { Row } from './read-rows.ts';

const MOST_BYTES = 64 * 1024 * 1024;

export async function* readJsonRows(file: OpenedFile, list: string, mapping: Mapping): AsyncGenerator<Row> {
  const items = listIn(await readWhole(file), list);
  const columns = new Set(items.flatMap((item) => (isObject(item) ? pathsIn(item) : [])));
  const header = items.length === 0 ? columnsOf(mapping) : [...columns]; // nothing to compare an empty list with
  yield { record: header, line: 0 };
  for (const [index, item] of items.entries()) {
    const line = index + 1;
    if (!isObject(item)) yield { record: undefined, line };
    else for (const record of recordsOf(item, header)) yield { record, line };
  }
}

async function readWhole(file: OpenedFile): Promise<unknown> {
  const unreadable = (why: string, cause?: unknown) => fileUnreadable({ field: 'path', why, cause });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file.content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreadable((error as Error).message, error);
  }
  if (bytes > MOST_BYTES) throw unreadable('JSON of more than 64 MB is not read; ask the source for fewer rows a file');
  const whole = Buffer.concat(chunks);
  const start = whole.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const read = readJson(whole.subarray(start));
  if ('value' in read) return read.value;
  throw unreadable(`it is not JSON (${read.message.replace(/\.$/, '')})`, read);
}

function listIn(content: unknown, list: string): unknown[] {
  const found = list === '.' ? content : isObject(content) ? content[list] : undefined;
  if (Array.isArray(found)) return found;
  const has = isObject(content) ? `it has ${Object.keys(content).join(', ') || 'nothing'}` : 'it is no object';
  throw fileUnreadable({
    field: 'path',
    why: list === '.' ? 'it is not a list' : `it has no list "${list}", which file.json of the mapping names; ${has}`,
  });
}

type Item = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `measure`, `measure.@id`, `measure.station.label`, as deep as four names. */
function pathsIn(item: Item, before = '', depth = 1): string[] {
  return Object.entries(item).flatMap(([key, value]) => {
    const path = before + key;
    return isObject(value) && depth < 4 ? [path, ...pathsIn(value, `${path}.`, depth + 1)] : [path];
  });
}

function recordsOf(item: Item, header: readonly string[]): string[][] {
  const cells = header.map((path) => valueAt(item, path));
  const times = Math.max(1, ...cells.map((cell) => (Array.isArray(cell) ? cell.length : 1)));
  return Array.from({ length: times }, (_, index) =>
    cells.map((cell) => textOf(Array.isArray(cell) ? cell[index] : cell)),
  );
}

function valueAt(item: Item, path: string): unknown {
  if (Object.hasOwn(item, path)) return item[path];
  const dot = path.indexOf('.');
  const inner = dot < 0 ? undefined : item[path.slice(0, dot)];
  return isObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (!isObject(value)) return String(value);
  return typeof value['@id'] === 'string' ? value['@id'] : '';
}
