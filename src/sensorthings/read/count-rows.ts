import { type Db, sql } from '../../base/index.ts';
import type { EntityQuery } from './entity-query.ts';

/** Up to here a `$count` is exact; beyond it is PostgreSQL's estimate, and no less than this. */
export const EXACT_COUNT = 100_000;

/** How many rows a query has, whatever its page (18-088 §9.3.3.4). Counting millions would hold the database up. */
export async function countRows(db: Db, query: EntityQuery): Promise<number> {
  const rows = sql`select 1 from ${query.from} where ${query.where}`;
  const { rows: counted } = await sql<{ count: number }>`
    select count(*) as count from (${rows} limit ${EXACT_COUNT + 1}) as counted`.execute(db);
  const count = counted[0]!.count;
  if (count <= EXACT_COUNT) return count;
  const plan = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`explain (format json) ${rows}`.execute(
    db,
  );
  return Math.max(count, Math.round(plan.rows[0]!['QUERY PLAN'][0].Plan['Plan Rows']));
}
