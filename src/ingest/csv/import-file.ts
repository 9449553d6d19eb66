/**
 * Imports a file of readings: streamed, gated like every other message, committed in batches with their accounts. Importing a
 * file again, or one that was broken off, changes nothing that stands: a row's key is its value.
 */
import { basename } from 'node:path';
import type pg from 'pg';
import { type House, LamppostError } from '../../base/index.ts';
import { Committer } from '../commit/committer.ts';
import { foldLedger } from '../commit/ledger.store.ts';
import { openPipelinedPool } from '../commit/pipelined-pool.ts';
import { prepare, type Workbench } from '../commit/prepare.ts';
import type { Judgement } from '../gate/judgement.ts';
import { fileUnreadable, sourceNotForFiles, sourceUnknown, unavailable } from '../ingest.errors.ts';
import { createPlans } from '../plans.ts';
import { addReceipt, emptyReceipt, type Receipt } from '../receipt.ts';
import { findSourceById } from '../sources/source.store.ts';
import { type Source, TAKES } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';
import { checkTimes } from './check-times.ts';
import { beginRun, endRun, noteRun } from './import-run.store.ts';
import type { Mapping } from './mapping.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { readRows } from './read-rows.ts';
import { createRowReader, type RowReader } from './row-reader.ts';

export interface ImportOptions {
  readonly sourceId: number;
  readonly path: string;
  /** From `readMapping`. */
  readonly mapping: Mapping;
  /** What `import_run` calls the mapping; its title unless told. */
  readonly mappingName?: string;
  /** Called after each batch. */
  readonly progress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
  readonly counts: Receipt;
}

export interface ImportResult {
  readonly runId: number;
  /** Rows of the file without its header, empty lines aside. */
  readonly rows: number;
  /** What became of the readings; they add up. */
  readonly counts: Receipt;
  /** The first hundred rows that could not be read, with their line in the file, or the number of the item where it is JSON. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

type ImportHouse = Pick<House, 'database' | 'db' | 'clock' | 'log' | 'dispatcher'>;

const BATCH_ROWS = 5_000;
const TIMES_CHECKED = 200;
const MOST_PROBLEMS = 100;

/**
 * Throws, before anything is written, ING_SOURCE_UNKNOWN, ING_SOURCE_NOT_FOR_FILES, ING_FILE_UNREADABLE, ING_COLUMN_MISSING and ING_TIME_FORMAT_OTHER;
 * ING_UNAVAILABLE when the database goes away on the way.
 */
export async function importFile(house: ImportHouse, options: ImportOptions): Promise<ImportResult> {
  const source = await findSourceById(house.db, options.sourceId);
  if (!source) throw sourceUnknown({ source: options.sourceId });
  if (source.door !== 'csv') throw notForFiles(source);
  const file = await openFile(options.path);
  const plans = createPlans(house.db, house.dispatcher);
  const pool = openPipelinedPool(house.database.pool, 1);
  const decoder = { decode: async () => ({ ok: false as const, reason: 'no-function' }) }; // files hold fields, not payloads
  try {
    return await importRows(house, { ...options, source, file, pool, bench: { plans, decoder, ...house } });
  } finally {
    file.content.destroy();
    plans.stop();
    await pool.end();
  }
}

interface Running extends ImportOptions {
  readonly source: Source;
  readonly file: OpenedFile;
  readonly pool: pg.Pool;
  readonly bench: Workbench;
}

async function importRows(house: ImportHouse, running: Running): Promise<ImportResult> {
  const { file, source } = running;
  const problems: { line: number; message: string }[] = [];
  const batches = readBatches(house, running, problems);
  let next = await batches.next(); // a file that is not what the mapping describes is refused here, before a run is written
  const runId = await beginRun(house.db, {
    source,
    fileName: basename(running.path),
    sha256: file.sha256,
    mapping: running.mappingName ?? running.mapping.title,
    startedAt: house.clock.now(),
  });
  const counts = emptyReceipt();
  const committer = new Committer({
    pool: running.pool,
    log: house.log,
    within: (client, { receipts }) => noteRun(client, runId, sumOf(receipts, counts)),
    onCommit: (receipts) => {
      for (const receipt of receipts) addReceipt(counts, receipt);
    },
  });
  let rows = 0;
  let committing: Promise<void> = Promise.resolve();
  const commit = async (uplinks: Uplink[]) => {
    const judgements: Judgement[] = [];
    for (const uplink of uplinks) {
      const judgement = prepare(uplink, running.bench);
      judgements.push(judgement instanceof Promise ? await judgement : judgement);
    }
    await committing; // one batch is committed while the next is read and judged
    committing = committer
      .commit(judgements, () => {})
      .then(() => {
        running.progress?.({ bytesRead: file.bytesRead(), bytes: file.bytes, rows, counts });
      });
    committing.catch(() => {}); // thrown at the next await
  };
  try {
    for (; !next.done; next = await batches.next()) {
      rows += next.value.length;
      await commit(next.value);
    }
    await committing;
  } catch (error) {
    await committing.catch(() => {});
    throw error instanceof LamppostError ? error : unavailable({ cause: error });
  }
  while ((await foldLedger(house.db)) > 0);
  await endRun(house.db, runId, house.clock.now());
  return { runId, rows, counts, problems };
}

async function* readBatches(
  house: ImportHouse,
  { file, mapping, source, path }: Running,
  problems: { line: number; message: string }[],
): AsyncGenerator<Uplink[]> {
  const receivedAt = house.clock.now();
  let reader: RowReader | undefined;
  let batch: Uplink[] = [];
  let firstTimes: string[] | undefined = [];
  for await (const { record, line } of readRows(file, mapping)) {
    if (!reader) {
      const header = (record ?? []).map((name) => name.trim());
      reader = createRowReader(mapping, header, basename(path), source);
      continue;
    }
    if (firstTimes && record) firstTimes.push(reader.timeOf(record));
    if (firstTimes?.length === TIMES_CHECKED) {
      checkTimes(mapping, firstTimes);
      firstTimes = undefined;
    }
    const uplink = reader.read(record ?? [], receivedAt);
    if (uplink.problem && problems.length < MOST_PROBLEMS) problems.push({ line, message: uplink.problem.message });
    batch.push(uplink);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (firstTimes) checkTimes(mapping, firstTimes);
  if (!reader) throw fileUnreadable({ field: 'path', why: 'it is empty' });
  if (batch.length > 0) yield batch;
}

function notForFiles({ authoritySlug, slug, door, identifierKind }: Source): LamppostError {
  const [source, authority] = [`${authoritySlug}/${slug}`, authoritySlug];
  return sourceNotForFiles({ source, door, takes: TAKES[door], authority, slug, kind: identifierKind });
}

function sumOf(receipts: readonly Receipt[], before: Receipt): Receipt {
  const sum = emptyReceipt();
  addReceipt(sum, before);
  for (const receipt of receipts) addReceipt(sum, receipt);
  return sum;
}
