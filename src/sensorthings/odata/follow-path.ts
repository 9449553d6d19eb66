import {
  ENTITY_MODEL,
  type EntityName,
  findNavigation,
  findProperty,
  isIdName,
  type PropertyModel,
  type PropertyType,
} from './entity-model.ts';

export interface NavigationStep {
  readonly name: string;
  readonly target: EntityName;
  readonly many: boolean;
}

/** A path inside an expression, held against the entity model: `Datastream/Thing/properties/floor`. */
export interface ModelPath {
  /** The entity it starts from. */
  readonly from: EntityName;
  readonly navigation: readonly NavigationStep[];
  /** The entity the property belongs to. */
  readonly entity: EntityName;
  /** The property's wire name, `id` for the id. */
  readonly property: string;
  /** Keys (or indexes of arrays) inside a complex or JSON property. */
  readonly inside: readonly string[];
  readonly type: PropertyType;
}

/** A segment of a path as written, and where. */
export interface Segment {
  readonly name: string;
  readonly at: number;
}

/**
 * Follows segments from an entity to a property. Refuses (through `refuse`, which says where) unknown names, listing
 * those that exist there, paths that end on an entity, and keys inside a property that has none.
 */
export function followPath(
  from: EntityName,
  segments: readonly Segment[],
  refuse: (at: number, what: string) => Error,
): ModelPath {
  let entity = from;
  const navigation: NavigationStep[] = [];
  for (const [index, segment] of segments.entries()) {
    const step = findNavigation(entity, segment.name);
    if (step) {
      navigation.push(Object.freeze({ name: segment.name, ...step }));
      entity = step.target;
      continue;
    }
    const model = findProperty(entity, segment.name);
    if (!model) throw refuse(segment.at, unknownName(entity, segment.name));
    const inside = segments.slice(index + 1);
    const type = typeInside(model, inside, refuse);
    const property = isIdName(segment.name) ? 'id' : segment.name;
    const keys = Object.freeze(inside.map((part) => part.name));
    return Object.freeze({ from, navigation: Object.freeze(navigation), entity, property, inside: keys, type });
  }
  const last = segments[segments.length - 1]!;
  const what = `${last.name} is an entity, not a value: name a property of it, such as ${last.name}/id`;
  throw refuse(last.at, what);
}

function typeInside(
  model: PropertyModel,
  inside: readonly Segment[],
  refuse: (at: number, what: string) => Error,
): PropertyType {
  const first = inside[0];
  if (!first) return model.type;
  if (model.members) {
    const type = Object.hasOwn(model.members, first.name) ? model.members[first.name] : undefined;
    if (!type) throw refuse(first.at, `no member "${first.name}" here; there are ${list(Object.keys(model.members))}`);
    if (inside[1]) throw refuse(inside[1].at, `${first.name} has nothing inside`);
    return type;
  }
  if (model.type !== 'json') throw refuse(first.at, `only JSON properties have keys inside, this is a ${model.type}`);
  return 'json';
}

/** "Thing has no "nam"; it has id, name, …": what to say about a name an entity does not have. */
export function unknownName(entity: EntityName, name: string): string {
  const { properties, navigation } = ENTITY_MODEL[entity];
  const plural = findNavigation(entity, `${name}s`) && `${name}s`;
  if (plural) return `${entity} has no "${name}"; it has many: write ${plural}`;
  return `${entity} has no "${name}"; it has ${list(['id', ...Object.keys(properties), ...Object.keys(navigation)])}`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
