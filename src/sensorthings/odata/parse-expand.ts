/**
 * `$expand=Datastreams($select=name;$expand=Observations($top=1)),Locations` and the short form `Datastreams/Sensor`
 * (OGC 18-088 §9.3.2.1). An item named twice is one item; two different sets of options for it are refused.
 */
import { type EntityName, findNavigation, type NavigationModel } from './entity-model.ts';
import { unknownName } from './follow-path.ts';
import { leftOut, malformed, partOf, place, type SourceText } from './odata-error.ts';
import type { ExpandItem, OptionScope, QueryOptions } from './query-options.ts';
import { endOfParentheses, splitOutsideQuotes } from './quoted-text.ts';
import { addOption, type OptionName } from './split-query.ts';

const DEEPEST_EXPAND = 8;
const MOST_ITEMS = 32;

type BuildOptions = (
  scope: OptionScope,
  find: (name: OptionName) => SourceText | undefined,
  depth: number,
) => QueryOptions;

/** One item while it is being gathered: its own options where it has any, and what its short forms add below it. */
interface Gathered {
  readonly navigation: NavigationModel;
  own?: SourceText;
  readonly below: Map<string, Gathered>;
}

/** Parses a whole `$expand`. Refuses unknown names (400), more than eight levels (400), `*`, `$ref` and `$levels` (501). */
export function parseExpand(
  source: SourceText,
  entity: EntityName,
  depth: number,
  build: BuildOptions,
): readonly ExpandItem[] {
  const parts = splitOutsideQuotes(source.text, ',');
  if (parts.length > MOST_ITEMS) throw malformed(`${source.option} has more than ${MOST_ITEMS} items at one level`);
  const gathered = new Map<string, Gathered>();
  for (const [start, end] of parts) gather(gathered, partOf(source, start, end), entity, depth);
  return finish(gathered, depth, build);
}

function gather(into: Map<string, Gathered>, item: SourceText, entity: EntityName, depth: number): void {
  const open = item.text.indexOf('(');
  const path = partOf(item, 0, open < 0 ? item.text.length : open);
  let level = into;
  let at = entity;
  let found: Gathered | undefined;
  let levels = depth;
  for (const [start, end] of splitOutsideQuotes(path.text, '/')) {
    if (++levels > DEEPEST_EXPAND)
      throw malformed(place(path, start, `expanding deeper than ${DEEPEST_EXPAND} levels`));
    const name = path.text.slice(start, end).trim();
    const known: Gathered | undefined = level.get(name);
    found = known ?? { navigation: requireNavigation(path, start, at, name), below: new Map() };
    level.set(name, found);
    level = found.below;
    at = found.navigation.target;
  }
  if (open < 0) return;
  const options = optionsInside(item, open);
  if (found!.own && found!.own.text !== options.text) {
    throw malformed(place(item, 0, `${path.text.trim()} is expanded twice with different options; write it once`));
  }
  found!.own = options;
}

function requireNavigation(path: SourceText, at: number, entity: EntityName, name: string): NavigationModel {
  const navigation = findNavigation(entity, name);
  if (navigation) return navigation;
  if (name === '*' || name.startsWith('$'))
    throw leftOut(place(path, at, `expanding ${name.slice(0, 60)} is not supported`));
  if (name === '') throw malformed(place(path, at, 'expected the name of a navigation property'));
  throw malformed(place(path, at, `nothing to expand: ${unknownName(entity, name.slice(0, 60))}`));
}

function optionsInside(item: SourceText, open: number): SourceText {
  const end = endOfParentheses(item.text, open);
  if (end < 0) throw malformed(place(item, item.text.length, 'expected )'));
  if (item.text.slice(end).trim() !== '') throw malformed(place(item, end, 'expected a comma or the end'));
  return partOf(item, open + 1, end - 1);
}

function finish(gathered: ReadonlyMap<string, Gathered>, depth: number, build: BuildOptions): readonly ExpandItem[] {
  const items = [...gathered].map(([name, { navigation, own, below }]) => {
    const options = readOptions(navigation, own, depth + 1, build);
    const merged = below.size === 0 ? options : mergeBelow(options, finish(below, depth + 1, build), name);
    return Object.freeze({ name, navigation, options: merged });
  });
  return Object.freeze(items);
}

function readOptions(
  navigation: NavigationModel,
  own: SourceText | undefined,
  depth: number,
  build: BuildOptions,
): QueryOptions {
  const texts = new Map<OptionName, string>();
  const sources = new Map<OptionName, SourceText>();
  for (const [start, end] of own && own.text.trim() !== '' ? splitOutsideQuotes(own.text, ';') : []) {
    const part = own!.text.slice(start, end);
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim();
    if (!name.startsWith('$')) throw malformed(place(own!, start, 'expected an option, such as $select=name'));
    if (name === '$format' || name === '$skiptoken' || name === '$resultFormat') {
      throw malformed(place(own!, start, `${name} does not apply inside $expand`));
    }
    addOption(texts, name, part.slice(equals + 1));
    sources.set(name as OptionName, trimmed(partOf(own!, start + equals + 1, end)));
  }
  const shape = navigation.many ? 'collection' : 'entity';
  return build({ entity: navigation.target, shape }, (name) => sources.get(name), depth);
}

function trimmed(source: SourceText): SourceText {
  const start = source.text.length - source.text.trimStart().length;
  return partOf(source, start, source.text.trimEnd().length);
}

/** `Datastreams($top=1),Datastreams/Sensor`: what stands below joins what the parentheses expand. */
function mergeBelow(options: QueryOptions, below: readonly ExpandItem[], name: string): QueryOptions {
  const both = below.find((item) => options.expand.some((other) => other.name === item.name));
  if (both) throw malformed(`$expand: ${name}/${both.name} is expanded twice; write it once`);
  return Object.freeze({ ...options, expand: Object.freeze([...options.expand, ...below]) });
}
