/**
 * How the rooms below answer for one entity of SensorThings: rows that the access rule lets this reader see, and what each
 * property is in SQL. Nothing here is read without the rule: it is inside `from`.
 */
import type { RawBuilder } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { ResolvedPath, SortColumn } from '../odata/operand.ts';
import type { Sql } from '../odata/sql-dialect.ts';

/** Who asks, where links point (no slash at the end), and what `now()` is. */
export interface Reader {
  readonly viewer: Viewer;
  readonly publicUrl: string;
  readonly now: string;
}

export interface Column extends ResolvedPath {
  /** The value as JSON text, where it is not what its type says. */
  readonly wire?: Sql;
}

/** A row some other row leads from or to: by alias in a FROM, or by its id alone. */
export interface Row {
  readonly entity: EntityName;
  readonly id: Sql;
  column(name: string): Sql;
}

export interface EntityTable {
  readonly entity: EntityName;
  /** A FROM item with the rows this reader may see, under an alias. */
  from(alias: string, reader: Reader): RawBuilder<unknown>;
  /** Every property of the entity model and `id`. */
  columns(alias: string, reader: Reader): Readonly<Record<string, Column>>;
  /** The row with this id (int64 digits). */
  hasId(alias: string, id: string): Sql;
  /** Columns that identify a row and sort as its id, for keyset paging. */
  idKeys(alias: string): readonly SortColumn[];
  /** The row of that id, wherever it is asked from. */
  rowOf(id: Sql): Row;
}
