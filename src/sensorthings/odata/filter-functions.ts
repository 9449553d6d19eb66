/**
 * The functions of `$filter`: OGC 18-088 §9.3.3.5.2 (Table 23) with OData 4's `contains`, and the relations of times
 * (`before`, `during` …) that FROST added and clients use. Geometry is understood but not yet answered.
 */
export type ArgumentType = 'text' | 'number' | 'time' | 'truth' | 'geometry' | 'duration';
export type ResultType = ArgumentType | 'date' | 'timeofday';

export interface FunctionModel {
  readonly takes: readonly ArgumentType[];
  /** How many of the last arguments may be left away. */
  readonly optional: number;
  readonly gives: ResultType;
}

const takes = (args: readonly ArgumentType[], gives: ResultType, optional = 0): FunctionModel => ({
  takes: args,
  gives,
  optional,
});
const ofTime = (gives: ResultType) => takes(['time'], gives);
const ofTimes = takes(['time', 'time'], 'truth');
const ofGeometries = takes(['geometry', 'geometry'], 'truth');

export const FUNCTIONS = {
  substringof: takes(['text', 'text'], 'truth'),
  contains: takes(['text', 'text'], 'truth'),
  endswith: takes(['text', 'text'], 'truth'),
  startswith: takes(['text', 'text'], 'truth'),
  length: takes(['text'], 'number'),
  indexof: takes(['text', 'text'], 'number'),
  substring: takes(['text', 'number', 'number'], 'text', 1),
  tolower: takes(['text'], 'text'),
  toupper: takes(['text'], 'text'),
  trim: takes(['text'], 'text'),
  concat: takes(['text', 'text'], 'text'),

  year: ofTime('number'),
  month: ofTime('number'),
  day: ofTime('number'),
  hour: ofTime('number'),
  minute: ofTime('number'),
  second: ofTime('number'),
  fractionalseconds: ofTime('number'),
  date: ofTime('date'),
  time: ofTime('timeofday'),
  totaloffsetminutes: ofTime('number'),
  now: takes([], 'time'),
  mindatetime: takes([], 'time'),
  maxdatetime: takes([], 'time'),

  before: ofTimes,
  after: ofTimes,
  meets: ofTimes,
  during: ofTimes,
  overlaps: ofTimes,
  starts: ofTimes,
  finishes: ofTimes,

  round: takes(['number'], 'number'),
  floor: takes(['number'], 'number'),
  ceiling: takes(['number'], 'number'),

  'geo.distance': takes(['geometry', 'geometry'], 'number'),
  'geo.length': takes(['geometry'], 'number'),
  'geo.intersects': ofGeometries,
  st_equals: ofGeometries,
  st_disjoint: ofGeometries,
  st_touches: ofGeometries,
  st_within: ofGeometries,
  st_overlaps: ofGeometries,
  st_crosses: ofGeometries,
  st_intersects: ofGeometries,
  st_contains: ofGeometries,
  st_relate: takes(['geometry', 'geometry', 'text'], 'truth'),
} as const satisfies Record<string, FunctionModel>;

export type FunctionName = keyof typeof FUNCTIONS;

/** The function of that exact name (they are lower case), or undefined. */
export function findFunction(name: string): FunctionModel | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name as FunctionName] : undefined;
}
