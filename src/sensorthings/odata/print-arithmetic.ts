/** `add sub mul div mod` over numbers (as double precision), times and durations. Dividing by zero gives null. */
import { sql } from 'kysely';
import type { Arithmetic, ArithmeticOperator } from './expression.ts';
import { malformed } from './odata-error.ts';
import { asType, describe, madeOf, type Operand, whereIs } from './operand.ts';
import type { Sql, SqlDialect } from './sql-dialect.ts';

const SIGNS: Readonly<Record<Exclude<ArithmeticOperator, 'mod'>, string>> = { add: '+', sub: '-', mul: '*', div: '/' };

/** Prints one operation. Throws ODataError 400 naming both sides where they do not go together. */
export function printArithmetic(node: Arithmetic, left: Operand, right: Operand, dialect: SqlDialect): Operand {
  const common = madeOf(node, left, right);
  const timed = withDuration(node.operator, left, right, dialect);
  if (timed) return { ...common, ...timed };
  const one = asType(left, 'number', dialect);
  const other = asType(right, 'number', dialect);
  if (!one || !other) {
    const what = `${describe(left)} ${node.operator} ${describe(right)}`;
    throw malformed(`${whereIs(node)}: cannot work out ${what}`);
  }
  return { ...common, type: 'number', sql: ofNumbers(node.operator, one, other, dialect) };
}

function ofNumbers(operator: ArithmeticOperator, one: Sql, other: Sql, dialect: SqlDialect): Sql {
  if (operator === 'mod') return dialect.remainder(one, other);
  const right = dialect.toDouble(other);
  const divisor = operator === 'div' ? sql`nullif(${right}, 0)` : right;
  return sql`(${dialect.toDouble(one)} ${sql.raw(SIGNS[operator])} ${divisor})`;
}

function withDuration(
  operator: ArithmeticOperator,
  left: Operand,
  right: Operand,
  dialect: SqlDialect,
): Pick<Operand, 'type' | 'sql' | 'end'> | undefined {
  const isTime = (operand: Operand) => ['time', 'interval', 'date'].includes(operand.type);
  const isSum = operator === 'add' || operator === 'sub';
  if (isSum && isTime(left) && right.type === 'duration') return shift(left, SIGNS[operator], right.sql, dialect);
  if (operator === 'add' && left.type === 'duration' && isTime(right)) return shift(right, '+', left.sql, dialect);
  if (operator === 'sub' && isTime(left) && isTime(right) && left.type !== 'interval' && right.type !== 'interval') {
    const one = asType(left, 'time', dialect)!;
    return { type: 'duration', sql: sql`(${one} - ${asType(right, 'time', dialect)!})` };
  }
  if (isSum && left.type === 'duration' && right.type === 'duration') {
    return { type: 'duration', sql: sql`(${left.sql} ${sql.raw(SIGNS[operator])} ${right.sql})` };
  }
  return scale(operator, left, right, dialect);
}

function shift(time: Operand, sign: string, duration: Sql, dialect: SqlDialect): Pick<Operand, 'type' | 'sql' | 'end'> {
  const moved = sql`(${asType(time, 'time', dialect)!} ${sql.raw(sign)} ${duration})`;
  if (time.type !== 'interval') return { type: 'time', sql: moved };
  return { type: 'interval', sql: moved, end: sql`(${time.end!} ${sql.raw(sign)} ${duration})` };
}

function scale(operator: ArithmeticOperator, left: Operand, right: Operand, dialect: SqlDialect) {
  const [duration, factor] = left.type === 'duration' ? [left, right] : [right, left];
  if (duration.type !== 'duration') return undefined;
  const number = asType(factor, 'number', dialect);
  if (!number || (operator !== 'mul' && !(operator === 'div' && duration === left))) return undefined;
  const double = dialect.toDouble(number);
  const by = operator === 'mul' ? double : sql`(1 / nullif(${double}, 0))`;
  return { type: 'duration' as const, sql: dialect.multiplyDuration(duration.sql, by) };
}
