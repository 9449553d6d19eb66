/**
 * The meaning of filters said a second time, in plain JavaScript over rows in memory, for tests to hold the printed SQL
 * against. Instants are microseconds since 1970; null is unknown, as in SQL.
 */
import type { Expression, LiteralValue } from './expression.ts';
import { parseInstant } from './time-literal.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Value =
  | null
  | boolean
  | number
  | string
  | { readonly at: bigint }
  | { readonly from: bigint; readonly to: bigint }
  | { readonly json: Json };
/** A row by path as written, such as `Datastream/name`; the keys inside JSON are followed here. */
export type Row = Readonly<Record<string, Value>>;

/** Whether the row fulfils the filter; unknown is no. */
export function isSelected(filter: Expression, row: Row): boolean {
  return truth(evaluate(filter, row)) === true;
}

function evaluate(node: Expression, row: Row): Value {
  switch (node.kind) {
    case 'literal':
      return literalValue(node.literal);
    case 'path':
      return readPath(node.path, row);
    case 'and':
      return three(
        node.operands.map((operand) => truth(evaluate(operand, row))),
        false,
      );
    case 'or':
      return three(
        node.operands.map((operand) => truth(evaluate(operand, row))),
        true,
      );
    case 'not': {
      const operand = truth(evaluate(node.operand, row));
      return operand === null ? null : !operand;
    }
    case 'in': {
      const operand = evaluate(node.operand, row);
      return three(
        node.options.map((option) => compare('eq', operand, evaluate(option, row), [node.operand, option])),
        true,
      );
    }
    case 'comparison':
      return compare(node.operator, evaluate(node.left, row), evaluate(node.right, row), [node.left, node.right]);
    case 'negation': {
      const operand = number(evaluate(node.operand, row));
      return operand === null ? null : -operand;
    }
    case 'arithmetic':
      return calculate(node.operator, number(evaluate(node.left, row)), number(evaluate(node.right, row)));
    case 'call':
      return call(
        node.name,
        node.args.map((arg) => evaluate(arg, row)),
      );
  }
}

function literalValue(literal: LiteralValue): Value {
  switch (literal.type) {
    case 'text':
      return literal.value;
    case 'number':
      return Number(literal.value);
    case 'truth':
      return literal.value;
    case 'time':
      return { at: microseconds(literal.value.utc) };
    case 'interval':
      return { from: microseconds(literal.start.utc), to: microseconds(literal.end.utc) };
    case 'null':
      return null;
    default:
      throw new Error(`no ${literal.type} here`);
  }
}

/** Microseconds since 1970 of a UTC instant. */
export function microseconds(utc: string): bigint {
  const instant = parseInstant(utc)!.utc;
  const fraction = instant.slice(20, -1).padEnd(6, '0');
  return BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(fraction);
}

function readPath(path: Extract<Expression, { kind: 'path' }>['path'], row: Row): Value {
  const name = [...path.navigation.map((step) => step.name), path.property].join('/');
  const value = row[name];
  if (value === undefined) throw new Error(`no ${name} here`);
  if (value === null || typeof value !== 'object' || !('json' in value)) return value;
  let json: Json | undefined = value.json;
  for (const key of path.inside) {
    json = typeof json === 'object' && json !== null ? (json as Record<string, Json>)[key] : undefined;
  }
  return json === undefined || json === null ? null : { json };
}

function three(values: readonly (boolean | null)[], decisive: boolean): boolean | null {
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}

function isJson(value: Value): value is { json: Json } {
  return typeof value === 'object' && value !== null && 'json' in value;
}

function truth(value: Value): boolean | null {
  if (isJson(value)) return typeof value.json === 'boolean' ? value.json : null;
  return value as boolean | null;
}

function number(value: Value): number | null {
  if (isJson(value)) return typeof value.json === 'number' ? value.json : null;
  return value as number | null;
}

function text(value: Value): string | null {
  if (isJson(value)) {
    if (typeof value.json === 'object') return null;
    return typeof value.json === 'string' ? value.json : JSON.stringify(value.json);
  }
  if (typeof value === 'number') return String(value);
  return value as string | null;
}

function compare(
  operator: string,
  left: Value,
  right: Value,
  [one, other]: readonly [Expression, Expression],
): boolean | null {
  const isNull = (node: Expression) => node.kind === 'literal' && node.literal.type === 'null';
  if (isNull(one) || isNull(other)) {
    if (operator === 'eq') return (isNull(one) ? right : left) === null;
    return operator === 'ne' ? (isNull(one) ? right : left) !== null : null;
  }
  if (left === null || right === null) return null;
  const a = span(left);
  const b = span(right);
  if (a && b) return compareSpans(operator, a, b);
  if (typeof left === 'string' || typeof right === 'string' || (isJson(left) && isJson(right))) {
    return decide(operator, codePoints(text(left)), codePoints(text(right)));
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return decide(operator, truth(left), truth(right));
  return decide(operator, number(left), number(right));
}

/** UTF-8 bytes as hexadecimal sort by code point, as the databases do; UTF-16 does not. */
function codePoints(value: string | null): string | null {
  return value === null ? null : Buffer.from(value).toString('hex');
}

function decide<T extends string | number | boolean | bigint>(
  operator: string,
  a: T | null,
  b: T | null,
): boolean | null {
  if (a === null || b === null) return null;
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (operator === 'lt') return a < b;
  if (operator === 'le') return a <= b;
  return operator === 'gt' ? a > b : a >= b;
}

function span(value: Value): { from: bigint; to: bigint } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('at' in value) return { from: value.at, to: value.at };
  return 'from' in value ? value : undefined;
}

type Span = NonNullable<ReturnType<typeof span>>;

function compareSpans(operator: string, a: Span, b: Span): boolean {
  const before = (x: Span, y: Span) => x.from < y.from && x.to <= y.from;
  const notAfter = (x: Span, y: Span) => x.from <= y.from && x.to <= y.to;
  if (operator === 'eq') return a.from === b.from && a.to === b.to;
  if (operator === 'ne') return !(a.from === b.from && a.to === b.to);
  if (operator === 'lt') return before(a, b);
  if (operator === 'le') return notAfter(a, b);
  return operator === 'gt' ? before(b, a) : notAfter(b, a);
}

function calculate(operator: string, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  if (operator === 'add') return a + b;
  if (operator === 'sub') return a - b;
  if (operator === 'mul') return a * b;
  if (b === 0) return null;
  return operator === 'div' ? a / b : a % b;
}

function call(name: string, args: readonly Value[]): Value {
  if (args.includes(null)) return null;
  const [first, second, third] = args as [Value, Value, Value];
  const one = () => text(first)!;
  const other = () => text(second)!;
  const isOther = (arg: Value, index: number) =>
    isJson(arg) && (wants(name, index) === 'number' ? number(arg) : text(arg)) === null;
  if (args.some(isOther)) return null;
  switch (name) {
    case 'substringof':
      return other().includes(one());
    case 'contains':
      return one().includes(other());
    case 'startswith':
      return one().startsWith(other());
    case 'endswith':
      return one().endsWith(other());
    case 'length':
      return [...one()].length;
    case 'indexof': {
      const index = one().indexOf(other());
      return index < 0 ? -1 : [...one().slice(0, index)].length;
    }
    case 'substring':
      return [...one()]
        .slice(number(second)!, third === undefined ? undefined : number(second)! + number(third)!)
        .join('');
    case 'tolower':
      return one().toLowerCase();
    case 'toupper':
      return one().toUpperCase();
    case 'trim':
      return one().replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    case 'concat':
      return one() + other();
    case 'floor':
      return Math.floor(number(first)!);
    case 'ceiling':
      return Math.ceil(number(first)!);
    case 'round':
      return Math.sign(number(first)!) * Math.floor(Math.abs(number(first)!) + 0.5);
    default:
      return ofTime(name, span(first)!.from);
  }
}

function wants(name: string, index: number): 'number' | 'text' {
  return ['floor', 'ceiling', 'round'].includes(name) || (name === 'substring' && index > 0) ? 'number' : 'text';
}

function ofTime(name: string, micros: bigint): number {
  const date = new Date(Number(micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)));
  switch (name) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'fractionalseconds':
      return Number(((micros % 1_000_000n) + 1_000_000n) % 1_000_000n) / 1e6;
    case 'totaloffsetminutes':
      return 0;
    default:
      throw new Error(`no ${name} here`);
  }
}
