import type { EntityName } from '../odata/entity-model.ts';
import { DATASTREAMS } from './datastreams.ts';
import type { EntityTable, Row } from './entity-table.ts';
import { HISTORICAL_LOCATIONS } from './historical-locations.ts';
import { OBSERVATIONS, observationAt } from './observations.ts';
import { OBSERVED_PROPERTIES } from './observed-properties.ts';
import { FEATURES_OF_INTEREST, LOCATIONS } from './places.ts';
import { rowAt } from './plain-table.ts';
import { SENSORS } from './sensors.ts';
import { THINGS } from './things.ts';

export const TABLES: Readonly<Record<EntityName, EntityTable>> = {
  Thing: THINGS,
  Location: LOCATIONS,
  HistoricalLocation: HISTORICAL_LOCATIONS,
  Datastream: DATASTREAMS,
  Sensor: SENSORS,
  ObservedProperty: OBSERVED_PROPERTIES,
  Observation: OBSERVATIONS,
  FeatureOfInterest: FEATURES_OF_INTEREST,
};

/** The row under an alias of an entity's FROM item. */
export function rowUnder(alias: string, entity: EntityName): Row {
  return entity === 'Observation' ? observationAt(alias) : rowAt(entity, alias);
}
