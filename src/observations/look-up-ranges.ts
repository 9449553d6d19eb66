/**
 * Which stretches of which datastreams must be read before incoming readings can be placed. Readings near each other share
 * a stretch, so a sorted file costs one range per datastream and batch; readings far apart do not, so that one old reading
 * never drags a whole year in.
 */
export interface Range {
  readonly datastreamId: number;
  /** Whole seconds, both ends included. */
  readonly fromS: number;
  readonly toS: number;
}

const NEAR_MS = 2_000;

export function lookUpRanges(incoming: readonly { datastreamId: number; atMs: number; leastGapMs: number }[]): Range[] {
  const byDatastream = new Map<number, { atMs: number; leastGapMs: number }[]>();
  for (const row of incoming) {
    const rows = byDatastream.get(row.datastreamId);
    if (rows) rows.push(row);
    else byDatastream.set(row.datastreamId, [row]);
  }
  const ranges: Range[] = [];
  for (const [datastreamId, rows] of byDatastream) {
    if (rows.length > 1) rows.sort((a, b) => a.atMs - a.leastGapMs - (b.atMs - b.leastGapMs));
    let from = Number.NaN;
    let to = Number.NaN;
    for (const { atMs, leastGapMs } of rows) {
      if (atMs - leastGapMs <= to + Math.max(2 * leastGapMs, NEAR_MS)) {
        from = Math.min(from, atMs - leastGapMs);
        to = Math.max(to, atMs + leastGapMs);
        continue;
      }
      if (!Number.isNaN(from))
        ranges.push({ datastreamId, fromS: Math.floor(from / 1000), toS: Math.floor(to / 1000) });
      from = atMs - leastGapMs;
      to = atMs + leastGapMs;
    }
    ranges.push({ datastreamId, fromS: Math.floor(from / 1000), toS: Math.floor(to / 1000) });
  }
  return ranges.sort((a, b) => a.datastreamId - b.datastreamId || a.fromS - b.fromS);
}
