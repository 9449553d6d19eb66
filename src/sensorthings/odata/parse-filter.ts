/**
 * The grammar of `$filter` and of the keys of `$orderby` (OGC 18-088 §9.3.3.5, OData 4.0 URL conventions §5.1.1), by
 * recursive descent. From loosest to tightest: or, and, not, comparison and in, add sub, mul div mod, minus, value.
 */
import type { EntityName } from './entity-model.ts';
import type { ArithmeticOperator, ComparisonOperator, Expression } from './expression.ts';
import { lexFilter } from './lex-filter.ts';
import { malformed, place, type SourceText } from './odata-error.ts';
import { parseOperand } from './parse-operand.ts';
import { DEEPEST_NESTING, TokenCursor } from './token-cursor.ts';

const COMPARISONS: readonly ComparisonOperator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];
const SUMS: readonly ArithmeticOperator[] = ['add', 'sub'];
const PRODUCTS: readonly ArithmeticOperator[] = ['mul', 'div', 'mod'];

/** Parses a whole filter over an entity. Throws ODataError 400 naming the character and what was expected. */
export function parseFilter(source: SourceText, entity: EntityName): Expression {
  const cursor = new TokenCursor(source, lexFilter(source));
  const expression = parseOr(cursor, entity);
  if (cursor.next.kind !== 'end') throw cursor.expected('an operator (and, or, eq, lt, add …) or the end');
  return expression;
}

/** Parses one expression and leaves the cursor behind it. */
export function parseOr(cursor: TokenCursor, entity: EntityName): Expression {
  return parseChain(cursor, 'or', () => parseChain(cursor, 'and', () => parseNot(cursor, entity)));
}

function parseChain(cursor: TokenCursor, kind: 'and' | 'or', parse: () => Expression): Expression {
  const { at } = cursor.next;
  const first = parse();
  if (!(cursor.next.kind === 'word' && cursor.next.text === kind)) return first;
  const operands = [first];
  while (cursor.takeWord([kind])) operands.push(parse());
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return Object.freeze({ kind, operands: Object.freeze(flat), ...cursor.writtenSince(at) });
}

function parseNot(cursor: TokenCursor, entity: EntityName): Expression {
  const { at } = cursor.next;
  if (!cursor.takeWord(['not'])) return parseComparison(cursor, entity);
  const operand = cursor.deeper(() => parseNot(cursor, entity));
  return Object.freeze({ kind: 'not', operand, ...cursor.writtenSince(at) });
}

function parseComparison(cursor: TokenCursor, entity: EntityName): Expression {
  const { at } = cursor.next;
  let left = parseSum(cursor, entity);
  for (let count = 0; ; refuseLong(cursor, ++count)) {
    const operator = cursor.takeWord(COMPARISONS);
    if (operator) {
      const right = parseSum(cursor, entity);
      left = Object.freeze({ kind: 'comparison', operator, left, right, ...cursor.writtenSince(at) });
    } else if (cursor.takeWord(['in'])) left = parseMembership(cursor, entity, left, at);
    else return left;
  }
}

function parseMembership(cursor: TokenCursor, entity: EntityName, operand: Expression, at: number): Expression {
  cursor.requireMark('(', 'a list in parentheses, such as (1, 2)');
  const options: Expression[] = [];
  do options.push(parseSum(cursor, entity));
  while (cursor.takeMark(','));
  cursor.requireMark(')', ', or )');
  return Object.freeze({ kind: 'in', operand, options: Object.freeze(options), ...cursor.writtenSince(at) });
}

function parseSum(cursor: TokenCursor, entity: EntityName): Expression {
  return parseArithmetic(cursor, SUMS, () => parseArithmetic(cursor, PRODUCTS, () => parseNegation(cursor, entity)));
}

function parseArithmetic(
  cursor: TokenCursor,
  operators: readonly ArithmeticOperator[],
  parse: () => Expression,
): Expression {
  const { at } = cursor.next;
  let left = parse();
  for (let count = 0; ; refuseLong(cursor, ++count)) {
    const operator = cursor.takeWord(operators);
    if (!operator) return left;
    left = Object.freeze({ kind: 'arithmetic', operator, left, right: parse(), ...cursor.writtenSince(at) });
  }
}

function parseNegation(cursor: TokenCursor, entity: EntityName): Expression {
  const { at } = cursor.next;
  if (!cursor.takeMark('-')) return parseOperand(cursor, entity, parseOr);
  const operand = cursor.deeper(() => parseNegation(cursor, entity));
  return Object.freeze({ kind: 'negation', operand, ...cursor.writtenSince(at) });
}

/** A chain of operators nests to the left as deep as it is long. */
function refuseLong(cursor: TokenCursor, count: number): void {
  if (count <= DEEPEST_NESTING) return;
  throw malformed(place(cursor.source, cursor.next.at, `more than ${DEEPEST_NESTING} operators in a row`));
}
