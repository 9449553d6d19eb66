import { leftOut, malformed } from './odata-error.ts';

/** Options of OData that are known and left out: 501, where an unknown `$` option is 400. */
const LEFT_OUT = new Set([
  '$apply',
  '$search',
  '$compute',
  '$index',
  '$levels',
  '$deltatoken',
  '$schemaversion',
  '$resultMetadata',
  '$id',
  '$entity',
]);
export const KNOWN = [
  '$filter',
  '$select',
  '$expand',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$resultFormat',
  '$format',
  '$skiptoken',
] as const;

export type OptionName = (typeof KNOWN)[number];

/**
 * The `$` options of a raw query string, percent-decoded once, with `+` read as a space (so a plus sign is `%2B`).
 * Refuses options given twice, unknown `$` options (400) and those left out (501). Names without `$` are none of ours.
 */
export function splitQuery(query: string): ReadonlyMap<OptionName, string> {
  const options = new Map<OptionName, string>();
  for (const part of query.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    if (!name.startsWith('$')) continue;
    addOption(options, name, equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return options;
}

/** Adds one option, held against the known ones; `$expand` does the same for what stands in its parentheses. */
export function addOption(options: Map<OptionName, string>, name: string, value: string): void {
  if (LEFT_OUT.has(name)) throw leftOut(`${name} is not supported`);
  if (!isKnown(name)) throw malformed(`there is no option ${name.slice(0, 60)}; there are ${KNOWN.join(', ')}`);
  if (options.has(name)) throw malformed(`${name} is given twice; give it once`);
  if (value.includes('\0')) throw malformed(`${name} holds a NUL character`);
  options.set(name, value);
}

function isKnown(name: string): name is OptionName {
  return (KNOWN as readonly string[]).includes(name);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw malformed(`"${part.slice(0, 60)}" in the query is not valid percent-encoded UTF-8`);
  }
}
