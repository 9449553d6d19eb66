/** From a path and a query string to the body of an answer. */
import type { Db } from '../../base/index.ts';
import { writePath } from '../odata/next-link.ts';
import { parseOptions } from '../odata/parse-options.ts';
import { parsePath, type ResourcePath } from '../odata/parse-path.ts';
import type { QueryOptions } from '../odata/query-options.ts';
import type { Reader } from '../tables/entity-table.ts';
import { writeDataArrays } from '../wire/write-data-array.ts';
import { writeEntity, writePage, writeRef } from '../wire/write-entity.ts';
import { valueInside, writeBareValue, writeProperty } from '../wire/write-property.ts';
import { type EntityTree, growTrees } from './entity-tree.ts';
import { findOrigin, nothingAt } from './find-origin.ts';
import { readEntity, readPage } from './read-page.ts';

/** `body` undefined: there is nothing (204), as for a property that is null (18-088 §9.2.4). */
export interface Answer {
  readonly body: string | undefined;
  readonly type: 'application/json; charset=utf-8' | 'text/plain; charset=utf-8';
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers a GET. `path` is the encoded path behind the service root. Throws ODataError for what cannot be answered. */
export async function answer(db: Db, path: string, query: string, root: string, reader: Reader): Promise<Answer> {
  const resource = parsePath(path);
  const shape = resource.property ? 'property' : resource.many ? 'collection' : 'entity';
  const options = parseOptions(query, { entity: resource.entity, shape });
  if (shape === 'collection') return { body: await collection(db, resource, options, root, reader), type: JSON_TYPE };
  const selected = resource.property ? { ...options, select: [resource.property.name] } : options;
  const tree = await entity(db, resource, selected, reader);
  if (resource.property) return property(resource.property, tree);
  return { body: resource.refs ? writeRef(tree, root) : writeEntity(tree, root), type: JSON_TYPE };
}

async function collection(db: Db, resource: ResourcePath, options: QueryOptions, root: string, reader: Reader) {
  const origin = await findOrigin(db, resource.steps, reader);
  const wanted = resource.refs ? { ...options, select: [], expand: [] } : options;
  const page = await readPage(db, resource.entity, origin, wanted, reader);
  const trees = await growTrees(db, resource.entity, page, wanted, reader);
  const write = resource.refs ? writeRef : writeEntity;
  const items = options.dataArray
    ? writeDataArrays(trees, root, options)
    : trees.trees.map((tree) => write(tree, root));
  return writePage(trees, items, root, writePath(resource), options);
}

async function entity(db: Db, resource: ResourcePath, options: QueryOptions, reader: Reader): Promise<EntityTree> {
  const origin = await findOrigin(db, resource.steps, reader);
  const last = resource.steps.at(-1)!;
  const row = await readEntity(db, resource.entity, origin, last.id, options.select, reader);
  if (!row) throw nothingAt(last);
  const { trees } = await growTrees(db, resource.entity, { rows: [row], hasMore: false }, options, reader);
  return trees[0]!;
}

function property(asked: NonNullable<ResourcePath['property']>, { row }: EntityTree): Answer {
  const whole = asked.name === 'id' ? row.id : (row.values.get(asked.name) ?? null);
  const value = valueInside(whole, asked.inside);
  if (value === undefined) return { body: undefined, type: JSON_TYPE };
  if (!asked.bare)
    return { body: writeProperty(asked.name === 'id' ? { ...asked, name: '@iot.id' } : asked, value), type: JSON_TYPE };
  return { body: writeBareValue(value), type: 'text/plain; charset=utf-8' };
}
