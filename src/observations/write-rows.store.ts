import type pg from 'pg';
import type { NewObservation } from './observation.ts';
import { numberArray, textArray } from './pg-array.ts';

/** A row with its place in the table. */
export interface PlacedRow {
  readonly row: NewObservation;
  readonly atMs: number;
  readonly sequence: number;
}

// A column in which all rows agree comes as its one value ($10 to $13) and an empty array, which unnest fills with nulls:
// most groups have one authority, no categories and no sequences, and parsing arrays is a good part of the cost.
const INCOMING = `
  unnest($1::int[], $2::int[], $3::float8[], $4::bigint[], $5::int[], $6::smallint[], $7::smallint[], $8::float8[], $9::text[])
    as r (datastream_id, at_s, value, key, authority_id, millis, sequence, received_s, text_value)`;

const INSERT = `
  insert into observations.observation
    (phenomenon_time, received_at, value, key, datastream_id, authority_id, sequence, millis, text_value)
  select to_timestamp(r.at_s), to_timestamp(coalesce(r.received_s, $13::float8)), r.value, r.key, r.datastream_id,
    coalesce(r.authority_id, $10::int), coalesce(r.sequence, $12::smallint), coalesce(r.millis, $11::smallint), r.text_value`;

const KEEP_LATEST = `
  insert into observations.latest as l
    (datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at)
  select distinct on (datastream_id) * from stored
  order by datastream_id, phenomenon_time desc, millis desc, sequence desc
  on conflict (datastream_id) do update
    set phenomenon_time = excluded.phenomenon_time, millis = excluded.millis, sequence = excluded.sequence,
        value = excluded.value, text_value = excluded.text_value, received_at = excluded.received_at
    where (l.phenomenon_time, l.millis, l.sequence) < (excluded.phenomenon_time, excluded.millis, excluded.sequence)`;

const STORED =
  'returning datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at';

const WRITE_ROWS = `
  with stored as (${INSERT} from ${INCOMING} on conflict do nothing ${STORED}),
  newest as (${KEEP_LATEST})
  select count(*)::int as stored from stored`;

/** Writes rows and the latest values; says how many were stored (fewer: a race was lost). */
export async function writeRows(client: pg.ClientBase, rows: readonly PlacedRow[]): Promise<number> {
  const answer = await client.query<{ stored: number }>({
    name: 'observations-write',
    text: WRITE_ROWS,
    values: asArrays(rows),
  });
  return answer.rows[0]!.stored;
}

// $14 and $15: each datastream once, with the instant from which nothing may stand yet. Latest values that stand are updated:
// ON CONFLICT would cost twice as much, so it is left for datastreams that have none yet.
const WRITE_NEWER_ROWS = `
  with known as materialized (
    select s.datastream_id, l.phenomenon_time >= to_timestamp(s.from_s) as late
    from unnest($14::int[], $15::float8[]) as s (datastream_id, from_s)
    join observations.latest l on l.datastream_id = s.datastream_id
  ),
  stored as (
    ${INSERT} from ${INCOMING}
    where r.datastream_id not in (select datastream_id from known where late) on conflict do nothing ${STORED}
  ),
  newest as materialized (
    select distinct on (datastream_id) * from stored
    order by datastream_id, phenomenon_time desc, millis desc, sequence desc
  ),
  updated as (
    update observations.latest l
    set phenomenon_time = n.phenomenon_time, millis = n.millis, sequence = n.sequence, value = n.value,
        text_value = n.text_value, received_at = n.received_at
    from newest n where n.datastream_id = l.datastream_id and l.phenomenon_time < n.phenomenon_time
  ),
  added as (
    insert into observations.latest as l
      (datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at)
    select * from newest where datastream_id not in (select datastream_id from known)
    on conflict (datastream_id) do update
      set phenomenon_time = excluded.phenomenon_time, millis = excluded.millis, sequence = excluded.sequence,
          value = excluded.value, text_value = excluded.text_value, received_at = excluded.received_at
      where (l.phenomenon_time, l.millis, l.sequence) < (excluded.phenomenon_time, excluded.millis, excluded.sequence)
  )
  select (select count(*)::int from stored) as stored, (select array_agg(datastream_id) from known where late) as late`;

/** Writes the rows of datastreams that have nothing near or after them, and says which datastreams were left out. */
export async function writeNewerRows(
  client: pg.ClientBase,
  rows: readonly PlacedRow[],
): Promise<{ stored: number; late: readonly number[] }> {
  const began = new Map<number, number>();
  for (const { row, atMs } of rows) {
    const from = Math.floor((atMs - (row.leastGapMs ?? 0)) / 1000);
    const known = began.get(row.datastreamId);
    if (known === undefined || from < known) began.set(row.datastreamId, from);
  }
  const answer = await client.query<{ stored: number; late: number[] | null }>({
    name: 'observations-write-newer',
    text: WRITE_NEWER_ROWS,
    values: [...asArrays(rows), numberArray([...began.keys()]), numberArray([...began.values()])],
  });
  const { stored, late } = answer.rows[0]!;
  return { stored, late: late ?? [] };
}

function asArrays(rows: readonly PlacedRow[]): unknown[] {
  const authorities = column(rows, ({ row }) => row.authorityId);
  const millis = column(rows, ({ atMs }) => atMs - Math.floor(atMs / 1000) * 1000);
  const sequences = column(rows, ({ sequence }) => sequence);
  const received = column(rows, ({ row }) => row.receivedAt.getTime() / 1000);
  const hasText = rows.some(({ row }) => row.textValue !== null);
  return [
    numberArray(rows.map(({ row }) => row.datastreamId)),
    numberArray(rows.map(({ atMs }) => Math.floor(atMs / 1000))),
    numberArray(rows.map(({ row }) => row.value)),
    numberArray(rows.map(({ row }) => row.key)),
    authorities.array,
    millis.array,
    sequences.array,
    received.array,
    hasText ? textArray(rows.map(({ row }) => row.textValue)) : '{}',
    authorities.all,
    millis.all,
    sequences.all,
    received.all,
  ];
}

/** The values as an array, or the one value that all rows have. */
function column(rows: readonly PlacedRow[], read: (row: PlacedRow) => number): { array: string; all: number | null } {
  const values = rows.map(read);
  const [first] = values;
  return values.every((value) => value === first)
    ? { array: '{}', all: first! }
    : { array: numberArray(values), all: null };
}
