/**
 * The wire form of entities (OGC 18-088 §9.2, §9.3), written as text because ids pass what a JavaScript number holds. The
 * control information (`@iot.…`) has its names here and nowhere else: SensorThings 2.0 renames it.
 */
import { ENTITY_MODEL, findNavigation } from '../odata/entity-model.ts';
import { nextLink } from '../odata/next-link.ts';
import type { QueryOptions } from '../odata/query-options.ts';
import { encodeSkiptoken } from '../odata/skiptoken.ts';
import type { EntityTree, TreePage } from '../read/entity-tree.ts';

/** The address of an entity. `root` is the service root without a slash at its end. */
export function selfLink(root: string, { entity, row }: Pick<EntityTree, 'entity' | 'row'>): string {
  return `${root}/${ENTITY_MODEL[entity].set}(${row.id})`;
}

/** One entity with its properties, its links and what is expanded. */
export function writeEntity(tree: EntityTree, root: string): string {
  return `{${members(tree, root).join(',')}}`;
}

/** A page of a collection with these items. `path` is where it was asked for, behind the root. */
export function writePage(
  page: TreePage,
  items: readonly string[],
  root: string,
  path: string,
  options: QueryOptions,
): string {
  const next = nextOf(page, root, path, options);
  const parts = [
    ...(page.count === undefined ? [] : [`"@iot.count":${page.count}`]),
    ...(next === undefined ? [] : [`"@iot.nextLink":${JSON.stringify(next)}`]),
    `"value":[${items.join(',\n')}]`,
  ];
  return `{${parts.join(',')}}`;
}

/** An entity as a mere reference (`$ref`). */
export function writeRef(tree: EntityTree, root: string): string {
  return `{"@iot.selfLink":${JSON.stringify(selfLink(root, tree))}}`;
}

function members(tree: EntityTree, root: string): string[] {
  const { entity, row, options, expanded } = tree;
  const self = selfLink(root, tree);
  const parts = [`"@iot.id":${row.id}`, `"@iot.selfLink":${JSON.stringify(self)}`];
  for (const [name, value] of row.values) {
    const isAbsent = value === null && ENTITY_MODEL[entity].properties[name]!.optional && !options.select;
    if (!isAbsent) parts.push(`"${name}":${value ?? 'null'}`);
  }
  for (const name of Object.keys(ENTITY_MODEL[entity].navigation)) {
    const inside = expanded.get(name);
    if (inside)
      parts.push(
        ...writeExpanded(
          name,
          inside.page,
          `${ENTITY_MODEL[entity].set}(${row.id})/${name}`,
          root,
          inside.item.options,
          tree,
        ),
      );
    if (!options.select || options.select.includes(name)) {
      parts.push(`"${name}@iot.navigationLink":${JSON.stringify(`${self}/${name}`)}`);
    }
  }
  return parts;
}

function writeExpanded(
  name: string,
  page: TreePage,
  path: string,
  root: string,
  options: QueryOptions,
  { entity }: EntityTree,
): string[] {
  const entities = page.trees.map((tree) => writeEntity(tree, root));
  if (!findNavigation(entity, name)!.many) return [`"${name}":${entities[0] ?? 'null'}`];
  const next = nextOf(page, root, path, options);
  return [
    ...(page.count === undefined ? [] : [`"${name}@iot.count":${page.count}`]),
    `"${name}":[${entities.join(',')}]`,
    ...(next === undefined ? [] : [`"${name}@iot.nextLink":${JSON.stringify(next)}`]),
  ];
}

function nextOf(page: TreePage, root: string, path: string, options: QueryOptions): string | undefined {
  const last = page.trees.at(-1);
  if (!page.hasMore || !last) return undefined;
  return nextLink(root, path, options, encodeSkiptoken(last.entity, options.orderby, last.row.keys));
}
