import { type Db, sql } from '../../base/index.ts';
import { ENTITY_MODEL, type EntityName } from '../odata/entity-model.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Column, Reader } from '../tables/entity-table.ts';
import { TABLES } from '../tables/tables.ts';
import type { EntityQuery } from './entity-query.ts';

/** A row as it was read: every value is JSON text already, so that 64-bit ids never pass through a JavaScript number. */
export interface EntityRow {
  readonly id: string;
  /** JSON text by property; null for null. */
  readonly values: ReadonlyMap<string, string | null>;
  /** The ordering keys as texts, for a skiptoken. */
  readonly keys: readonly (string | null)[];
}

interface RawRow {
  readonly parent?: string;
  readonly id: string;
  readonly keys: readonly (string | null)[];
  readonly values: readonly (string | null)[];
}

/** The properties a `$select` asks for (all without one), in the order of the model. */
export function selectedProperties(entity: EntityName, select: readonly string[] | undefined): readonly string[] {
  const names = Object.keys(ENTITY_MODEL[entity].properties);
  return select ? names.filter((name) => select.includes(name)) : names;
}

/** What to select for rows of a query: id, ordering keys, values. */
export function rowColumns(query: EntityQuery, names: readonly string[], reader: Reader): Sql {
  const columns = TABLES[query.entity].columns(query.alias, reader);
  const values = names.map((name) => wireText(columns[name]!));
  const list = values.length === 0 ? sql`array[]::text[]` : sql`array[${sql.join(values)}]::text[]`;
  return sql`${columns.id!.sql}::text as id, ${query.tokenTexts} as keys, ${list} as "values"`;
}

/** Runs a select of `rowColumns`. */
export async function readRows(
  db: Db,
  select: Sql,
  names: readonly string[],
): Promise<(EntityRow & { parent?: string })[]> {
  const { rows } = await sql<RawRow>`${select}`.execute(db);
  return rows.map(({ parent, id, keys, values }) => ({
    id,
    keys,
    values: new Map(names.map((name, index) => [name, values[index] ?? null])),
    ...(parent !== undefined && { parent }),
  }));
}

const wireTime = (time: Sql) => sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function wireText({ type, sql: value, end, wire }: Column): Sql {
  if (wire) return wire;
  if (type === 'time') return sql`to_json(${wireTime(value)})::text`;
  if (type === 'interval') return sql`to_json(${wireTime(value)} || '/' || ${wireTime(end!)})::text`;
  return type === 'json' || type === 'geometry' ? sql`(${value})::text` : sql`to_json(${value})::text`;
}
