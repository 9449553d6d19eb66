import { type Database, isUniqueViolation } from '../base/index.ts';
import { copyIn } from './copy-in.ts';
import type { NewObservation } from './observation.ts';
import { backfillConflict } from './observations.errors.ts';

/** A row of a history. Each (datastream, whole second) may come once. */
export type HistoricObservation = Omit<NewObservation, 'leastGapMs'>;

/**
 * Fills in the history of datastreams in one transaction, by COPY. For histories that nothing
 * stands beside: it looks for no duplicates and refuses (OBS_BACKFILL_CONFLICT, nothing changed) where one is met. `within` runs in
 * the same transaction after the rows, for accounts and news.
 */
export async function backfill(
  database: Database,
  rows: Iterable<HistoricObservation> | AsyncIterable<HistoricObservation>,
  within: (client: import('pg').ClientBase) => Promise<void> = async () => {},
): Promise<{ stored: number; datastreams: number[] }> {
  const datastreams = new Set<number>();
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const stored = await copyIn(client, COPY, lines(rows, datastreams));
    await within(client);
    await client.query('commit');
    return { stored, datastreams: [...datastreams].sort((a, b) => a - b) };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if (isUniqueViolation(error)) throw backfillConflict({ cause: error });
    throw error;
  } finally {
    client.release();
  }
}

const COPY = `copy observations.observation
  (datastream_id, authority_id, phenomenon_time, millis, value, text_value, key, received_at) from stdin`;

async function* lines(
  rows: Iterable<HistoricObservation> | AsyncIterable<HistoricObservation>,
  datastreams: Set<number>,
): AsyncGenerator<string> {
  let chunk = '';
  for await (const row of rows) {
    datastreams.add(row.datastreamId);
    const atMs = row.phenomenonTime.getTime();
    const millis = ((atMs % 1000) + 1000) % 1000;
    chunk += `${row.datastreamId}\t${row.authorityId}\t${new Date(atMs - millis).toISOString()}\t${millis}\t${row.value ?? '\\N'}\t${
      row.textValue === null ? '\\N' : escapeCopy(row.textValue)
    }\t${row.key}\t${row.receivedAt.toISOString()}\n`;
    if (chunk.length < 16_384) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

function escapeCopy(text: string): string {
  return text.replace(
    /[\\\n\r\t]/g,
    (character) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character]!,
  );
}
