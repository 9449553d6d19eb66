import { type Db, sql } from '../../base/index.ts';
import { authoritiesWhere, can, type Viewer } from '../../identity/index.ts';
import { sourceUnknown } from '../ingest.errors.ts';
import { findSource, listSourcesOf } from './source.store.ts';
import type { Source } from './source.ts';

/** The sources of the authorities where the viewer may see them. */
export function listSources(db: Db, viewer: Viewer): Promise<Source[]> {
  return listSourcesOf(db, authoritiesWhere(viewer, 'source.read'));
}

export interface SourceAccount {
  readonly day: string;
  readonly outcome: string;
  readonly count: number;
}

export interface DescribedSource {
  readonly source: Source;
  /** Readings by day and outcome, the newest day first, thirty days at most. */
  readonly accounts: SourceAccount[];
  readonly lastHeardAt: Date | null;
  readonly faults: { deviceId: number; code: string; message: string; count: number; lastAt: Date }[];
}

/** A source with what came through it. Throws ING_SOURCE_UNKNOWN for those of other authorities, as for none at all. */
export async function describeSource(
  db: Db,
  viewer: Viewer,
  authoritySlug: string,
  slug: string,
): Promise<DescribedSource> {
  const source = await findSource(db, authoritySlug, slug);
  if (!source || !can(viewer, 'source.read', source.authorityId)) throw sourceUnknown({ source: slug });
  const { rows: accounts } = await sql<SourceAccount>`
    select day, outcome, sum(count)::bigint as count from ingest.v_ledger
    where source_id = ${source.id} and day > (select max(day) from ingest.v_ledger where source_id = ${source.id}) - 30
    group by day, outcome order by day desc, outcome`.execute(db);
  const { rows: heard } = await sql<{ lastHeardAt: Date | null }>`
    select max(last_at) as "lastHeardAt" from ingest.v_ledger where source_id = ${source.id}`.execute(db);
  const { rows: faults } = await sql<DescribedSource['faults'][number]>`
    select device_id as "deviceId", code, message, count, last_at as "lastAt" from ingest.fault
    where source_id = ${source.id} order by last_at desc, id desc limit 50`.execute(db);
  return { source, accounts, lastHeardAt: heard[0]!.lastHeardAt, faults };
}
