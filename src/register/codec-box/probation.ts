/**
 * Keeps one bad codec from starving the others. A message that ran into the deadline or out of memory is a strike against its
 * codec; any other outcome clears it. With strikes a codec gets one message per batch; at three in a row it rests.
 */
export interface Probation {
  strike(hash: string): void;
  clear(hash: string): void;
  readonly isEmpty: boolean;
  has(hash: string): boolean;
  isResting(hash: string): boolean;
}

const STRIKES = 3;

export function createProbation(restMs: number, now: () => number = () => performance.now()): Probation {
  const strikes = new Map<string, { count: number; restsUntil: number }>();
  return {
    strike(hash) {
      const count = (strikes.get(hash)?.count ?? 0) + 1;
      strikes.set(hash, { count, restsUntil: count >= STRIKES ? now() + restMs : 0 });
    },
    clear: (hash) => void strikes.delete(hash),
    get isEmpty() {
      return strikes.size === 0;
    },
    has: (hash) => strikes.has(hash),
    isResting: (hash) => now() < (strikes.get(hash)?.restsUntil ?? 0),
  };
}
