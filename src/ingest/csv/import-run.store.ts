import type pg from 'pg';
import { type Db, sql } from '../../base/index.ts';
import { authoritiesWhere, type Viewer } from '../../identity/index.ts';
import type { Receipt } from '../receipt.ts';
import type { Source } from '../sources/source.ts';

export async function beginRun(
  db: Db,
  run: { source: Source; fileName: string; sha256: string; mapping: string; startedAt: Date },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into ingest.import_run (authority_id, source_id, file_name, sha256, mapping, started_at)
    values (${run.source.authorityId}, ${run.source.id}, ${run.fileName}, ${run.sha256}, ${run.mapping}, ${run.startedAt})
    returning id`.execute(db);
  return rows[0]!.id;
}

/** The counts so far, in the transaction of the batch, so that they are exact whenever the import breaks off. */
export async function noteRun(client: pg.ClientBase, runId: number, counts: Receipt): Promise<void> {
  const { notes: _notes, ...figures } = counts;
  await client.query('update ingest.import_run set counts = $2 where id = $1', [runId, JSON.stringify(figures)]);
}

export async function endRun(db: Db, runId: number, finishedAt: Date): Promise<void> {
  await sql`update ingest.import_run set finished_at = ${finishedAt} where id = ${runId}`.execute(db);
}

export interface ImportRun {
  readonly id: number;
  readonly sourceId: number;
  readonly fileName: string;
  readonly mapping: string;
  readonly startedAt: Date;
  /** Null: still running, or broken off. */
  readonly finishedAt: Date | null;
  readonly counts: Partial<Omit<Receipt, 'notes'>>;
}

/** Imports in the authorities where the viewer may see sources, the newest first. */
export async function listImportRuns(db: Db, viewer: Viewer): Promise<ImportRun[]> {
  const { rows } = await sql<ImportRun>`
    select id, source_id as "sourceId", file_name as "fileName", mapping, started_at as "startedAt",
      finished_at as "finishedAt", counts from ingest.import_run
    where authority_id = any(${authoritiesWhere(viewer, 'source.read')}::int[]) order by started_at desc, id desc limit 200`.execute(
    db,
  );
  return rows;
}
