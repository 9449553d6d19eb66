/**
 * The frozen tree a `$filter` or `$orderby` becomes. It knows the entity model (paths are followed) but no SQL, so the
 * same tree is printed for PostgreSQL, for DuckDB, or evaluated by a test.
 */
import type { FunctionName } from './filter-functions.ts';
import type { ModelPath } from './follow-path.ts';
import type { Instant } from './time-literal.ts';

/** What the reader wrote for this node, and where it begins in the option's value: for messages. */
export interface Written {
  /** `$filter`, `$orderby`, or `$expand` for what stands inside one. */
  readonly option: string;
  readonly at: number;
  readonly text: string;
}

export type LiteralValue =
  | { readonly type: 'text'; readonly value: string }
  /** Digits as written: whole numbers may pass 2^53. */
  | { readonly type: 'number'; readonly value: string; readonly whole: boolean }
  | { readonly type: 'truth'; readonly value: boolean }
  | { readonly type: 'time'; readonly value: Instant }
  | { readonly type: 'interval'; readonly start: Instant; readonly end: Instant }
  | { readonly type: 'date'; readonly value: string }
  | { readonly type: 'timeofday'; readonly value: string }
  | { readonly type: 'duration'; readonly seconds: number }
  /** Well-known text, not looked into. */
  | { readonly type: 'geometry'; readonly value: string }
  | { readonly type: 'null' };

export type ComparisonOperator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'mod';

export type Literal = Written & { readonly kind: 'literal'; readonly literal: LiteralValue };
export type Path = Written & { readonly kind: 'path'; readonly path: ModelPath };
export type Comparison = Written & {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
};
export type Arithmetic = Written & {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
};
export type Negation = Written & { readonly kind: 'negation'; readonly operand: Expression };
/** `and` or `or` over two or more operands: chains are flat, so a long filter is not a deep one. */
export type Junction = Written & {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expression[];
};
export type Not = Written & { readonly kind: 'not'; readonly operand: Expression };
export type Membership = Written & {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly options: readonly Expression[];
};
export type Call = Written & {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expression[];
};

export type Expression = Literal | Path | Comparison | Arithmetic | Negation | Junction | Not | Membership | Call;

/** One key of an ordering. */
export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
}
