/**
 * The eight entities of SensorThings Sensing as data (OGC 18-088 §8.2): what they hold, where they lead, and what the
 * wire calls it. Paths, options, SQL and the serialiser all read this one table.
 */

export type EntityName =
  | 'Thing'
  | 'Location'
  | 'HistoricalLocation'
  | 'Datastream'
  | 'Sensor'
  | 'ObservedProperty'
  | 'Observation'
  | 'FeatureOfInterest';

/** `any` is Observation.result: a number, a text or a truth value. `timeinterval` may also hold a single instant. */
export type PropertyType = 'string' | 'number' | 'time' | 'timeinterval' | 'json' | 'geometry' | 'any';

export interface PropertyModel {
  readonly type: PropertyType;
  readonly filterable: boolean;
  readonly orderable: boolean;
  /** May be absent: left away on the wire when null, unless it was selected. */
  readonly optional?: true;
  /** The members of a complex property whose shape the standard fixes, such as unitOfMeasurement. */
  readonly members?: Readonly<Record<string, PropertyType>>;
}

export interface NavigationModel {
  readonly target: EntityName;
  readonly many: boolean;
}

export interface EntityModel {
  readonly name: EntityName;
  /** The name of its entity set, as in `/v1.1/Things`. */
  readonly set: string;
  /** In the order they are written on the wire; `id` (`@iot.id` there) is every entity's and not listed. */
  readonly properties: Readonly<Record<string, PropertyModel>>;
  readonly navigation: Readonly<Record<string, NavigationModel>>;
}

const property = (type: PropertyType): PropertyModel => {
  const compares = type !== 'geometry';
  return { type, filterable: compares, orderable: compares && type !== 'json' };
};
const maybe = (type: PropertyType): PropertyModel => ({ ...property(type), optional: true });
const text = property('string');
const json = property('json');
const maybeJson = maybe('json');
const geometry = property('geometry');
const instant = property('time');
const interval = property('timeinterval');
const maybeInterval = maybe('timeinterval');
const one = (target: EntityName): NavigationModel => ({ target, many: false });
const many = (target: EntityName): NavigationModel => ({ target, many: true });

/** The id of every entity: an int64, `@iot.id` on the wire, `id` or `@iot.id` in paths and options (§9.2). */
export const ID: PropertyModel = property('number');

export const ENTITY_MODEL: Readonly<Record<EntityName, EntityModel>> = {
  Thing: {
    name: 'Thing',
    set: 'Things',
    properties: { name: text, description: text, properties: maybeJson },
    navigation: {
      Locations: many('Location'),
      HistoricalLocations: many('HistoricalLocation'),
      Datastreams: many('Datastream'),
    },
  },
  Location: {
    name: 'Location',
    set: 'Locations',
    properties: { name: text, description: text, encodingType: text, location: geometry, properties: maybeJson },
    navigation: { Things: many('Thing'), HistoricalLocations: many('HistoricalLocation') },
  },
  HistoricalLocation: {
    name: 'HistoricalLocation',
    set: 'HistoricalLocations',
    properties: { time: instant },
    navigation: { Thing: one('Thing'), Locations: many('Location') },
  },
  Datastream: {
    name: 'Datastream',
    set: 'Datastreams',
    properties: {
      name: text,
      description: text,
      unitOfMeasurement: { ...json, members: { name: 'string', symbol: 'string', definition: 'string' } },
      observationType: text,
      observedArea: maybe('geometry'),
      phenomenonTime: maybeInterval,
      resultTime: maybeInterval,
      properties: maybeJson,
    },
    navigation: {
      Thing: one('Thing'),
      Sensor: one('Sensor'),
      ObservedProperty: one('ObservedProperty'),
      Observations: many('Observation'),
    },
  },
  Sensor: {
    name: 'Sensor',
    set: 'Sensors',
    properties: { name: text, description: text, encodingType: text, metadata: text, properties: maybeJson },
    navigation: { Datastreams: many('Datastream') },
  },
  ObservedProperty: {
    name: 'ObservedProperty',
    set: 'ObservedProperties',
    properties: { name: text, definition: text, description: text, properties: maybeJson },
    navigation: { Datastreams: many('Datastream') },
  },
  Observation: {
    name: 'Observation',
    set: 'Observations',
    properties: {
      phenomenonTime: interval,
      resultTime: instant,
      result: property('any'),
      resultQuality: maybeJson,
      validTime: maybeInterval,
      parameters: maybeJson,
    },
    navigation: { Datastream: one('Datastream'), FeatureOfInterest: one('FeatureOfInterest') },
  },
  FeatureOfInterest: {
    name: 'FeatureOfInterest',
    set: 'FeaturesOfInterest',
    properties: { name: text, description: text, encodingType: text, feature: geometry, properties: maybeJson },
    navigation: { Observations: many('Observation') },
  },
};

/** Entity sets by name, in the order the service root lists them. */
export const ENTITY_SETS: ReadonlyMap<string, EntityName> = new Map(
  Object.values(ENTITY_MODEL).map((entity) => [entity.set, entity.name]),
);

/** `id` and `@iot.id` are the same property; both are accepted, `id` is the one used inside. */
export function isIdName(name: string): boolean {
  return name === 'id' || name === '@iot.id';
}

/** The property of an entity by its wire name (with `id`), or undefined. */
export function findProperty(entity: EntityName, name: string): PropertyModel | undefined {
  if (isIdName(name)) return ID;
  const { properties } = ENTITY_MODEL[entity];
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The navigation property of an entity by its name, or undefined. */
export function findNavigation(entity: EntityName, name: string): NavigationModel | undefined {
  const { navigation } = ENTITY_MODEL[entity];
  return Object.hasOwn(navigation, name) ? navigation[name] : undefined;
}
