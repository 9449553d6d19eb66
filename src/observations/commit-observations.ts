/**
 * The hot path into the store: one prepared statement reads what stands near the incoming readings, one writes the rows and
 * the latest values. Runs inside the caller's transaction on a client of the pool.
 */
import type pg from 'pg';
import { lookUpRanges } from './look-up-ranges.ts';
import type { Fate, NewObservation } from './observation.ts';
import { numberArray, textArray } from './pg-array.ts';
import { type Incoming, placeAmong, type Standing } from './place-among.ts';

/** Somebody else stored a value for the same second meanwhile. Roll back and commit the whole group again. */
export class RaceLost extends Error {}

export interface Committed {
  /** What became of each reading, in the order given. */
  readonly fates: Fate[];
  readonly stored: number;
  readonly beside: number;
  readonly duplicate: number;
  /** Datastreams that got something, ascending, and the span of what they got. */
  readonly datastreams: number[];
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/**
 * Stores readings once: a resend (same datastream, time and key) changes nothing, another value for the same second is kept
 * beside the first under the next sequence. `stored` includes `beside`. Throws `RaceLost` when the transaction must be run again.
 */
export async function commitObservations(client: pg.ClientBase, rows: readonly NewObservation[]): Promise<Committed> {
  const incoming = rows.map((row) => ({
    datastreamId: row.datastreamId,
    atMs: row.phenomenonTime.getTime(),
    key: row.key,
    leastGapMs: row.leastGapMs ?? 0,
  }));
  const placed = placeAmong(await readStanding(client, incoming), incoming);
  const kept: { row: NewObservation; atMs: number; sequence: number }[] = [];
  const committed = { stored: 0, beside: 0, duplicate: 0 };
  for (let i = 0; i < rows.length; i++) {
    const { fate, sequence } = placed[i]!;
    if (fate === 'duplicate') committed.duplicate++;
    if (fate !== 'stored' && fate !== 'beside') continue;
    committed.stored++;
    if (fate === 'beside') committed.beside++;
    kept.push({ row: rows[i]!, atMs: incoming[i]!.atMs, sequence });
  }
  kept.sort((a, b) => a.row.datastreamId - b.row.datastreamId || a.atMs - b.atMs || a.sequence - b.sequence);
  if (kept.length > 0) await writeRows(client, kept);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { atMs } of kept) {
    if (atMs < from) from = atMs;
    if (atMs > to) to = atMs;
  }
  return {
    fates: placed.map(({ fate }) => fate),
    ...committed,
    datastreams: [...new Set(kept.map(({ row }) => row.datastreamId))],
    from: kept.length > 0 ? new Date(from) : undefined,
    to: kept.length > 0 ? new Date(to) : undefined,
  };
}

// `offset 0` keeps the planner to one index probe a range, whatever it believes about the sizes.
const READ_STANDING = `
  select o.datastream_id as "datastreamId", o.at_ms as "atMs", o.key, o.sequence
  from unnest($1::int[], $2::float8[], $3::float8[]) as r (datastream_id, from_s, to_s)
  cross join lateral (
    select datastream_id, extract(epoch from phenomenon_time)::float8 * 1000 + millis as at_ms, key::text as key, sequence
    from observations.observation
    where datastream_id = r.datastream_id and phenomenon_time between to_timestamp(r.from_s) and to_timestamp(r.to_s)
    offset 0) o`;

async function readStanding(client: pg.ClientBase, incoming: readonly Incoming[]): Promise<Standing[]> {
  const ranges = lookUpRanges(incoming);
  if (ranges.length === 0) return [];
  const { rows } = await client.query<{ datastreamId: number; atMs: number; key: string; sequence: number }>({
    name: 'observations-standing',
    text: READ_STANDING,
    values: [
      numberArray(ranges.map((range) => range.datastreamId)),
      numberArray(ranges.map((range) => range.fromS)),
      numberArray(ranges.map((range) => range.toS)),
    ],
  });
  return rows.map((row) => ({ ...row, key: BigInt(row.key) }));
}

const WRITE_ROWS = `
  with stored as (
    insert into observations.observation
      (phenomenon_time, received_at, value, key, datastream_id, authority_id, sequence, millis, text_value)
    select to_timestamp(at_s), to_timestamp(received_s), value, key, datastream_id, authority_id, sequence, millis, text_value
    from unnest($1::int[], $2::int[], $3::float8[], $4::smallint[], $5::smallint[], $6::float8[], $7::bigint[], $8::float8[], $9::text[])
      as r (datastream_id, authority_id, at_s, millis, sequence, value, key, received_s, text_value)
    on conflict do nothing
    returning datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at
  ), newest as (
    insert into observations.latest as l
      (datastream_id, authority_id, phenomenon_time, millis, sequence, value, text_value, received_at)
    select distinct on (datastream_id) * from stored
    order by datastream_id, phenomenon_time desc, millis desc, sequence desc
    on conflict (datastream_id) do update
      set phenomenon_time = excluded.phenomenon_time, millis = excluded.millis, sequence = excluded.sequence,
          value = excluded.value, text_value = excluded.text_value, received_at = excluded.received_at
      where (l.phenomenon_time, l.millis, l.sequence) < (excluded.phenomenon_time, excluded.millis, excluded.sequence)
  )
  select count(*)::int as stored from stored`;

async function writeRows(
  client: pg.ClientBase,
  kept: readonly { row: NewObservation; atMs: number; sequence: number }[],
): Promise<void> {
  const { rows } = await client.query<{ stored: number }>({
    name: 'observations-write',
    text: WRITE_ROWS,
    values: [
      numberArray(kept.map(({ row }) => row.datastreamId)),
      numberArray(kept.map(({ row }) => row.authorityId)),
      numberArray(kept.map(({ atMs }) => Math.floor(atMs / 1000))),
      numberArray(kept.map(({ atMs }) => atMs - Math.floor(atMs / 1000) * 1000)),
      numberArray(kept.map(({ sequence }) => sequence)),
      numberArray(kept.map(({ row }) => row.value)),
      numberArray(kept.map(({ row }) => row.key)),
      numberArray(kept.map(({ row }) => row.receivedAt.getTime() / 1000)),
      textArray(kept.map(({ row }) => row.textValue)),
    ],
  });
  if (rows[0]!.stored !== kept.length) throw new RaceLost('another transaction stored a value for the same second');
}
