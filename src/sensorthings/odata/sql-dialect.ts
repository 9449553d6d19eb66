/**
 * What differs between the engines a filter is printed for. The printer decides types and meaning once; a dialect only
 * says how its engine writes them. Every literal is a parameter with its type spelled out.
 */
import type { RawBuilder } from 'kysely';
import type { FunctionName } from './filter-functions.ts';

export type Sql = RawBuilder<unknown>;

/** The types values have while a filter is printed. An `interval` has two ends, each a `time`. */
export type SqlType =
  | 'text'
  | 'number'
  | 'truth'
  | 'time'
  | 'interval'
  | 'date'
  | 'timeofday'
  | 'duration'
  | 'json'
  | 'geometry'
  | 'null';

/** Types of one column: what an ordering key or a skiptoken can hold. */
export type ScalarType = Exclude<SqlType, 'interval' | 'geometry' | 'null'>;

/** Functions an engine writes itself; the others are worked out by the printer or not answered. */
export type EngineFunction = Exclude<
  FunctionName,
  | 'now'
  | 'mindatetime'
  | 'maxdatetime'
  | 'before'
  | 'after'
  | 'meets'
  | 'during'
  | 'overlaps'
  | 'starts'
  | 'finishes'
  | 'contains'
  | `geo.${string}`
  | `st_${string}`
>;

export interface SqlDialect {
  readonly name: string;
  /** A typed literal from its canonical text; numbers come as written, durations as seconds. */
  literal(type: ScalarType, text: string): Sql;
  nullOf(type: ScalarType): Sql;
  /** A text that compares and sorts by code point. */
  ordered(text: Sql): Sql;
  /** A scalar as the text a skiptoken carries: `literal(type, …)` of it is the same value. */
  asToken(type: ScalarType, value: Sql): Sql;
  numberAsText(number: Sql): Sql;
  toDouble(number: Sql): Sql;
  remainder(dividend: Sql, divisor: Sql): Sql;
  dateAsTime(date: Sql): Sql;
  wholeSecond(time: Sql): Sql;
  multiplyDuration(duration: Sql, factor: Sql): Sql;
  /** JSON inside JSON; null where there is none. */
  jsonAt(json: Sql, keys: readonly string[]): Sql;
  /** Null where there is no JSON or a JSON null, anything else otherwise. */
  jsonPresent(json: Sql): Sql;
  /** A JSON number or truth value as such, any of the three as text; null for JSON of another kind. */
  jsonAs(type: 'number' | 'text' | 'truth', json: Sql): Sql;
  readonly functions: Readonly<Record<EngineFunction, (...args: Sql[]) => Sql>>;
}
