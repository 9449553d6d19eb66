/**
 * Observations in the compact form (OGC 18-088 §13, `$resultFormat=dataArray`): grouped by Datastream, the names once,
 * then rows of values. `dataArray@iot.count` is no longer in the standard, but clients read it.
 */
import { findProperty } from '../odata/entity-model.ts';
import type { QueryOptions } from '../odata/query-options.ts';
import type { EntityTree, TreePage } from '../read/entity-tree.ts';

const DEFAULT_COMPONENTS = ['id', 'phenomenonTime', 'resultTime', 'result'];

/** The groups of a page, in the order their first Observation comes, as the items of its `value`. */
export function writeDataArrays(page: TreePage, root: string, { select }: QueryOptions): readonly string[] {
  const components = select?.filter((name) => findProperty('Observation', name)) ?? DEFAULT_COMPONENTS;
  const groups = Map.groupBy(page.trees, ({ row }) => datastreamOf(row.id));
  return [...groups].map(([datastream, trees]) => {
    const rows = trees.map((tree) => `[${components.map((name) => valueIn(tree, name)).join(',')}]`);
    return [
      `{"Datastream@iot.navigationLink":${JSON.stringify(`${root}/Datastreams(${datastream})`)}`,
      `"components":${JSON.stringify(components)}`,
      `"dataArray@iot.count":${rows.length}`,
      `"dataArray":[${rows.join(',\n')}]}`,
    ].join(',');
  });
}

function valueIn({ row }: EntityTree, name: string): string {
  return name === 'id' ? row.id : (row.values.get(name) ?? 'null');
}

/** Ids of Observations carry that of their Datastream in front of 38 bits of time and sequence. */
function datastreamOf(id: string): string {
  return String(BigInt(id) >> 38n);
}
