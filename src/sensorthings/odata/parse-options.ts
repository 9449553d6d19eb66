/** System query options (OGC 18-088 §9.3) from a raw query string to a frozen QueryOptions. */
import { leftOut, malformed, type SourceText } from './odata-error.ts';
import { parseExpand } from './parse-expand.ts';
import { parseFilter } from './parse-filter.ts';
import { parseOrderby } from './parse-orderby.ts';
import { parseSelect } from './parse-select.ts';
import { DEFAULT_ROWS, MOST_ROWS, type OptionScope, type QueryOptions } from './query-options.ts';
import { KNOWN, type OptionName, splitQuery } from './split-query.ts';

/** Gives the text of an option with its place, or undefined where it was not given. */
type Find = (name: OptionName) => SourceText | undefined;

const ROWS_ONLY: readonly OptionName[] = [
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$resultFormat',
];

/**
 * Parses the raw query string (without `?`). Throws ODataError: 400 for what is malformed, unknown, given twice or does
 * not apply to what the path leads to; 501 for what OData has and is left out.
 */
export function parseOptions(query: string, scope: OptionScope): QueryOptions {
  const given = splitQuery(query);
  refuseFormat(given.get('$format'));
  return buildOptions(scope, (name) => {
    const text = given.get(name);
    return text === undefined ? undefined : { option: name, text, offset: 0 };
  });
}

/** The options of a query, or of the parentheses of an `$expand` item. */
function buildOptions(scope: OptionScope, find: Find, depth = 0): QueryOptions {
  refuseWrongShape(scope, find);
  const filter = find('$filter');
  const select = find('$select');
  const expand = find('$expand');
  const orderby = find('$orderby');
  const skiptoken = find('$skiptoken');
  const names = select && parseSelect(select, scope.entity);
  return Object.freeze({
    ...(filter && { filter: parseFilter(filter, scope.entity) }),
    ...(names && { select: names }),
    expand: expand ? parseExpand(expand, scope.entity, depth, buildOptions) : Object.freeze([]),
    orderby: orderby ? parseOrderby(orderby, scope.entity) : Object.freeze([]),
    top: Math.min(readWhole(find('$top')) ?? DEFAULT_ROWS, MOST_ROWS),
    skip: readWhole(find('$skip')) ?? 0,
    count: readTruth(find('$count')) ?? false,
    dataArray: isDataArray(find('$resultFormat')?.text, scope, expand !== undefined),
    ...(skiptoken && { skiptoken: skiptoken.text }),
    given: Object.freeze(
      KNOWN.flatMap((name) => {
        const source = find(name);
        return source ? [Object.freeze([name, source.text] as const)] : [];
      }),
    ),
  });
}

function refuseWrongShape({ shape, entity }: OptionScope, find: Find): void {
  if (shape === 'collection') return;
  const stray = ROWS_ONLY.find((name) => find(name));
  const inside = shape === 'property' ? (['$select', '$expand'] as const).find((name) => find(name)) : undefined;
  const what = shape === 'property' ? `a property of one ${entity}` : `one ${entity}`;
  if (stray ?? inside) throw malformed(`${stray ?? inside} does not apply to ${what}; remove it`);
}

/** A whole number from 0; beyond the safe ones it is as good as the largest. */
function readWhole(source: SourceText | undefined): number | undefined {
  if (!source) return undefined;
  if (/^\d+$/.test(source.text)) return Math.min(Number(source.text), Number.MAX_SAFE_INTEGER);
  throw malformed(`${source.option}: expected a whole number from 0, found "${source.text.slice(0, 60)}"`);
}

function readTruth(source: SourceText | undefined): boolean | undefined {
  if (!source) return undefined;
  if (source.text === 'true' || source.text === 'false') return source.text === 'true';
  throw malformed(`${source.option}: expected true or false, found "${source.text.slice(0, 60)}"`);
}

function isDataArray(format: string | undefined, { entity }: OptionScope, isExpanding: boolean): boolean {
  if (format === undefined || format === 'json') return false;
  if (/^(geojson|csv)$/i.test(format))
    throw leftOut(`$resultFormat=${format} is not supported; leave it away for JSON`);
  if (format !== 'dataArray') throw malformed(`$resultFormat: expected dataArray, found "${format.slice(0, 60)}"`);
  if (isExpanding) throw malformed('$resultFormat=dataArray and $expand do not go together; leave one away');
  if (entity !== 'Observation') throw malformed(`$resultFormat=dataArray is for Observations, not for ${entity}`);
  return true;
}

function refuseFormat(format: string | undefined): void {
  if (format === undefined || format === 'json' || /^application\/json\b/.test(format)) return;
  throw leftOut(`$format=${format.slice(0, 60)} is not supported; the answer is JSON`);
}
