/**
 * Conditions on Observations that speak only of their Datastream (`Datastream/ObservedProperty/name eq …`) are answered
 * once from the few Datastreams, not once for each of millions of Observations.
 */
import { sql } from '../../base/index.ts';
import type { Expression } from '../odata/expression.ts';
import { POSTGRES } from '../odata/postgres-dialect.ts';
import { printFilter } from '../odata/print-sql.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Reader } from '../tables/entity-table.ts';
import { TABLES } from '../tables/tables.ts';
import { pathResolver } from './resolve-path.ts';

/** Splits a filter over Observations into its part about the Datastream (seen from there) and the rest. */
export function splitByDatastream(filter: Expression | undefined): { ofDatastream?: Expression; rest?: Expression } {
  if (!filter) return {};
  const parts = filter.kind === 'and' ? filter.operands : [filter];
  const ofDatastream: Expression[] = [];
  const rest: Expression[] = [];
  for (const part of parts) {
    const moved = fromDatastream(part);
    if (moved?.hasPath && !isId(part)) ofDatastream.push(moved.expression);
    else rest.push(part);
  }
  return { ...together('ofDatastream', ofDatastream, filter), ...together('rest', rest, filter) };
}

/** Joined again by `and`, so that conditions about one to-many step still look at the same row. */
function together<K extends string>(key: K, operands: Expression[], filter: Expression): { [key in K]?: Expression } {
  if (operands.length === 0) return {};
  const { option, at, text } = filter;
  const joined = operands.length === 1 ? operands[0]! : ({ kind: 'and', operands, option, at, text } as const);
  return { [key]: joined } as { [key in K]?: Expression };
}

/** The visible datastreams that fulfil the condition (all without one), as an array the planner meets once. */
export function printDatastreams(condition: Expression | undefined, reader: Reader): Sql {
  const printing = { dialect: POSTGRES, resolve: pathResolver('stream', reader), now: reader.now };
  const where = condition ? printFilter(condition, printing) : sql`true`;
  return sql`array(select stream.id from ${TABLES.Datastream.from('stream', reader)} where ${where})`;
}

interface Moved {
  readonly expression: Expression;
  readonly hasPath: boolean;
}

/** The same expression seen from the Datastream, or undefined when it also speaks of something else. */
function fromDatastream(node: Expression): Moved | undefined {
  switch (node.kind) {
    case 'literal':
      return { expression: node, hasPath: false };
    case 'path': {
      const [first, ...navigation] = node.path.navigation;
      if (first?.name !== 'Datastream') return undefined;
      return { expression: { ...node, path: { ...node.path, from: 'Datastream', navigation } }, hasPath: true };
    }
    case 'comparison':
    case 'arithmetic':
      return all([node.left, node.right], ([left, right]) => ({ ...node, left: left!, right: right! }));
    case 'negation':
    case 'not':
      return all([node.operand], ([operand]) => ({ ...node, operand: operand! }));
    case 'and':
    case 'or':
      return all(node.operands, (operands) => ({ ...node, operands }));
    case 'in':
      return all([node.operand, ...node.options], ([operand, ...options]) => ({ ...node, operand: operand!, options }));
    case 'call':
      return all(node.args, (args) => ({ ...node, args }));
  }
}

function all(nodes: readonly Expression[], build: (moved: Expression[]) => Expression): Moved | undefined {
  const moved = nodes.map(fromDatastream);
  if (moved.some((part) => part === undefined)) return undefined;
  return { expression: build(moved.map((part) => part!.expression)), hasPath: moved.some((part) => part!.hasPath) };
}

/** `Datastream/id eq 5` is a column of the Observation itself. */
function isId(node: Expression): boolean {
  if (node.kind !== 'comparison' || node.operator !== 'eq') return false;
  const isOwn = (side: Expression) =>
    side.kind === 'path' && side.path.navigation.length === 1 && side.path.property === 'id';
  return isOwn(node.left) !== isOwn(node.right) && [node.left, node.right].some((side) => side.kind === 'literal');
}
