/**
 * PostgreSQL >= 15. Nothing here may write an argument twice where calls nest, or the SQL would double at each level.
 * Arithmetic that leaves the range of its type raises SQLSTATE class 22, which `isOutOfRange` recognises.
 */
import { sql } from 'kysely';
import type { EngineFunction, ScalarType, Sql, SqlDialect } from './sql-dialect.ts';

const LARGEST_INTEGER = 2n ** 31n - 1n;
const LARGEST_BIGINT = 2n ** 63n - 1n;

const TYPE_NAMES: Readonly<Record<Exclude<ScalarType, 'number'>, string>> = {
  text: 'text',
  truth: 'boolean',
  time: 'timestamptz',
  date: 'date',
  timeofday: 'time',
  duration: 'interval',
  json: 'jsonb',
};

const field = (name: string) => (time: Sql) => sql`extract(${sql.raw(name)} from ${time} at time zone 'UTC')::integer`;

const functions: Readonly<Record<EngineFunction, (...args: Sql[]) => Sql>> = {
  substringof: (needle, text) => sql`(strpos(${text}, ${needle}) > 0)`,
  endswith: (text, end) => sql`(right(${text}, char_length(${end})) = ${end})`,
  startswith: (text, start) => sql`starts_with(${text}, ${start})`,
  length: (text) => sql`char_length(${text})`,
  indexof: (text, needle) => sql`(strpos(${text}, ${needle}) - 1)`,
  substring: (text, start, length) =>
    length === undefined
      ? sql`substr(${text}, ${toInteger(start!)} + 1)`
      : sql`substr(${text}, ${toInteger(start!)} + 1, ${toInteger(length)})`,
  tolower: (text) => sql`lower(${text})`,
  toupper: (text) => sql`upper(${text})`,
  trim: (text) => sql`btrim(${text}, E' \\t\\r\\n')`,
  concat: (one, other) => sql`(${one} || ${other})`,
  year: field('year'),
  month: field('month'),
  day: field('day'),
  hour: field('hour'),
  minute: field('minute'),
  second: (time) => sql`floor(extract(second from ${time} at time zone 'UTC'))::integer`,
  fractionalseconds: (time) => sql`(extract(second from ${time} at time zone 'UTC') % 1)::double precision`,
  date: (time) => sql`(${time} at time zone 'UTC')::date`,
  time: (time) => sql`(${time} at time zone 'UTC')::time`,
  totaloffsetminutes: (time) => sql`(case when ${time} is not null then 0 end)`,
  round: (number) => sql`round((${number})::numeric)::double precision`,
  floor: (number) => sql`floor((${number})::double precision)`,
  ceiling: (number) => sql`ceiling((${number})::double precision)`,
};

export const POSTGRES: SqlDialect = {
  name: 'PostgreSQL',
  literal(type, text) {
    if (type === 'number') return sql`${text}::${sql.raw(numberType(text))}`;
    if (type === 'duration') return sql`(${text}::double precision * interval '1 second')`;
    return sql`${text}::${sql.raw(TYPE_NAMES[type])}`;
  },
  nullOf: (type) => sql`null::${sql.raw(type === 'number' ? 'double precision' : TYPE_NAMES[type])}`,
  ordered: (text) => sql`${text} collate "C"`,
  asToken(type, value) {
    if (type === 'time') return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
    if (type === 'duration') return sql`extract(epoch from ${value})::text`;
    return sql`(${value})::text`;
  },
  numberAsText: (number) => sql`(${number})::text`,
  toDouble: (number) => sql`(${number})::double precision`,
  remainder: (dividend, divisor) => sql`((${dividend})::numeric % nullif((${divisor})::numeric, 0))::double precision`,
  dateAsTime: (date) => sql`((${date})::timestamp at time zone 'UTC')`,
  wholeSecond: (time) => sql`date_trunc('second', ${time})`,
  multiplyDuration: (duration, factor) => sql`(${duration} * ${factor})`,
  jsonAt: (json, keys) => sql`(${json} #> ${[...keys]}::text[])`,
  jsonPresent: (json) => sql`(${json} #>> '{}')`,
  jsonAs(type, json) {
    if (type === 'text') {
      return sql`(case when jsonb_typeof(${json}) not in ('object', 'array') then ${json} #>> '{}' end)`;
    }
    if (type === 'number')
      return sql`(case when jsonb_typeof(${json}) = 'number' then (${json} #>> '{}')::numeric end)`;
    return sql`(case when jsonb_typeof(${json}) = 'boolean' then (${json} #>> '{}')::boolean end)`;
  },
  functions,
};

/** True when the values a filter computes left the range of their type: the reader's fault, answered with 400. */
export function isOutOfRange(error: unknown): boolean {
  return /^22/.test((error as { code?: string } | null)?.code ?? '');
}

function toInteger(number: Sql): Sql {
  return sql`floor((${number})::double precision)::integer`;
}

/** The narrowest type, so that a comparison with an integer column can use its index. */
function numberType(text: string): string {
  if (!/^-?\d{1,19}$/.test(text)) return 'numeric';
  const magnitude = BigInt(text.replace('-', ''));
  if (magnitude <= LARGEST_INTEGER) return 'integer';
  return magnitude <= LARGEST_BIGINT ? 'bigint' : 'numeric';
}
