/**
 * The hot path into the store, inside the caller's transaction on a client of the pool. Most readings are newer than anything
 * their datastream has: they are placed among themselves and written by one prepared statement, which looks at the latest
 * values to see that it is so. Readings of the other datastreams are placed among what stands, at the cost of a look-up.
 */
import type pg from 'pg';
import type { Fate, NewObservation } from './observation.ts';
import { type Incoming, type Placed, placeAmong } from './place-among.ts';
import { readStanding } from './standing.store.ts';
import { type PlacedRow, writeAllNewerRows, writeNewerRows, writeRows } from './write-rows.store.ts';

/** Somebody else stored a value for the same second meanwhile. Roll back and commit the whole group again, carefully. */
export class RaceLost extends Error {
  constructor() {
    super('another transaction stored a value for the same second');
  }
}

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
 * beside the first under the next sequence. `stored` includes `beside`. Throws `RaceLost` when the transaction must be run
 * again; `careful` then looks everything up.
 */
export async function commitObservations(
  client: pg.ClientBase,
  rows: readonly NewObservation[],
  { careful = false } = {},
): Promise<Committed> {
  const incoming = rows.map(asIncoming);
  if (careful) return commitAmongStanding(client, rows, incoming);
  const placed = placeAmong([], incoming);
  const newer = keep(rows, incoming, placed);
  if (newer.length === 0) return summarise(placed, []);
  const { stored, those } = await writeNewerRows(client, newer);
  if (those === null) return summarise(placed, newer);
  const written = new Set(those);
  const kept = newer.filter(({ row }) => written.has(row.datastreamId));
  if (stored !== kept.length) throw new RaceLost(); // some rows of a datastream, but not all
  const isLate = new Set(newer.flatMap(({ row }) => (written.has(row.datastreamId) ? [] : [row.datastreamId])));
  const places = incoming.flatMap((row, index) => (isLate.has(row.datastreamId) ? [index] : []));
  const lateRows = places.map((index) => rows[index]!);
  const committed = await commitAmongStanding(
    client,
    lateRows,
    places.map((index) => incoming[index]!),
  );
  return join(summarise(placed, kept), committed, places);
}

/** SQLSTATE of a transaction that the belief of `placeAllNewer` broke. */
export const NOT_ALL_NEWER = '40L01';

/**
 * Places readings on the belief that each is newer than all that stands of its datastream. `write` stores them or, where it was not
 * so, breaks the transaction and rejects with SQLSTATE `NOT_ALL_NEWER`: run it again with `commitObservations`.
 */
export function placeAllNewer(rows: readonly NewObservation[]): {
  readonly committed: Committed;
  readonly write: (client: pg.ClientBase) => Promise<void>;
} {
  const incoming = rows.map(asIncoming);
  const placed = placeAmong([], incoming);
  const kept = keep(rows, incoming, placed);
  return { committed: summarise(placed, kept), write: (client) => writeAllNewerRows(client, kept) };
}

/** Places readings among what stands near them, and writes what is to be stored. */
async function commitAmongStanding(
  client: pg.ClientBase,
  rows: readonly NewObservation[],
  incoming: readonly Incoming[],
): Promise<Committed> {
  const placed = placeAmong(await readStanding(client, incoming), incoming);
  const kept = keep(rows, incoming, placed);
  if (kept.length > 0 && (await writeRows(client, kept)) !== kept.length) throw new RaceLost();
  return summarise(placed, kept);
}

function asIncoming(row: NewObservation): Incoming {
  const { datastreamId, key, leastGapMs = 0 } = row;
  return { datastreamId, atMs: row.phenomenonTime.getTime(), key, leastGapMs };
}

/** The rows that are to be written, in the order of the table's key, so that two groups lock in the same order. */
function keep(rows: readonly NewObservation[], incoming: readonly Incoming[], placed: readonly Placed[]): PlacedRow[] {
  const kept: PlacedRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    const { fate, sequence } = placed[i]!;
    if (fate === 'stored' || fate === 'beside') kept.push({ row: rows[i]!, atMs: incoming[i]!.atMs, sequence });
  }
  return kept.sort((a, b) => a.row.datastreamId - b.row.datastreamId || a.atMs - b.atMs || a.sequence - b.sequence);
}

function summarise(placed: readonly Placed[], kept: readonly PlacedRow[]): Committed {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { atMs } of kept) {
    if (atMs < from) from = atMs;
    if (atMs > to) to = atMs;
  }
  const fates = placed.map(({ fate }) => fate);
  return {
    fates,
    ...countFates(fates),
    datastreams: [...new Set(kept.map(({ row }) => row.datastreamId))], // ascending, as the rows are
    from: kept.length > 0 ? new Date(from) : undefined,
    to: kept.length > 0 ? new Date(to) : undefined,
  };
}

/** Puts what became of the late readings, which stand at `places`, in among the others. */
function join(others: Committed, late: Committed, places: readonly number[]): Committed {
  const fates = [...others.fates];
  for (const [nth, index] of places.entries()) fates[index] = late.fates[nth]!;
  const times = [others.from, others.to, late.from, late.to].flatMap((time) => (time ? [time.getTime()] : []));
  return {
    fates,
    ...countFates(fates),
    datastreams: [...others.datastreams, ...late.datastreams].sort((a, b) => a - b),
    from: times.length > 0 ? new Date(Math.min(...times)) : undefined,
    to: times.length > 0 ? new Date(Math.max(...times)) : undefined,
  };
}

function countFates(fates: readonly Fate[]): { stored: number; beside: number; duplicate: number } {
  const counts = { stored: 0, beside: 0, duplicate: 0, 'too-close': 0, crowded: 0 };
  for (const fate of fates) counts[fate]++;
  const { stored, beside, duplicate } = counts;
  return { stored: stored + beside, beside, duplicate };
}
