/** SensorThings addresses: mostly well formed, often wrong, sometimes broken in their bytes. */
import type { Chance } from '../seeded-random.ts';

const SETS = [
  'Things',
  'Locations',
  'HistoricalLocations',
  'Datastreams',
  'Sensors',
  'ObservedProperties',
  'Observations',
  'FeaturesOfInterest',
];
const STEPS = [
  'Thing',
  'Locations',
  'Datastream',
  'Datastreams',
  'Sensor',
  'ObservedProperty',
  'Observations',
  'FeatureOfInterest',
  'HistoricalLocations',
  'Nowhere',
];
const PROPERTIES = [
  'name',
  'id',
  '@iot.id',
  'result',
  'phenomenonTime',
  'resultTime',
  'description',
  'properties',
  'properties/state',
  'unitOfMeasurement/symbol',
  'location',
  'Datastream/name',
  'Datastream/Thing/name',
  'Observations/result',
  'nothing',
];
const IDS = [
  '1',
  '2',
  '0',
  '-1',
  '99999999999999999999',
  '9223372036854775807',
  "'a'",
  '1.5',
  '',
  'null',
  '1 or 1 eq 1',
];
const LITERALS = [
  '1',
  '0',
  '-1.5',
  '1e400',
  'null',
  'true',
  "'a'",
  "''",
  "'it''s'",
  "'",
  '2026-05-01T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  "duration'P1D'",
  'NaN',
  'INF',
  "geography'POINT(0 51)'",
  "geography'POINT(x)'",
  '\0',
  '9'.repeat(400),
  "'%_\\'",
];
const FUNCTIONS = [
  'contains',
  'startswith',
  'endswith',
  'substringof',
  'length',
  'indexof',
  'substring',
  'tolower',
  'toupper',
  'trim',
  'concat',
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'fractionalseconds',
  'date',
  'time',
  'now',
  'round',
  'floor',
  'ceiling',
  'geo.distance',
  'st_within',
  'nonsense',
];
const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'and', 'or', 'add', 'sub', 'mul', 'div', 'mod', 'in', 'like'];

export function anAddress(chance: Chance): string {
  const parts = [chance.pick(SETS) + (chance.next() < 0.4 ? `(${chance.pick(IDS)})` : '')];
  for (let left = chance.between(0, 3); left > 0 && chance.next() < 0.6; left--) {
    parts.push(
      chance.pick([...STEPS, ...STEPS, ...PROPERTIES, '$ref', '$value', '$count']) +
        (chance.next() < 0.2 ? `(${chance.pick(IDS)})` : ''),
    );
  }
  const options = Array.from({ length: chance.between(0, 4) }, () => anOption(chance));
  const query = options
    .map(
      ([name, value]) => `${name}=${chance.next() < 0.9 ? encodeURIComponent(value) : value.replace(/[^!-~]/g, '%FF')}`,
    )
    .join('&');
  return `/v1.1/${parts.join('/').replace(/[^!-~]/g, '%00')}${query ? `?${query}` : ''}`;
}

function anOption(chance: Chance): [string, string] {
  const number = () =>
    chance.pick(['0', '1', '5', '100', '-1', '1.5', 'x', '', '1e9', '99999999999999999999', '9223372036854775808']);
  switch (chance.between(0, 8)) {
    case 0:
      return ['$top', number()];
    case 1:
      return ['$skip', number()];
    case 2:
      return ['$count', chance.pick(['true', 'false', '1', ''])];
    case 3:
      return ['$select', some(PROPERTIES, chance)];
    case 4:
      return [
        '$orderby',
        `${chance.pick(PROPERTIES)} ${chance.pick(['asc', 'desc', '', 'up'])}${chance.next() < 0.3 ? `,${chance.pick(PROPERTIES)}` : ''}`,
      ];
    case 5:
      return ['$expand', anExpand(chance, chance.between(1, 4))];
    case 6:
      return [
        chance.pick(['$skiptoken', '$search', '$filter', '$filter', '$nothing', 'x']),
        chance.pick(['abc', '%', '', 'eyJhIjoxfQ', '\0']),
      ];
    default:
      return ['$filter', anExpression(chance, chance.between(1, 5))];
  }
}

function anExpand(chance: Chance, depth: number): string {
  const step = chance.pick(STEPS);
  if (depth <= 1 || chance.next() < 0.3) return chance.next() < 0.3 ? `${step}/${chance.pick(STEPS)}` : step;
  const inner = chance.next() < 0.5 ? `$expand=${anExpand(chance, depth - 1)}` : anOption(chance).join('=');
  return `${step}(${inner};$top=${chance.between(0, 3)})${chance.next() < 0.2 ? `,${chance.pick(STEPS)}` : ''}`;
}

function anExpression(chance: Chance, depth: number): string {
  if (depth <= 1) return chance.next() < 0.6 ? chance.pick(PROPERTIES) : chance.pick(LITERALS);
  const part = () => anExpression(chance, depth - 1);
  switch (chance.between(0, 4)) {
    case 0:
      return `(${part()})`;
    case 1:
      return `not ${part()}`;
    case 2:
      return `${chance.pick(FUNCTIONS)}(${Array.from({ length: chance.between(0, 3) }, part).join(',')})`;
    default:
      return `${part()} ${chance.pick(OPERATORS)} ${part()}`;
  }
}

function some(list: readonly string[], chance: Chance): string {
  return Array.from({ length: chance.between(1, 3) }, () => chance.pick(list)).join(',');
}
