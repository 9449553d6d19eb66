import { type Db, sql } from '../../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../../identity/index.ts';

export interface SourceToday {
  readonly lastAt: Date | null;
  readonly read: number;
  readonly stored: number;
  readonly refused: number;
}

/** What each source brought on the UTC day of `now`, and when it was last heard, by the source's number. */
export async function sourcesToday(db: Db, viewer: Viewer, now: Date): Promise<Map<number, SourceToday>> {
  const today = sql`day = (${now}::timestamptz at time zone 'UTC')::date`;
  const { rows } = await sql<SourceToday & { sourceId: number }>`
    select source_id as "sourceId", max(last_at) as "lastAt",
      coalesce(sum(count) filter (where outcome = 'read' and ${today}), 0)::int8 as read,
      coalesce(sum(count) filter (where outcome = 'stored' and ${today}), 0)::int8 as stored,
      coalesce(sum(count) filter (where outcome like 'refused:%' and ${today}), 0)::int8 as refused
    from ingest.v_ledger
    where source_id in (
      select id from ingest.v_source where authority_id = any(${authoritiesWhere(viewer, 'source.read')}::int[]))
    group by source_id`.execute(db);
  return new Map(rows.map(({ sourceId, ...today }) => [sourceId, today]));
}
