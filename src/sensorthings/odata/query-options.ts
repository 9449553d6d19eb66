import type { EntityName, NavigationModel } from './entity-model.ts';
import type { Expression, OrderItem } from './expression.ts';
import type { OptionName } from './split-query.ts';

/** The options of one collection or entity, parsed; those of an expanded one have the same form. */
export interface QueryOptions {
  readonly filter?: Expression;
  /** Names of properties (`id` for the id) and of navigation properties; undefined selects everything. */
  readonly select?: readonly string[];
  readonly expand: readonly ExpandItem[];
  readonly orderby: readonly OrderItem[];
  /** Never above MOST_ROWS; DEFAULT_ROWS where the reader did not say. */
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  readonly dataArray: boolean;
  /** Where the page before ended, still encoded (next-link.ts). */
  readonly skiptoken?: string;
  /** The options as given, decoded, in the order the table of options has them: what a nextLink repeats. */
  readonly given: readonly (readonly [OptionName, string])[];
}

export interface ExpandItem {
  readonly name: string;
  readonly navigation: NavigationModel;
  readonly options: QueryOptions;
}

/** What the options apply to: a collection, one entity (whose rows cannot be filtered or paged), or a property. */
export type Shape = 'collection' | 'entity' | 'property';

export interface OptionScope {
  readonly entity: EntityName;
  readonly shape: Shape;
}

/** More than this in `$top` is answered with this many and a nextLink (18-088 §9.3.3.3). */
export const MOST_ROWS = 10_000;
export const DEFAULT_ROWS = 100;
