/** Which types compare, and how. A null operand makes the comparison null, and the row is left out. */
import { sql } from 'kysely';
import { close } from './any-scope.ts';
import type { ComparisonOperator, Written } from './expression.ts';
import { malformed } from './odata-error.ts';
import { asType, describe, madeOf, type Operand, whereIs } from './operand.ts';
import type { ScalarType, Sql, SqlDialect } from './sql-dialect.ts';
import { asSpan, compareSpans } from './time-span.ts';

const SIGNS: Readonly<Record<ComparisonOperator, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

/** Prints a comparison. Throws ODataError 400 naming both sides where they cannot be compared. */
export function printComparison(
  written: Written,
  operator: ComparisonOperator,
  left: Operand,
  right: Operand,
  dialect: SqlDialect,
): Operand {
  const common = { ...madeOf(written, left, right), type: 'truth' as const };
  if (left.type === 'null' || right.type === 'null')
    return { ...common, ...compareWithNull(operator, left, right, dialect) };
  const isTime = (operand: Operand) => operand.type === 'time' || operand.type === 'interval';
  if (isTime(left) || isTime(right)) {
    const one = asSpan(left, dialect);
    const other = asSpan(right, dialect);
    if (!one || !other) throw incomparable(written, left, right);
    return { ...common, sql: compareSpans(operator, one, other, dialect) };
  }
  const type = commonType(left, right);
  const isOrder = operator !== 'eq' && operator !== 'ne';
  if (!type || (isOrder && (type === 'truth' || (left.type === 'json' && right.type === 'json')))) {
    throw incomparable(written, left, right);
  }
  const one = readAs(left, type, dialect);
  const other = readAs(right, type, dialect);
  const ordered = (value: Sql) => (type === 'text' && isOrder ? dialect.ordered(value) : value);
  const exact = sql`(${ordered(one)} ${sql.raw(SIGNS[operator])} ${ordered(other)})`;
  const bound = operator === 'eq' && type === 'number' ? (boundOf(left, right) ?? boundOf(right, left)) : undefined;
  return { ...common, sql: bound ? sql`(${bound} and ${exact})` : exact };
}

function boundOf({ equalTo }: Operand, { literal, sql: value }: Operand): Sql | undefined {
  return equalTo && literal?.type === 'number' && literal.whole ? equalTo(value) : undefined;
}

function compareWithNull(operator: ComparisonOperator, left: Operand, right: Operand, dialect: SqlDialect) {
  const value = left.type === 'null' ? right : left;
  const json = value.type === 'json' ? dialect.jsonPresent(value.sql) : value.sql;
  if (operator === 'ne') return { sql: sql`(${json} is not null)` };
  if (operator !== 'eq') return { sql: dialect.nullOf('truth'), scopes: [] };
  if (value.scopes.length === 0) return { sql: sql`(${json} is null)` };
  return { sql: sql`(not ${close({ sql: sql`(${json} is not null)`, scopes: value.scopes })})`, scopes: [] };
}

/** The type both sides are read as. A number meets a quoted literal as text (18-088 conformance tests; FROST). */
function commonType(left: Operand, right: Operand): ScalarType | undefined {
  const types = [left.type, right.type];
  if (types.includes('geometry')) return undefined;
  if (left.type === 'json' && right.type === 'json') return 'text';
  if (left.type === right.type) return left.type as ScalarType;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const type = other.type as ScalarType;
    if (one.as?.[type]) return type;
    if (one.type === 'json' && (type === 'number' || type === 'text' || type === 'truth')) return type;
    if (one.type === 'number' && other.literal?.type === 'text') return 'text';
  }
  return undefined;
}

function readAs(operand: Operand, type: ScalarType, dialect: SqlDialect): Sql {
  const found = asType(operand, type, dialect);
  return found ?? dialect.numberAsText(operand.sql);
}

function incomparable(written: Written, left: Operand, right: Operand): Error {
  const isTime = (operand: Operand) => operand.type === 'time' || operand.type === 'interval';
  const quoted = [left, right].some((operand) => operand.literal?.type === 'text');
  const cure = quoted && (isTime(left) || isTime(right)) ? '; times are written with a zone and without quotes' : '';
  return malformed(`${whereIs(written)}: cannot compare ${describe(left)} with ${describe(right)}${cure}`);
}
