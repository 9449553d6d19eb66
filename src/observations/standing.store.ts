import type pg from 'pg';
import { lookUpRanges } from './look-up-ranges.ts';
import { numberArray } from './pg-array.ts';
import type { Incoming, Standing } from './place-among.ts';

// `offset 0` keeps the planner to one index probe a range, whatever it believes about the sizes.
const READ_STANDING = `
  select o.datastream_id as "datastreamId", o.at_ms as "atMs", o.key, o.sequence
  from unnest($1::int[], $2::float8[], $3::float8[]) as r (datastream_id, from_s, to_s)
  cross join lateral (
    select datastream_id, extract(epoch from phenomenon_time)::float8 * 1000 + millis as at_ms, key::text as key, sequence
    from observations.observation
    where datastream_id = r.datastream_id and phenomenon_time between to_timestamp(r.from_s) and to_timestamp(r.to_s)
    offset 0) o`;

/** What stands near enough to incoming readings to matter to them. */
export async function readStanding(client: pg.ClientBase, incoming: readonly Incoming[]): Promise<Standing[]> {
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
