import { type EntityName, findNavigation } from './entity-model.ts';
import type { Expression, LiteralValue } from './expression.ts';
import { type FunctionName, findFunction } from './filter-functions.ts';
import { followPath, type Segment } from './follow-path.ts';
import type { Token } from './lex-filter.ts';
import { leftOut, malformed, place } from './odata-error.ts';
import type { TokenCursor } from './token-cursor.ts';

type ParseExpression = (cursor: TokenCursor, entity: EntityName) => Expression;

const WORD_LITERALS: ReadonlyMap<string, LiteralValue> = new Map<string, LiteralValue>([
  ['true', { type: 'truth', value: true }],
  ['false', { type: 'truth', value: false }],
  ['null', { type: 'null' }],
]);
const LONGEST_PATH = 32;

/** A literal, a path, a call of a function, or an expression in parentheses. */
export function parseOperand(cursor: TokenCursor, entity: EntityName, parseExpression: ParseExpression): Expression {
  const token = cursor.next;
  if (cursor.takeMark('(')) {
    const inner = cursor.deeper(() => parseExpression(cursor, entity));
    cursor.requireMark(')', 'an operator or )');
    return inner;
  }
  if (token.kind === 'literal') {
    cursor.take();
    return literal(cursor, token, token.literal!);
  }
  if (token.kind !== 'word') throw cursor.expected('a property, a literal or a function');
  if (cursor.second.kind === 'mark' && cursor.second.text === '(') return parseCall(cursor, entity, parseExpression);
  const word = WORD_LITERALS.get(token.text);
  if (word && !(cursor.second.kind === 'mark' && cursor.second.text === '/')) {
    cursor.take();
    return literal(cursor, token, word);
  }
  return parsePropertyPath(cursor, entity);
}

function literal(cursor: TokenCursor, token: Token, value: LiteralValue): Expression {
  return Object.freeze({ kind: 'literal', literal: Object.freeze(value), ...cursor.writtenSince(token.at) });
}

function parseCall(cursor: TokenCursor, entity: EntityName, parseExpression: ParseExpression): Expression {
  const name = cursor.take();
  const model = findFunction(name.text);
  if (!model) throw malformed(place(cursor.source, name.at, `there is no function ${name.text.slice(0, 60)}`));
  cursor.requireMark('(', '(');
  const args: Expression[] = [];
  if (!cursor.isMark(')')) {
    do args.push(cursor.deeper(() => parseExpression(cursor, entity)));
    while (cursor.takeMark(','));
  }
  cursor.requireMark(')', 'an operator, a comma or )');
  const most = model.takes.length;
  const least = most - model.optional;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${most}` : `${least} to ${most}`;
    throw malformed(place(cursor.source, name.at, `${name.text} takes ${wanted} arguments, found ${args.length}`));
  }
  const written = cursor.writtenSince(name.at);
  return Object.freeze({ kind: 'call', name: name.text as FunctionName, args: Object.freeze(args), ...written });
}

function parsePropertyPath(cursor: TokenCursor, entity: EntityName): Expression {
  const first = cursor.take();
  const segments: Segment[] = [{ name: first.text, at: first.at }];
  takeIndexes(cursor, segments);
  while (cursor.takeMark('/')) {
    const token = cursor.next;
    const isKey = token.kind === 'literal' && token.literal!.type === 'number' && /^\d+$/.test(token.text);
    if (token.kind !== 'word' && !isKey) throw cursor.expected('the name of a property');
    cursor.take();
    refuseLambda(cursor, entity, token, segments);
    segments.push({ name: token.text, at: token.at });
    takeIndexes(cursor, segments);
    if (segments.length > LONGEST_PATH) {
      throw malformed(place(cursor.source, token.at, `a path has at most ${LONGEST_PATH} segments`));
    }
  }
  const refuse = (at: number, what: string) => malformed(place(cursor.source, at, what));
  const path = followPath(entity, segments, refuse);
  return Object.freeze({ kind: 'path', path, ...cursor.writtenSince(first.at) });
}

/** `list[0]` is the same as `list/0`. */
function takeIndexes(cursor: TokenCursor, segments: Segment[]): void {
  while (cursor.takeMark('[')) {
    const token = cursor.take();
    if (token.kind !== 'literal' || !/^\d+$/.test(token.text)) throw cursor.expected('the index of an array', token);
    segments.push({ name: token.text, at: token.at });
    cursor.requireMark(']', ']');
    if (segments.length > LONGEST_PATH) {
      throw malformed(place(cursor.source, token.at, `a path has at most ${LONGEST_PATH} segments`));
    }
  }
}

function refuseLambda(cursor: TokenCursor, entity: EntityName, token: Token, before: readonly Segment[]): void {
  if ((token.text !== 'any' && token.text !== 'all') || !cursor.isMark('(')) return;
  const step = before[0]!.name;
  const cure = findNavigation(entity, step) ? `; ${step}/name eq 'x' already means any of the ${step}` : '';
  throw leftOut(place(cursor.source, token.at, `${token.text}(…) is not supported${cure}`));
}
