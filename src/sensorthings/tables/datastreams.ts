import { sql } from '../../base/index.ts';
import { visibleDatastreams } from '../../register/index.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Column } from './entity-table.ts';
import { authoritySlug, json, nothing, plainTable, projectSlug, properties, text } from './plain-table.ts';

const OBSERVATION_TYPES = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/';

const ofProperty = (alias: string, what: Sql) =>
  sql`(select ${what} from register.v_observed_property op where op.code = ${sql.ref(`${alias}.property_code`)})`;

/** When the first (min) and the last (max) of its Observations were: one look into the index each. */
const edge = (alias: string, order: 'asc' | 'desc') => sql`(
  select o.phenomenon_time + o.millis * interval '1 millisecond' from observations.v_observation o
  where o.datastream_id = ${sql.ref(`${alias}.id`)}
  order by o.phenomenon_time ${sql.raw(order)}, o.sequence ${sql.raw(order)} limit 1)`;

function unit(alias: string): Column {
  return json(
    ofProperty(
      alias,
      sql`jsonb_build_object('name', op.unit_name, 'symbol', op.unit_symbol, 'definition', 'ucum:' || op.unit_code)`,
    ),
  );
}

function observationType(alias: string): Column {
  return text(
    ofProperty(
      alias,
      sql`${OBSERVATION_TYPES}::text || case op.kind when 'count' then 'OM_CountObservation'
        when 'category' then 'OM_CategoryObservation' when 'truth' then 'OM_TruthObservation' else 'OM_Measurement' end`,
    ),
  );
}

/** A Datastream is a channel of a device: one observed property in its canonical unit. */
export const DATASTREAMS = plainTable({
  entity: 'Datastream',
  view: 'register.v_datastream',
  visible: (alias, { viewer }) => visibleDatastreams(viewer, alias),
  columns: (alias) => ({
    name: text(sql.ref(`${alias}.name`)),
    description: text(sql.ref(`${alias}.description`)),
    unitOfMeasurement: unit(alias),
    observationType: observationType(alias),
    observedArea: nothing('geometry'),
    phenomenonTime: { type: 'interval', sql: edge(alias, 'asc'), end: edge(alias, 'desc') },
    resultTime: nothing('interval'),
    properties:
      properties(sql`jsonb_build_object('authority', ${authoritySlug(alias)}, 'project', ${projectSlug(alias)},
      'property', ${sql.ref(`${alias}.property_code`)}, 'decimals', ${sql.ref(`${alias}.decimals`)},
      'retentionDays', ${sql.ref(`${alias}.retention_days`)}, 'isOpen', ${sql.ref(`${alias}.is_open`)})`),
  }),
});
