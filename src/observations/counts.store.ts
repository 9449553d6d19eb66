import { type Db, sql } from '../base/index.ts';

export interface StoreCounts {
  readonly authorityId: number;
  /** Observations that stand now. */
  readonly standing: number;
  /** Of these, values kept beside another of the same second. */
  readonly beside: number;
  /** Observations that retention took away. */
  readonly retired: number;
}

/** What `lamppost verify` compares with the ledger: stored = standing + retired, per authority. Scans the table. */
export async function storeCounts(db: Db): Promise<StoreCounts[]> {
  const { rows } = await sql<StoreCounts>`
    with standing as (
      select authority_id, count(*) as standing, count(*) filter (where sequence > 0) as beside
      from observations.observation group by 1
    ), retired as (select authority_id, sum(deleted)::bigint as retired from observations.retention_run group by 1)
    select coalesce(s.authority_id, r.authority_id) as "authorityId", coalesce(s.standing, 0) as standing,
      coalesce(s.beside, 0) as beside, coalesce(r.retired, 0) as retired
    from standing s full join retired r on r.authority_id = s.authority_id order by 1`.execute(db);
  return rows;
}

/** How many observations stand for each datastream, and when the first and the last were. */
export async function countObservations(
  db: Db,
  datastreamIds: readonly number[],
): Promise<Map<number, { count: number; first: Date; last: Date }>> {
  const { rows } = await sql<{ datastreamId: number; count: number; first: Date; last: Date }>`
    select datastream_id as "datastreamId", count(*) as count, min(phenomenon_time) as first, max(phenomenon_time) as last
    from observations.observation where datastream_id = any(${[...datastreamIds]}::int[]) group by 1`.execute(db);
  return new Map(rows.map(({ datastreamId, ...counts }) => [datastreamId, counts]));
}
