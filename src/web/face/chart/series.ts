/** One reading of a series; `low` and `high` are its uncertainty, when it is known. */
export type SeriesPoint = { at: Date; value: number; low?: number; high?: number };

/** A stretch of the period without readings. */
export type Gap = { from: number; to: number };

/** The readings of the period in order of time; what lies outside or is no number is left out. Does not change the input. */
export function readingsWithin(points: readonly SeriesPoint[], from: Date, to: Date): SeriesPoint[] {
  const [start, end] = [from.getTime(), to.getTime()];
  const kept = points.filter((p) => Number.isFinite(p.value) && p.at.getTime() >= start && p.at.getTime() <= end);
  const inOrder = kept.every((point, i) => i === 0 || kept[i - 1]!.at.getTime() <= point.at.getTime());
  return inOrder ? kept : kept.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Runs of readings that follow each other within `gapAfterMs`. A line is drawn within a run and never across. */
export function runsOf(points: readonly SeriesPoint[], gapAfterMs: number): SeriesPoint[][] {
  const runs: SeriesPoint[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    const time = point.at.getTime();
    if (time - last > gapAfterMs) runs.push([]);
    runs[runs.length - 1]!.push(point);
    last = time;
  }
  return runs;
}

/** The stretches longer than `gapAfterMs` without a reading, those at both ends of the period included. */
export function gapsOf(points: readonly SeriesPoint[], from: Date, to: Date, gapAfterMs: number): Gap[] {
  const gaps: Gap[] = [];
  let last = from.getTime();
  for (const time of [...points.map((point) => point.at.getTime()), to.getTime()]) {
    if (time - last > gapAfterMs) gaps.push({ from: last, to: time });
    last = time;
  }
  return gaps;
}

/**
 * A run with at most four readings a pixel column: the first, lowest, highest and last of each, in order of time. The
 * drawing is the same to the eye and no peak is lost.
 */
export function thinned(run: readonly SeriesPoint[], columnOf: (point: SeriesPoint) => number): readonly SeriesPoint[] {
  const kept: SeriesPoint[] = [];
  for (let start = 0; start < run.length; ) {
    const column = columnOf(run[start]!);
    let [end, lowest, highest] = [start, start, start];
    for (; end + 1 < run.length && columnOf(run[end + 1]!) === column; end++) {
      if (run[end + 1]!.value < run[lowest]!.value) lowest = end + 1;
      if (run[end + 1]!.value > run[highest]!.value) highest = end + 1;
    }
    if (end - start < 4) kept.push(...run.slice(start, end + 1));
    else for (const index of [...new Set([start, lowest, highest, end])].sort((a, b) => a - b)) kept.push(run[index]!);
    start = end + 1;
  }
  return kept;
}
