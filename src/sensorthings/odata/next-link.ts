/**
 * `@iot.nextLink`: the same path and the same options, percent-encoded once, with the place to go on from. `$skip` is
 * dropped, because the token already stands behind the skipped rows.
 */
import type { ResourcePath } from './parse-path.ts';
import type { ExpandItem, QueryOptions } from './query-options.ts';

/** The path as it is written behind the service root, without its property: `Things(1)/Datastreams`. */
export function writePath(path: Pick<ResourcePath, 'steps'> & { readonly refs?: boolean }): string {
  const steps = path.steps.map(({ name, id }) => (id === undefined ? name : `${name}(${id})`));
  return [...steps, ...(path.refs ? ['$ref'] : [])].join('/');
}

/** The link to the next page. `root` is the service root without a slash at its end, `path` as `writePath` gives it. */
export function nextLink(root: string, path: string, options: QueryOptions, skiptoken: string): string {
  const given = writeOptions(options).filter(([name]) => name !== '$skip' && name !== '$skiptoken');
  const query = [...given, ['$skiptoken', skiptoken] as const].map(
    ([name, text]) => `${name}=${encodeURIComponent(text)}`,
  );
  return `${root}/${path}?${query.join('&')}`;
}

/** The options as they were given, decoded; `$expand` in its long form. */
function writeOptions(options: QueryOptions): readonly (readonly [string, string])[] {
  const given = options.given.filter(([name]) => name !== '$expand');
  return options.expand.length === 0 ? given : [...given, ['$expand', options.expand.map(writeItem).join(',')]];
}

function writeItem({ name, options }: ExpandItem): string {
  const inside = writeOptions(options).map(([option, text]) => `${option}=${text}`);
  return inside.length === 0 ? name : `${name}(${inside.join(';')})`;
}
