/** A printed part of an expression: its type, its SQL, and what else is known of it. */
import type { LiteralValue, Written } from './expression.ts';
import type { ModelPath } from './follow-path.ts';
import { malformed } from './odata-error.ts';
import type { ScalarType, Sql, SqlDialect, SqlType } from './sql-dialect.ts';

/**
 * The rows one to-many step of a path runs over. A condition on them holds when it holds for any of them; conditions
 * joined by `and` that name the same step look at the same row. Keys of outer scopes sort before those inside them.
 */
export interface AnyScope {
  /** The navigation as written, such as `Datastreams/Observations`. */
  readonly key: string;
  /** SQL that is true when a row of this scope fulfils the condition. */
  exists(condition: Sql): Sql;
}

export interface SortColumn {
  /** Columns of one name are one column: an ordering has each of them once. */
  readonly name: string;
  readonly type: ScalarType;
  readonly sql: Sql;
}

/** How a path is read in SQL: what the room's tables answer for it. */
export interface ResolvedPath {
  readonly type: Exclude<SqlType, 'null'>;
  /** The value; for an interval its start. */
  readonly sql: Sql;
  /** The end of an interval. */
  readonly end?: Sql;
  /** The value as another type, for a column whose values are of several (Observation.result). */
  readonly as?: Readonly<Partial<Record<ScalarType, Sql>>>;
  /** An indexed column that holds a time cut to the whole second; comparisons with constants then use it too. */
  readonly wholeSecond?: Sql;
  /** False lets an ordering use an index; true (nulls possible) unless told. */
  readonly nullable?: boolean;
  /** Columns that together sort as the value does, where an index has them; they have no nulls. */
  readonly keys?: readonly SortColumn[];
  /** What an index can use of "this equals a whole number", for a value that is worked out (ids of Observations). */
  readonly equalTo?: (number: Sql) => Sql;
  /** To-many steps passed, outermost first. */
  readonly any?: readonly AnyScope[];
}

export interface Printing {
  readonly dialect: SqlDialect;
  readonly resolve: (path: ModelPath) => ResolvedPath;
  /** The instant `now()` stands for, UTC, the same for a whole request. */
  readonly now: string;
}

export interface Operand extends Omit<ResolvedPath, 'type' | 'any'> {
  readonly type: SqlType;
  readonly scopes: readonly AnyScope[];
  /** No path inside: the same for every row. */
  readonly constant: boolean;
  readonly written: Written;
  readonly literal?: LiteralValue;
}

const NOUNS: Readonly<Record<SqlType, string>> = {
  text: 'a text',
  number: 'a number',
  truth: 'true or false',
  time: 'an instant',
  interval: 'a time interval',
  date: 'a date',
  timeofday: 'a time of day',
  duration: 'a duration',
  json: 'JSON',
  geometry: 'a geometry',
  null: 'null',
};

/** `name (a text)`: an operand as messages name it. */
export function describe({ written, type }: Pick<Operand, 'written' | 'type'>): string {
  const text = written.text.length > 60 ? `${written.text.slice(0, 59)}…` : written.text;
  return `${text} (${NOUNS[type]})`;
}

/** `$filter, character 12`. */
export function whereIs({ option, at }: Written): string {
  return `${option}, character ${at + 1}`;
}

/** The noun of a type, for "expected a number". */
export function nounOf(type: SqlType): string {
  return NOUNS[type];
}

/** What a computed value inherits from the operands it is made of. */
export function madeOf(
  written: Written,
  ...operands: readonly Operand[]
): Pick<Operand, 'scopes' | 'constant' | 'written'> {
  return {
    scopes: unite(...operands.map((operand) => operand.scopes)),
    constant: operands.every((operand) => operand.constant),
    written,
  };
}

/** The scopes of several operands, each once, outer ones first. */
export function unite(...lists: readonly (readonly AnyScope[])[]): readonly AnyScope[] {
  const byKey = new Map(lists.flat().map((scope) => [scope.key, scope]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The operand as a scalar type without loss of meaning, or undefined where there is no such reading. */
export function asType(operand: Operand, type: ScalarType, dialect: SqlDialect): Sql | undefined {
  if (operand.type === type) return operand.sql;
  if (operand.type === 'null') return dialect.nullOf(type);
  const own = operand.as?.[type];
  if (own) return own;
  if (operand.type === 'json' && (type === 'number' || type === 'text' || type === 'truth')) {
    return dialect.jsonAs(type, operand.sql);
  }
  if (operand.type === 'date' && type === 'time') return dialect.dateAsTime(operand.sql);
  if (operand.type === 'interval' && type === 'time') return operand.sql;
  return undefined;
}

/** As `asType`, refusing with "expected a number, found name (a text)". */
export function requireType(operand: Operand, type: ScalarType, dialect: SqlDialect): Sql {
  const found = asType(operand, type, dialect);
  if (found) return found;
  throw malformed(`${whereIs(operand.written)}: expected ${NOUNS[type]}, found ${describe(operand)}`);
}
