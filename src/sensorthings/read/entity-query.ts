/** The FROM, WHERE and ORDER BY of one collection: the rows of an entity behind a row, filtered, ordered, from a place on. */
import { type RawBuilder, type SqlBool, sql } from '../../base/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { Printing } from '../odata/operand.ts';
import { POSTGRES } from '../odata/postgres-dialect.ts';
import { type OrderKey, orderKeys, printAfter, printOrderBy, printTokenTexts } from '../odata/print-keyset.ts';
import { printFilter } from '../odata/print-sql.ts';
import type { QueryOptions } from '../odata/query-options.ts';
import { decodeSkiptoken } from '../odata/skiptoken.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Reader, Row } from '../tables/entity-table.ts';
import { linkTo } from '../tables/links.ts';
import { TABLES } from '../tables/tables.ts';
import { printDatastreams, splitByDatastream } from './datastream-conditions.ts';
import { pathResolver } from './resolve-path.ts';

/** Where a collection hangs: behind a row, by one of its navigation properties. */
export interface Origin {
  readonly row: Row;
  readonly navigation: string;
}

export interface EntityQuery {
  readonly entity: EntityName;
  readonly alias: string;
  readonly from: Sql;
  readonly where: RawBuilder<SqlBool>;
  readonly orderBy: Sql;
  /** An array of the ordering keys as texts: what the skiptoken of a row holds. */
  readonly tokenTexts: Sql;
}

/** Builds the query. Throws ODataError for options that do not fit, a skiptoken of another ordering among them. */
export function entityQuery(
  entity: EntityName,
  origin: Origin | undefined,
  options: Pick<QueryOptions, 'filter' | 'orderby' | 'skiptoken'>,
  reader: Reader,
  alias = 'e',
): EntityQuery {
  const table = TABLES[entity];
  const printing: Printing = { dialect: POSTGRES, resolve: pathResolver(alias, reader), now: reader.now };
  const keys = orderKeys(options.orderby, idKeys(entity, alias, options), printing);
  const conditions: Sql[] = [];
  if (origin) conditions.push(linkTo(origin.row, origin.navigation, alias));
  conditions.push(...filterConditions(entity, options, alias, printing, reader, origin));
  if (options.skiptoken !== undefined) {
    const types = keys.map((key) => key.type);
    const values = decodeSkiptoken(options.skiptoken, entity, options.orderby, types);
    conditions.push(printAfter(keys, values, POSTGRES));
  }
  const where = conditions.length === 0 ? sql<SqlBool>`true` : sql.join<SqlBool>(conditions, sql` and `);
  return {
    entity,
    alias,
    from: table.from(alias, reader),
    where,
    orderBy: printOrderBy(keys, POSTGRES),
    tokenTexts: sql`array[${sql.join([...printTokenTexts(keys, POSTGRES)])}]::text[]`,
  };
}

/** The keys that tell rows apart go the way of the last one asked for, so that one index serves both. */
function idKeys(entity: EntityName, alias: string, { orderby }: Pick<QueryOptions, 'orderby'>): readonly OrderKey[] {
  const descending = orderby.at(-1)?.descending ?? false;
  return TABLES[entity].idKeys(alias).map((column) => ({ ...column, descending, nullable: false }));
}

function filterConditions(
  entity: EntityName,
  { filter, orderby }: Pick<QueryOptions, 'filter' | 'orderby'>,
  alias: string,
  printing: Printing,
  reader: Reader,
  origin: Origin | undefined,
): Sql[] {
  if (entity !== 'Observation') return filter ? [printFilter(filter, printing)] : [];
  const { ofDatastream, rest } = splitByDatastream(filter);
  const conditions: Sql[] = rest ? [printFilter(rest, printing)] : [];
  const isWholeTableById = !origin && orderby.length === 0;
  if (ofDatastream || isWholeTableById) {
    conditions.push(sql`${sql.ref(`${alias}.datastream_id`)} = any(${printDatastreams(ofDatastream, reader)})`);
  }
  return conditions;
}
