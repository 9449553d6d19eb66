/**
 * Observations: millions of rows, so every way to them must find an index. The hot table's keys are (datastream, second,
 * sequence) and (second, datastream, sequence) newest first; ids pack the first. The access rule is asked once a
 * datastream, which PostgreSQL remembers from row to row.
 */
import { sql } from '../../base/index.ts';
import { observationIdSql } from '../../observations/index.ts';
import { visibleDatastreams } from '../../register/index.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Column, EntityTable, Row } from './entity-table.ts';
import { nothing } from './plain-table.ts';

const EPOCH_S = 946_684_800; // 2000-01-01, as in the room observations

const datastreamOf = (id: Sql) => sql`(${id} >> 38)::integer`;
const secondOf = (id: Sql) => sql`to_timestamp(((${id} >> 8) & 1073741823) + ${sql.lit(EPOCH_S)})`;
const sequenceOf = (id: Sql) => sql`(${id} & 255)::smallint`;

function hasId(alias: string, id: Sql): Sql {
  return sql`(${sql.ref(`${alias}.datastream_id`)} = ${datastreamOf(id)}
    and ${sql.ref(`${alias}.phenomenon_time`)} = ${secondOf(id)} and ${sql.ref(`${alias}.sequence`)} = ${sequenceOf(id)})`;
}

/** The result in the kinds it comes in: a number, a category's text, a truth stored as 0 or 1. */
function result(alias: string): Column {
  const value = sql.ref(`${alias}.value`);
  const category = sql.ref(`${alias}.text_value`);
  const isTruth = sql`${sql.ref(`${alias}_of.kind`)} = 'truth'`;
  const truth = sql`(case when ${isTruth} then ${value} <> 0 end)`;
  return {
    type: 'number',
    sql: value,
    as: { text: sql`coalesce(${category}, ${truth}::text, ${value}::text)`, truth },
    wire: sql`coalesce(to_json(${category}), to_json(${truth}), to_json(${value}))::text`,
  };
}

export const OBSERVATIONS: EntityTable = {
  entity: 'Observation',
  from: (alias, { viewer }) => sql`observations.v_observation as ${sql.id(alias)}
    cross join lateral (
      select ds.device_id, op.kind from register.v_datastream ds
      join register.v_observed_property op on op.code = ds.property_code
      where ds.id = ${sql.ref(`${alias}.datastream_id`)} and ${visibleDatastreams(viewer, 'ds')} offset 0
    ) as ${sql.id(`${alias}_of`)}`,
  columns(alias) {
    const second = sql.ref(`${alias}.phenomenon_time`);
    const millis = sql.ref(`${alias}.millis`);
    return {
      id: {
        type: 'number',
        sql: sql`(${observationIdSql(alias)})::bigint`,
        nullable: false,
        keys: this.idKeys(alias),
        equalTo: (number) => hasId(alias, sql`${number}::bigint`),
      },
      phenomenonTime: {
        type: 'time',
        sql: sql`(${second} + ${millis} * interval '1 millisecond')`,
        wholeSecond: second,
        nullable: false,
        keys: [
          { name: 'second', type: 'time', sql: second },
          { name: 'millis', type: 'number', sql: millis },
        ],
      },
      resultTime: nothing('time'),
      result: result(alias),
      resultQuality: {
        type: 'json',
        sql: sql`(case when ${sql.ref(`${alias}.sequence`)} > 0 then '{"beside":"another value stands for the same second"}'::jsonb end)`,
      },
      validTime: nothing('interval'),
      parameters: nothing('json'),
    };
  },
  hasId: (alias, digits) => hasId(alias, sql`${digits}::bigint`),
  idKeys: (alias) => [
    { name: 'datastream', type: 'number', sql: sql.ref(`${alias}.datastream_id`) },
    { name: 'second', type: 'time', sql: sql.ref(`${alias}.phenomenon_time`) },
    { name: 'sequence', type: 'number', sql: sql.ref(`${alias}.sequence`) },
  ],
  rowOf(id) {
    const columns: Readonly<Record<string, Sql>> = { datastream_id: datastreamOf(id), phenomenon_time: secondOf(id) };
    return { entity: 'Observation', id, column: (name) => columns[name]! };
  },
};

/** An Observation of a FROM item, by its alias. */
export function observationAt(alias: string): Row {
  const id = sql`(${observationIdSql(alias)})::bigint`;
  return { entity: 'Observation', id, column: (name) => sql.ref(`${alias}.${name}`) };
}
