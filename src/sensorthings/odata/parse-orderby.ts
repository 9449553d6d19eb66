import type { EntityName } from './entity-model.ts';
import type { Expression, OrderItem } from './expression.ts';
import { malformed, partOf, place, type SourceText } from './odata-error.ts';
import { parseFilter } from './parse-filter.ts';
import { splitOutsideQuotes } from './quoted-text.ts';

const DIRECTION = /\s+(asc|desc)\s*$/;
const MOST_KEYS = 16;

/**
 * `$orderby=Datastream/name desc,id`: expressions with `asc` (the default) or `desc`. Refuses what has no order
 * (geometries, whole JSON properties) and paths that pass through many entities, for which there is no one value.
 */
export function parseOrderby(source: SourceText, entity: EntityName): readonly OrderItem[] {
  const parts = splitOutsideQuotes(source.text, ',');
  if (parts.length > MOST_KEYS) throw malformed(`${source.option} has more than ${MOST_KEYS} keys`);
  const items = parts.map(([start, end]) => {
    const written = source.text.slice(start, end);
    const [suffix = '', direction] = DIRECTION.exec(written) ?? [];
    const key = partOf(source, start, end - suffix.length);
    const expression = parseFilter(key, entity);
    refuseUnorderable(key, expression);
    return Object.freeze({ expression, descending: direction === 'desc' });
  });
  return Object.freeze(items);
}

function refuseUnorderable(source: SourceText, expression: Expression): void {
  for (const path of pathsOf(expression)) {
    const many = path.navigation.find((step) => step.many);
    const what = many && `${many.name} are many, so there is no one value to order by`;
    if (what) throw malformed(place(source, 0, what));
  }
  if (expression.kind !== 'path') return;
  const { property, type, inside } = expression.path;
  if (type === 'geometry' || (type === 'json' && inside.length === 0)) {
    throw malformed(place(source, 0, `${property} has no order; order by something else`));
  }
}

function pathsOf(expression: Expression): readonly Extract<Expression, { kind: 'path' }>['path'][] {
  switch (expression.kind) {
    case 'path':
      return [expression.path];
    case 'literal':
      return [];
    case 'comparison':
    case 'arithmetic':
      return [...pathsOf(expression.left), ...pathsOf(expression.right)];
    case 'negation':
    case 'not':
      return pathsOf(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap(pathsOf);
    case 'in':
      return [expression.operand, ...expression.options].flatMap(pathsOf);
    case 'call':
      return expression.args.flatMap(pathsOf);
  }
}
