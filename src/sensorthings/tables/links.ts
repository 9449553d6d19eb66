/** What leads where: for each navigation property the condition that joins a row to the target under an alias. */
import { sql } from '../../base/index.ts';
import type { EntityName } from '../odata/entity-model.ts';
import type { Sql } from '../odata/sql-dialect.ts';
import type { Row } from './entity-table.ts';

type Link = (from: Row, to: string) => Sql;

const at = (alias: string, column: string) => sql.ref(`${alias}.${column}`);
/** Placements that reach an instant: a device stands where it came to last. */
const covers = (placement: string, time: Sql) => sql`${at(placement, 'valid_from')} <= ${time}
  and (${at(placement, 'valid_to')} is null or ${time} < ${at(placement, 'valid_to')})`;

const LINKS: Readonly<Record<EntityName, Readonly<Record<string, Link>>>> = {
  Thing: {
    Locations: (thing, to) => sql`${at(to, 'id')} in (
      select pm.place_id from register.v_placement pm where pm.device_id = ${thing.id} and pm.valid_to is null)`,
    HistoricalLocations: (thing, to) => sql`${at(to, 'device_id')} = ${thing.id}`,
    Datastreams: (thing, to) => sql`${at(to, 'device_id')} = ${thing.id}`,
  },
  Location: {
    Things: (location, to) => sql`${at(to, 'id')} in (
      select pm.device_id from register.v_placement pm where pm.place_id = ${location.id} and pm.valid_to is null)`,
    HistoricalLocations: (location, to) => sql`${at(to, 'place_id')} = ${location.id}`,
  },
  HistoricalLocation: {
    Thing: (past, to) => sql`${at(to, 'id')} = ${past.column('device_id')}`,
    Locations: (past, to) => sql`${at(to, 'id')} = ${past.column('place_id')}`,
  },
  Datastream: {
    Thing: (stream, to) => sql`${at(to, 'id')} = ${stream.column('device_id')}`,
    Sensor: (stream, to) => sql`${at(to, 'id')} = ${stream.column('model_id')}`,
    ObservedProperty: (stream, to) => sql`${at(to, 'code')} = ${stream.column('property_code')}`,
    Observations: (stream, to) => sql`${at(to, 'datastream_id')} = ${stream.id}`,
  },
  Sensor: { Datastreams: (sensor, to) => sql`${at(to, 'model_id')} = ${sensor.id}` },
  ObservedProperty: { Datastreams: (property, to) => sql`${at(to, 'property_code')} = ${property.column('code')}` },
  Observation: {
    Datastream: (observation, to) => sql`${at(to, 'id')} = ${observation.column('datastream_id')}`,
    FeatureOfInterest: (observation, to) => sql`${at(to, 'id')} = (
      select pm.place_id from register.v_placement pm
      where pm.device_id = (select x.device_id from register.v_datastream x where x.id = ${observation.column('datastream_id')})
        and ${covers('pm', observation.column('phenomenon_time'))}
      order by pm.valid_from desc limit 1)`,
  },
  FeatureOfInterest: {
    Observations: (feature, to) => sql`(${at(to, 'datastream_id')} = any(array(
        select x.id from register.v_datastream x join register.v_placement pm on pm.device_id = x.device_id
        where pm.place_id = ${feature.id}))
      and exists (
        select 1 from register.v_datastream x join register.v_placement pm on pm.device_id = x.device_id
        where x.id = ${at(to, 'datastream_id')} and pm.place_id = ${feature.id}
          and ${covers('pm', at(to, 'phenomenon_time'))}))`,
  },
};

/** The condition that the row under `to` is one that `from` leads to by this navigation property. */
export function linkTo(from: Row, navigation: string, to: string): Sql {
  return LINKS[from.entity][navigation]!(from, to);
}
