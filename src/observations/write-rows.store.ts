import type pg from 'pg';
import type { NewObservation } from './observation.ts';
import { numberArray, textArray } from './pg-array.ts';

/** A row with its place in the table. */
export interface PlacedRow {
  readonly row: NewObservation;
  readonly atMs: number;
  readonly sequence: number;
}

const INCOMING = `
  unnest($1::int[], $2::int[], $3::int[], $4::smallint[], $5::smallint[], $6::float8[], $7::bigint[], $8::float8[], $9::text[])
    as r (datastream_id, authority_id, at_s, millis, sequence, value, key, received_s, text_value)`;

const INSERT = `
  insert into observations.observation
    (phenomenon_time, received_at, value, key, datastream_id, authority_id, sequence, millis, text_value)
  select to_timestamp(r.at_s), to_timestamp(r.received_s), r.value, r.key, r.datastream_id, r.authority_id, r.sequence,
    r.millis, r.text_value`;

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

// $10 and $11: each datastream once, with the instant from which nothing may stand yet.
const WRITE_NEWER_ROWS = `
  with late as materialized (
    select s.datastream_id from unnest($10::int[], $11::float8[]) as s (datastream_id, from_s)
    join observations.latest l on l.datastream_id = s.datastream_id
    where l.phenomenon_time >= to_timestamp(s.from_s)
  ),
  stored as (
    ${INSERT} from ${INCOMING} where r.datastream_id not in (select datastream_id from late) on conflict do nothing ${STORED}
  ),
  newest as (${KEEP_LATEST})
  select (select count(*)::int from stored) as stored, (select array_agg(datastream_id) from late) as late`;

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

function asArrays(rows: readonly PlacedRow[]): string[] {
  return [
    numberArray(rows.map(({ row }) => row.datastreamId)),
    numberArray(rows.map(({ row }) => row.authorityId)),
    numberArray(rows.map(({ atMs }) => Math.floor(atMs / 1000))),
    numberArray(rows.map(({ atMs }) => atMs - Math.floor(atMs / 1000) * 1000)),
    numberArray(rows.map(({ sequence }) => sequence)),
    numberArray(rows.map(({ row }) => row.value)),
    numberArray(rows.map(({ row }) => row.key)),
    numberArray(rows.map(({ row }) => row.receivedAt.getTime() / 1000)),
    textArray(rows.map(({ row }) => row.textValue)),
  ];
}
