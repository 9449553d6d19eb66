import { type Db, type RawBuilder, sql } from '../../base/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { QueryOptions } from '../odata/query-options.ts';
import type { Reader } from '../tables/entity-table.ts';
import { TABLES } from '../tables/tables.ts';
import { countRows } from './count-rows.ts';
import { entityQuery, type Origin } from './entity-query.ts';
import { type EntityRow, readRows, rowColumns, selectedProperties } from './entity-row.ts';

export interface Page {
  readonly rows: readonly EntityRow[];
  /** Whether rows follow: the last one's keys say where to go on. */
  readonly hasMore: boolean;
  readonly count?: number;
}

/** The collection behind a row, or a whole entity set. One row more than asked is read, to know whether more follow. */
export async function readPage(
  db: Db,
  entity: EntityName,
  origin: Origin | undefined,
  options: QueryOptions,
  reader: Reader,
): Promise<Page> {
  const query = entityQuery(entity, origin, options, reader);
  const names = selectedProperties(entity, options.select);
  const select = sql`select ${rowColumns(query, names, reader)} from ${query.from} where ${query.where}
    order by ${query.orderBy} limit ${options.top + 1} offset ${options.skip}`;
  const rows = options.top === 0 ? [] : await readRows(db, select, names);
  const page = pageOf(rows, options.top);
  if (!options.count) return page;
  return { ...page, count: await countRows(db, entityQuery(entity, origin, withoutToken(options), reader)) };
}

/**
 * The collections behind many rows at once, by the row's id; `most` rows each. The rows were read through the access rule,
 * and so are those behind them.
 */
export async function readPagesBehind(
  db: Db,
  parents: { readonly entity: EntityName; readonly ids: readonly string[] },
  navigation: { readonly name: string; readonly target: EntityName },
  options: QueryOptions,
  most: number,
  reader: Reader,
): Promise<ReadonlyMap<string, Page>> {
  const top = Math.min(options.top, most);
  const origin = { row: TABLES[parents.entity].rowOf(sql`parent.id`), navigation: navigation.name };
  const query = entityQuery(navigation.target, origin, options, reader);
  const names = selectedProperties(navigation.target, options.select);
  const behind = (inner: RawBuilder<unknown>) => sql`select parent.id::text as parent, child.*
    from unnest(${[...parents.ids]}::bigint[]) as parent (id) cross join lateral (${inner}) as child`;
  const select = behind(sql`select ${rowColumns(query, names, reader)} from ${query.from} where ${query.where}
    order by ${query.orderBy} limit ${top + 1} offset ${options.skip}`);
  const rows = top === 0 ? [] : await readRows(db, select, names);
  const byParent = Map.groupBy(rows, (row) => row.parent!);
  const counts = options.count
    ? await sql<{ parent: string; count: number }>`
        ${behind(sql`select count(*) as count from ${query.from} where ${query.where}`)}`.execute(db)
    : undefined;
  const countOf = new Map(counts?.rows.map(({ parent, count }) => [parent, count]));
  return new Map(
    parents.ids.map((id) => {
      const count = countOf.get(id);
      return [id, { ...pageOf(byParent.get(id) ?? [], top), ...(count !== undefined && { count }) }];
    }),
  );
}

function pageOf(rows: readonly EntityRow[], top: number): Page {
  return { rows: rows.slice(0, top), hasMore: rows.length > top };
}

function withoutToken({ skiptoken: _, ...options }: QueryOptions): QueryOptions {
  return options;
}

/** One entity: by its id, by where it hangs, or both; undefined when it is not there. */
export async function readEntity(
  db: Db,
  entity: EntityName,
  origin: Origin | undefined,
  id: string | undefined,
  select: readonly string[] | undefined,
  reader: Reader,
): Promise<EntityRow | undefined> {
  const query = entityQuery(entity, origin, { orderby: [] }, reader);
  const byId = id === undefined ? sql`true` : TABLES[entity].hasId(query.alias, id);
  const names = selectedProperties(entity, select);
  const rows = await readRows(
    db,
    sql`select ${rowColumns(query, names, reader)} from ${query.from} where ${byId} and ${query.where} limit 1`,
    names,
  );
  return rows[0];
}
