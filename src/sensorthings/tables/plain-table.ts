import { sql } from '../../base/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Column, EntityTable, Reader, Row } from './entity-table.ts';

interface PlainTable {
  readonly entity: EntityName;
  /** The view a lower room publishes, with an integer column `id`. */
  readonly view: string;
  /** The access rule over the view under an alias. */
  readonly visible: (alias: string, reader: Reader) => Sql;
  readonly columns: (alias: string, reader: Reader) => Readonly<Record<string, Column>>;
}

/** An entity that is one view of a lower room. */
export function plainTable({ entity, view, visible, columns }: PlainTable): EntityTable {
  const id = (alias: string) => sql.ref(`${alias}.id`);
  return {
    entity,
    from: (alias, reader) =>
      sql`(select v.* from ${sql.table(view)} as v where ${visible('v', reader)}) as ${sql.id(alias)}`,
    columns: (alias, reader) => ({
      id: { type: 'number', sql: id(alias), nullable: false, keys: [{ name: 'id', type: 'number', sql: id(alias) }] },
      ...columns(alias, reader),
    }),
    hasId: (alias, digits) => sql`${id(alias)} = ${digits}::bigint`,
    idKeys: (alias) => [{ name: 'id', type: 'number', sql: id(alias) }],
    rowOf: (value) => rowBy(entity, view, value),
  };
}

/** A row known by its id: its columns are looked up. */
function rowBy(entity: EntityName, view: string, id: Sql): Row {
  return {
    entity,
    id,
    column: (name) => sql`(select row_of.${sql.id(name)} from ${sql.table(view)} as row_of where row_of.id = ${id})`,
  };
}

/** A row of a FROM item, by its alias. */
export function rowAt(entity: EntityName, alias: string): Row {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return { entity, id: column('id'), column };
}

export const text = (value: Sql, nullable = false): Column => ({ type: 'text', sql: value, nullable });
export const json = (value: Sql): Column => ({ type: 'json', sql: value });
/** What an entity's `properties` holds; what is not known is left away. */
export const properties = (value: Sql): Column => json(sql`jsonb_strip_nulls(${value})`);
export const nothing = (type: Column['type']): Column => ({
  type,
  sql: sql`null::${sql.raw(type === 'time' || type === 'interval' ? 'timestamptz' : 'jsonb')}`,
  ...(type === 'interval' && { end: sql`null::timestamptz` }),
});

/** The short name of an authority, for the `properties` of what it holds. */
export const authoritySlug = (alias: string) =>
  sql`(select a.slug from identity.v_authority a where a.id = ${sql.ref(`${alias}.authority_id`)})`;

/** The short name of a project. */
export const projectSlug = (alias: string) =>
  sql`(select p.slug from projects.v_project p where p.id = ${sql.ref(`${alias}.project_id`)})`;

/** A WGS 84 point as GeoJSON. */
export const point = (longitude: Sql, latitude: Sql): Column => ({
  type: 'geometry',
  sql: sql`jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(${longitude}, ${latitude}))`,
  nullable: false,
});
