/** Reads what `$expand` asks for: one query for each expanded property and level, however many rows stand above it. */
import type { Db } from '../../base/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { ExpandItem, QueryOptions } from '../odata/query-options.ts';
import type { Reader } from '../tables/entity-table.ts';
import type { EntityRow } from './entity-row.ts';
import { type Page, readPagesBehind } from './read-page.ts';

export interface EntityTree {
  readonly entity: EntityName;
  readonly row: EntityRow;
  readonly options: QueryOptions;
  readonly expanded: ReadonlyMap<string, Expanded>;
}

export interface Expanded {
  readonly item: ExpandItem;
  readonly page: TreePage;
}

export interface TreePage {
  readonly trees: readonly EntityTree[];
  readonly hasMore: boolean;
  readonly count?: number;
}

/** Rows that all expansions of one level may hold together; pages get shorter, with a nextLink, rather than larger. */
const MOST_ROWS_OF_A_LEVEL = 50_000;

/** The page with everything its options expand. */
export async function growTrees(
  db: Db,
  entity: EntityName,
  page: Page,
  options: QueryOptions,
  reader: Reader,
): Promise<TreePage> {
  const [grown] = await growPages(db, entity, [page], options, reader);
  return grown!;
}

async function growPages(
  db: Db,
  entity: EntityName,
  pages: readonly Page[],
  options: QueryOptions,
  reader: Reader,
): Promise<TreePage[]> {
  const ids = [...new Set(pages.flatMap((page) => page.rows.map((row) => row.id)))];
  const behind = new Map<ExpandItem, ReadonlyMap<string, TreePage>>();
  for (const item of options.expand) {
    behind.set(item, ids.length === 0 ? new Map() : await growBehind(db, entity, ids, item, reader));
  }
  return pages.map(({ rows, ...rest }) => ({
    ...rest,
    trees: rows.map((row) => {
      const expanded = options.expand.map(
        (item) => [item.name, { item, page: behind.get(item)!.get(row.id)! }] as const,
      );
      return { entity, row, options, expanded: new Map(expanded) };
    }),
  }));
}

async function growBehind(
  db: Db,
  entity: EntityName,
  ids: readonly string[],
  item: ExpandItem,
  reader: Reader,
): Promise<ReadonlyMap<string, TreePage>> {
  const navigation = { name: item.name, target: item.navigation.target };
  const most = Math.max(1, Math.floor(MOST_ROWS_OF_A_LEVEL / ids.length));
  const pages = await readPagesBehind(db, { entity, ids }, navigation, item.options, most, reader);
  const grown = await growPages(db, navigation.target, [...pages.values()], item.options, reader);
  return new Map([...pages.keys()].map((id, index) => [id, grown[index]!]));
}
