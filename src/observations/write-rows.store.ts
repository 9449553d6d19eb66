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
const ARRAYS =
  '$1::int[], $2::int[], $3::float8[], $4::bigint[], $5::int[], $6::smallint[], $7::smallint[], $8::float8[], $9::text[]';
const COLUMNS = 'datastream_id, at_s, value, key, authority_id, millis, sequence, received_s, text_value';

const INSERT = `
  insert into observations.observation
    (phenomenon_time, received_at, value, key, datastream_id, authority_id, sequence, millis, text_value)
  select to_timestamp(r.at_s), to_timestamp(coalesce(r.received_s, $13::float8)), r.value, r.key, r.datastream_id,
    coalesce(r.authority_id, $10::int), coalesce(r.sequence, $12::smallint), coalesce(r.millis, $11::smallint), r.text_value`;

const WRITE_ROWS = `
  with stored as (${INSERT} from unnest(${ARRAYS}) as r (${COLUMNS}) on conflict do nothing returning 1)
  select count(*)::int as stored from stored`;

/** Writes rows; says how many were stored (fewer: a race was lost). */
export async function writeRows(client: pg.ClientBase, rows: readonly PlacedRow[]): Promise<number> {
  const answer = await client.query<{ stored: number }>({
    name: 'observations-write',
    text: WRITE_ROWS,
    values: asArrays(rows),
  });
  return answer.rows[0]!.stored;
}

// $14: from which instant on nothing may stand yet of the row's datastream, the same for all its rows. Asked as a join that finds
// nothing: a subquery for each row's newest takes four times as long.
const STORE_NEWER_ROWS = `
  with stored as (
    ${INSERT} from unnest(${ARRAYS}, $14::float8[]) as r (${COLUMNS}, from_s)
    where not exists (select from observations.observation o
      where o.datastream_id = r.datastream_id and o.phenomenon_time >= to_timestamp(r.from_s))
    on conflict do nothing returning datastream_id
  )`;

const WRITE_NEWER_ROWS = `${STORE_NEWER_ROWS}
  select count(*)::int as stored, case when count(*) < $15::int then coalesce(array_agg(datastream_id), '{}') end as those
  from stored`;

const WRITE_ALL_NEWER_ROWS = `${STORE_NEWER_ROWS}
  select observations.require_all_stored(count(*), $15::int) from stored`;

/**
 * Writes the rows of datastreams that have nothing near or after them. `those`: where rows were left out, the datastream of
 * each row that was stored.
 */
export async function writeNewerRows(
  client: pg.ClientBase,
  rows: readonly PlacedRow[],
): Promise<{ stored: number; those: readonly number[] | null }> {
  const answer = await client.query<{ stored: number; those: number[] | null }>({
    name: 'observations-write-newer',
    text: WRITE_NEWER_ROWS,
    values: newerValues(rows),
  });
  return answer.rows[0]!;
}

/** Writes them all, or breaks the transaction with SQLSTATE `NOT_ALL_NEWER`. */
export async function writeAllNewerRows(client: pg.ClientBase, rows: readonly PlacedRow[]): Promise<void> {
  await client.query({
    name: 'observations-write-all-newer',
    text: WRITE_ALL_NEWER_ROWS,
    values: newerValues(rows),
  });
}

function newerValues(rows: readonly PlacedRow[]): unknown[] {
  const began = new Map<number, number>();
  for (const { row, atMs } of rows) {
    const from = Math.floor((atMs - (row.leastGapMs ?? 0)) / 1000);
    const known = began.get(row.datastreamId);
    if (known === undefined || from < known) began.set(row.datastreamId, from);
  }
  return [...asArrays(rows), numberArray(rows.map(({ row }) => began.get(row.datastreamId)!)), rows.length];
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
