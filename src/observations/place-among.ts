/**
 * Rule 4 as a pure function: which of the incoming readings are duplicates, which stand beside another value of the same
 * second, which come too close to a reading at another time, and which sequence each stored one gets. Duplicates are
 * decided first; a value for a time that already has one is beside it and never too close.
 */
import type { Fate } from './observation.ts';

export interface Incoming {
  readonly datastreamId: number;
  readonly atMs: number;
  readonly key: bigint;
  readonly leastGapMs: number;
}
export interface Standing {
  readonly datastreamId: number;
  readonly atMs: number;
  readonly key: bigint;
  readonly sequence: number;
}
export interface Placed {
  readonly fate: Fate;
  /** Only where the fate is `stored` or `beside`. */
  readonly sequence: number;
}

const DUPLICATE: Placed = { fate: 'duplicate', sequence: 0 };
const TOO_CLOSE: Placed = { fate: 'too-close', sequence: 0 };
const CROWDED: Placed = { fate: 'crowded', sequence: 0 };
const FIRST: Placed = { fate: 'stored', sequence: 0 };
const MOST = 256;

/** Decides in the order given: an earlier incoming reading counts as standing for the later ones. */
export function placeAmong(standing: readonly Standing[], incoming: readonly Incoming[]): Placed[] {
  const tracks = new Map<number, Track>();
  const trackOf = (datastreamId: number) => {
    let track = tracks.get(datastreamId);
    if (!track) {
      track = new Track();
      tracks.set(datastreamId, track);
    }
    return track;
  };
  for (const row of standing) trackOf(row.datastreamId).add(row.atMs, row.key, row.sequence);
  return incoming.map((row) => trackOf(row.datastreamId).place(row));
}

interface Entry {
  readonly atMs: number;
  readonly key: bigint;
  readonly sequence: number;
}

/** What stands of one datastream, as far as it was looked up. */
class Track {
  readonly #seconds = new Map<number, Entry[]>();
  readonly #times: number[] = []; // ascending, each time once

  add(atMs: number, key: bigint, sequence: number): void {
    const second = Math.floor(atMs / 1000);
    const entries = this.#seconds.get(second);
    if (entries) entries.push({ atMs, key, sequence });
    else this.#seconds.set(second, [{ atMs, key, sequence }]);
    const at = this.#firstNotBefore(atMs);
    if (this.#times[at] !== atMs) this.#times.splice(at, 0, atMs);
  }

  place({ atMs, key, leastGapMs }: Incoming): Placed {
    const entries = this.#seconds.get(Math.floor(atMs / 1000));
    if (entries?.some((entry) => entry.atMs === atMs && entry.key === key)) return DUPLICATE;
    const sameTime = entries?.some((entry) => entry.atMs === atMs);
    if (!sameTime && leastGapMs > 0 && this.#isCloseTo(atMs, leastGapMs)) return TOO_CLOSE;
    if (!entries) {
      this.add(atMs, key, 0);
      return FIRST;
    }
    const sequence = Math.max(...entries.map((entry) => entry.sequence)) + 1;
    if (sequence >= MOST) return CROWDED;
    this.add(atMs, key, sequence);
    return { fate: 'beside', sequence };
  }

  #isCloseTo(atMs: number, leastGapMs: number): boolean {
    const at = this.#firstNotBefore(atMs);
    const before = this.#times[at - 1];
    const after = this.#times[at];
    return (before !== undefined && atMs - before < leastGapMs) || (after !== undefined && after - atMs < leastGapMs);
  }

  #firstNotBefore(atMs: number): number {
    const times = this.#times;
    if (times.length === 0 || times[times.length - 1]! < atMs) return times.length;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
