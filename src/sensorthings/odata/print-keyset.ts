/**
 * Paging by keyset: an ordering, and "the rows after this one" in it. Nulls come first ascending and last descending
 * (OGC 18-088 §9.3.3.2), so null is the smallest value of every key.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { OrderItem } from './expression.ts';
import { malformed } from './odata-error.ts';
import { describe, type Printing, whereIs } from './operand.ts';
import { printValue } from './print-sql.ts';
import type { ScalarType, Sql, SqlDialect } from './sql-dialect.ts';

export interface OrderKey {
  readonly type: ScalarType;
  readonly sql: Sql;
  readonly descending: boolean;
  /** False where no row has null: the ordering can then use an index. */
  readonly nullable: boolean;
  /** Of a column that may come twice, once as itself and once to tell rows apart. */
  readonly name?: string;
}

/**
 * The keys of an ordering with those of `last` (the id) behind them, so that no two rows are equal. Intervals order by
 * their start. Throws ODataError 400 for what has no order.
 */
export function orderKeys(
  items: readonly OrderItem[],
  last: readonly OrderKey[],
  printing: Printing,
): readonly OrderKey[] {
  const keys = items.flatMap(({ expression, descending }): OrderKey[] => {
    const value = printValue(expression, printing);
    const type = value.type === 'interval' ? 'time' : value.type;
    if (type === 'geometry' || type === 'null' || value.scopes.length > 0) {
      throw malformed(`${whereIs(expression)}: cannot order by ${describe(value)}`);
    }
    const columns = expression.kind === 'path' ? value.keys : undefined;
    if (columns) return columns.map((column) => ({ ...column, descending, nullable: false }));
    return [{ type, sql: value.sql, descending, nullable: value.nullable ?? true }];
  });
  return [...keys, ...last].filter(
    (key, index, all) => key.name === undefined || all.findIndex((other) => other.name === key.name) === index,
  );
}

/** What follows `order by`. */
export function printOrderBy(keys: readonly OrderKey[], dialect: SqlDialect): Sql {
  return sql.join(
    keys.map((key) => {
      const nulls = !key.nullable ? '' : key.descending ? ' nulls last' : ' nulls first';
      return sql`${sortable(key, dialect)} ${sql.raw((key.descending ? 'desc' : 'asc') + nulls)}`;
    }),
  );
}

/** The keys as texts, to select beside a row: what its skiptoken holds. */
export function printTokenTexts(keys: readonly OrderKey[], dialect: SqlDialect): readonly Sql[] {
  return keys.map((key) => dialect.asToken(key.type, key.sql));
}

/** The rows that come after one whose keys read as these texts (null for null). */
export function printAfter(
  keys: readonly OrderKey[],
  values: readonly (string | null)[],
  dialect: SqlDialect,
): RawBuilder<SqlBool> {
  const literals = keys.map((key, index) => {
    const value = values[index] ?? null;
    return value === null ? undefined : sortable({ ...key, sql: dialect.literal(key.type, value) }, dialect);
  });
  const isUniform = keys.every((key) => !key.nullable && key.descending === keys[0]!.descending);
  if (isUniform && literals.every((literal) => literal !== undefined)) {
    const sign = sql.raw(keys[0]!.descending ? '<' : '>');
    const row = keys.map((key) => sortable(key, dialect));
    if (row.length === 1) return sql`(${row[0]!} ${sign} ${literals[0]!})`;
    return sql`((${sql.join(row)}) ${sign} (${sql.join(literals as Sql[])}))`;
  }
  return afterFrom(keys, literals, 0, dialect) as RawBuilder<SqlBool>;
}

/** After at this key, or equal at this key and after at the next: the bound on the first key serves an index. */
function afterFrom(
  keys: readonly OrderKey[],
  literals: readonly (Sql | undefined)[],
  index: number,
  dialect: SqlDialect,
): Sql {
  const key = keys[index]!;
  const literal = literals[index];
  const value = sortable(key, dialect);
  const after = isAfter(key, value, literal);
  if (index === keys.length - 1) return after;
  const same = literal ? sql`${value} = ${literal}` : sql`${value} is null`;
  return sql`(${after} or (${same} and ${afterFrom(keys, literals, index + 1, dialect)}))`;
}

function isAfter(key: OrderKey, value: Sql, literal: Sql | undefined): Sql {
  if (!literal) return key.descending ? sql`false` : sql`${value} is not null`;
  if (!key.descending) return sql`${value} > ${literal}`;
  return key.nullable ? sql`(${value} < ${literal} or ${value} is null)` : sql`${value} < ${literal}`;
}

function sortable(key: Pick<OrderKey, 'type' | 'sql'>, dialect: SqlDialect): Sql {
  return key.type === 'text' ? dialect.ordered(key.sql) : key.sql;
}
