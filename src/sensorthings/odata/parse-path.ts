/**
 * Resource paths (OGC 18-088 §9.2): entity sets, entities, navigation of any length, properties, `/$value`, `/$ref`.
 * What is malformed is 400; what is well formed but names nothing is 404; what OData has and we have not is 501.
 */
import { parseEntityId } from './entity-id.ts';
import {
  ENTITY_SETS,
  type EntityName,
  findNavigation,
  findProperty,
  isIdName,
  type PropertyModel,
} from './entity-model.ts';
import { unknownName } from './follow-path.ts';
import { leftOut, malformed, namesNothing } from './odata-error.ts';

/** One step from the root: an entity set, or a navigation property of the step before. */
export interface ResourceStep {
  /** As written, without the id: `Datastreams`, `Thing`. */
  readonly name: string;
  readonly entity: EntityName;
  /** A collection; false for one entity, whether by id or by a single-valued navigation. */
  readonly many: boolean;
  /** The int64 id in its shortest form. */
  readonly id?: string;
}

export interface ResourceProperty {
  /** Wire name, `id` for the id. */
  readonly name: string;
  /** Keys inside a complex or JSON property. */
  readonly inside: readonly string[];
  /** `/$value`: the bare value instead of an object with one member. */
  readonly bare: boolean;
}

/** Where a path leads: the last of `steps`, of which `property` or the `refs` (`/$ref`) are asked. */
export interface ResourcePath {
  readonly steps: readonly ResourceStep[];
  readonly entity: EntityName;
  readonly many: boolean;
  readonly property?: ResourceProperty;
  readonly refs: boolean;
}

const LONGEST_PATH = 32;
const STEP = /^([^()]*)\((.*)\)$/s;

/**
 * Parses the part of the URL behind `/v1.1/`, still percent-encoded (each segment is decoded once). The service root is
 * not a resource path and is refused.
 */
export function parsePath(encoded: string): ResourcePath {
  const segments = decodeSegments(encoded);
  const steps: ResourceStep[] = [];
  for (const [index, segment] of segments.entries()) {
    const step = readStep(segment, steps[steps.length - 1]);
    if (step) {
      steps.push(Object.freeze(step));
      continue;
    }
    return freeze(steps, readEnding(segments.slice(index), steps[steps.length - 1]));
  }
  return freeze(steps, { refs: false });
}

function freeze(steps: ResourceStep[], ending: { property?: ResourceProperty; refs: boolean }): ResourcePath {
  const { entity, many } = steps[steps.length - 1]!;
  return Object.freeze({ steps: Object.freeze(steps), entity, many, ...ending });
}

function decodeSegments(encoded: string): string[] {
  const parts = encoded.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.length > LONGEST_PATH) throw malformed(`the path has more than ${LONGEST_PATH} segments`);
  return parts.map((part) => {
    const segment = decode(part);
    if (segment === '') throw malformed('the path has an empty segment (two slashes in a row)');
    if (segment.includes('\0')) throw malformed('the path holds a NUL character');
    return segment;
  });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw malformed(`"${part.slice(0, 60)}" in the path is not valid percent-encoded UTF-8`);
  }
}

function readStep(segment: string, before: ResourceStep | undefined): ResourceStep | undefined {
  const [, name = segment, written] = STEP.exec(segment) ?? [];
  const found = before ? findNavigation(before.entity, name) : entitySet(name);
  if (!found) {
    if (written === undefined && /[()]/.test(segment))
      throw malformed(`${segment.slice(0, 60)}: the parentheses do not match`);
    if (!before)
      throw namesNothing(`there is no "${name.slice(0, 60)}"; there are ${[...ENTITY_SETS.keys()].join(', ')}`);
    if (written === undefined) return undefined;
    if (findProperty(before.entity, name) || name.startsWith('$'))
      throw malformed(`${name.slice(0, 60)} takes no parentheses`);
    throw namesNothing(unknownName(before.entity, name.slice(0, 60)));
  }
  if (before?.many)
    throw namesNothing(`${before.name} is a collection: name one by id, as in ${before.name}(1)/${name}`);
  if (written === undefined) return { name, entity: found.target, many: found.many };
  if (!found.many)
    throw namesNothing(`${name} is one entity and takes no id: write ${name} without (${written.slice(0, 20)})`);
  return { name, entity: found.target, many: false, id: parseEntityId(written, name) };
}

function entitySet(name: string): { target: EntityName; many: boolean } | undefined {
  const target = ENTITY_SETS.get(name);
  return target && { target, many: true };
}

function readEnding(
  rest: readonly string[],
  before: ResourceStep | undefined,
): { property?: ResourceProperty; refs: boolean } {
  if (!before) throw namesNothing('the path names no entity set');
  const [first = '', ...after] = rest;
  if (first === '$ref') {
    if (after.length > 0) throw malformed('$ref ends a path; nothing may follow it');
    return { refs: true };
  }
  if (first === '$value') throw malformed(`$value follows a property, and ${before.name} is none`);
  if (first.startsWith('$')) throw leftOut(`${first.slice(0, 60)} is not supported in a path`);
  if (before.many)
    throw namesNothing(`${before.name} is a collection and has no ${first.slice(0, 60)}: name one by id`);
  const model = findProperty(before.entity, first);
  if (!model) throw namesNothing(unknownName(before.entity, first.slice(0, 60)));
  const bare = after[after.length - 1] === '$value';
  const keys = (bare ? after.slice(0, -1) : after).flatMap(splitIndexes);
  refuseKeys(first, model, keys);
  const name = isIdName(first) ? 'id' : first;
  return { property: Object.freeze({ name, inside: Object.freeze(keys), bare }), refs: false };
}

/** `list[0][1]` is the same as `list/0/1`. */
function splitIndexes(segment: string): string[] {
  const [, name, indexes] = /^([^[\]]+)((?:\[\d+\])+)$/.exec(segment) ?? [];
  return name === undefined ? [segment] : [name, ...indexes!.slice(1, -1).split('][')];
}

function refuseKeys(name: string, model: PropertyModel, keys: readonly string[]): void {
  const dollar = keys.find((key) => key.startsWith('$'));
  if (dollar === '$value') throw malformed('$value ends a path; nothing may follow it');
  if (dollar) throw leftOut(`${dollar.slice(0, 60)} is not supported on a property`);
  if (keys.length === 0 || (model.type === 'json' && !model.members)) return;
  const isMember = keys.length === 1 && model.members && Object.hasOwn(model.members, keys[0]!);
  if (!isMember) throw namesNothing(`${name} has nothing named ${keys.join('/').slice(0, 60)} inside`);
}
