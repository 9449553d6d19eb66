import { type Db, sql } from '../base/index.ts';

export interface TimeBucket {
  readonly datastreamId: number;
  /** The instant the bucket begins. */
  readonly bucket: Date;
  readonly count: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Counts, means and extremes of numeric observations by hour or day, ordered by datastream and time, from `from` up to but
 * not including `to`. Buckets begin at full hours or midnights of `zone` (UTC unless told). Values kept beside count too.
 */
export async function timeBuckets(
  db: Db,
  datastreamIds: readonly number[],
  from: Date,
  to: Date,
  bucket: 'hour' | 'day',
  zone = 'UTC',
): Promise<TimeBucket[]> {
  if (datastreamIds.length === 0) return [];
  const { rows } = await sql<TimeBucket>`
    select datastream_id as "datastreamId", date_trunc(${bucket}, phenomenon_time, ${zone}) as bucket,
      count(value) as count, avg(value) as mean, min(value) as min, max(value) as max
    from observations.observation
    where datastream_id = any(${[...datastreamIds]}::int[]) and phenomenon_time >= ${from} and phenomenon_time < ${to}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
