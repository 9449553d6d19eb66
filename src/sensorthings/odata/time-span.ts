/**
 * Comparing instants and intervals. An instant is a span whose ends coincide; one rule then covers all pairs, and agrees
 * with FROST's table of results: intervals do not contain their end, so [7,8) is before 8 and 8 is not in it.
 */
import { sql } from 'kysely';
import type { ComparisonOperator } from './expression.ts';
import { asType, type Operand } from './operand.ts';
import type { Sql, SqlDialect } from './sql-dialect.ts';
import { parseInstant } from './time-literal.ts';

interface TimePoint {
  readonly sql: Sql;
  readonly wholeSecond?: Sql;
  readonly constant: boolean;
}

export interface TimeSpan {
  readonly start: TimePoint;
  readonly end: TimePoint;
  readonly isInstant: boolean;
}

export type TimeRelation = 'before' | 'after' | 'meets' | 'during' | 'overlaps' | 'starts' | 'finishes';

const SIGNS: Readonly<Record<ComparisonOperator, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
};

/** An operand as a span: instants, intervals, dates (their first moment, UTC), quoted texts that read as an instant. */
export function asSpan(operand: Operand, dialect: SqlDialect): TimeSpan | undefined {
  const { literal, wholeSecond, constant } = operand;
  const quoted = literal?.type === 'text' ? parseInstant(literal.value) : undefined;
  const start = quoted ? dialect.literal('time', quoted.utc) : asType(operand, 'time', dialect);
  if (!start) return undefined;
  const first = { sql: start, constant, ...(wholeSecond && { wholeSecond }) };
  if (operand.type !== 'interval') return { start: first, end: first, isInstant: true };
  return { start: first, end: { sql: operand.end!, constant }, isInstant: false };
}

export function compareSpans(operator: ComparisonOperator, one: TimeSpan, other: TimeSpan, dialect: SqlDialect): Sql {
  const compare = (a: TimePoint, sign: ComparisonOperator, b: TimePoint) => comparePoints(a, sign, b, dialect);
  if (one.isInstant && other.isInstant) return compare(one.start, operator, other.start);
  switch (operator) {
    case 'eq':
      return sql`(${compare(one.start, 'eq', other.start)} and ${compare(one.end, 'eq', other.end)})`;
    case 'ne':
      return sql`(not ${compareSpans('eq', one, other, dialect)})`;
    case 'lt':
      return sql`(${compare(one.start, 'lt', other.start)} and ${compare(one.end, 'le', other.start)})`;
    case 'le':
      return sql`(${compare(one.start, 'le', other.start)} and ${compare(one.end, 'le', other.end)})`;
    case 'gt':
      return compareSpans('lt', other, one, dialect);
    case 'ge':
      return compareSpans('le', other, one, dialect);
  }
}

/** `during` asks for an interval on its right; the printer has seen to that. */
export function relateSpans(relation: TimeRelation, one: TimeSpan, other: TimeSpan, dialect: SqlDialect): Sql {
  const compare = (a: TimePoint, sign: ComparisonOperator, b: TimePoint) => comparePoints(a, sign, b, dialect);
  switch (relation) {
    case 'before':
      return compareSpans('lt', one, other, dialect);
    case 'after':
      return compareSpans('gt', one, other, dialect);
    case 'meets':
      return sql`(${compare(one.end, 'eq', other.start)} or ${compare(one.start, 'eq', other.end)})`;
    case 'during': {
      const within = sql`${compare(one.start, 'ge', other.start)} and ${compare(one.end, 'le', other.end)}`;
      return sql`(${within} and ${compare(one.start, 'lt', other.end)})`;
    }
    case 'overlaps': {
      const cross = sql`${compare(one.start, 'lt', other.end)} and ${compare(one.end, 'gt', other.start)}`;
      return sql`((${cross}) or ${compare(one.start, 'eq', other.start)})`;
    }
    case 'starts':
      return compare(one.start, 'eq', other.start);
    case 'finishes':
      return compare(one.end, 'eq', other.end);
  }
}

function comparePoints(one: TimePoint, operator: ComparisonOperator, other: TimePoint, dialect: SqlDialect): Sql {
  const exact = sql`${one.sql} ${sql.raw(SIGNS[operator])} ${other.sql}`;
  const bound = boundOf(one, operator, other, dialect) ?? boundOf(other, MIRRORED[operator], one, dialect);
  return bound ? sql`(${bound} and ${exact})` : sql`(${exact})`;
}

/** What the comparison says of the indexed whole second, which is at most the time and less than a second below it. */
function boundOf(
  point: TimePoint,
  operator: ComparisonOperator,
  constant: TimePoint,
  dialect: SqlDialect,
): Sql | undefined {
  if (!point.wholeSecond || !constant.constant || operator === 'ne') return undefined;
  const sign = operator === 'eq' ? '=' : operator === 'lt' || operator === 'le' ? '<=' : '>=';
  return sql`${point.wholeSecond} ${sql.raw(sign)} ${dialect.wholeSecond(constant.sql)}`;
}
