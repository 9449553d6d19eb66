import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../../base/index.ts';

const REMEMBERED = 10_000;

/**
 * How often one network may do something in a span of time. Addresses are never kept: only a code of each, under a key that is made
 * anew with every start and never leaves memory, and only for that span. `take` says whether there is room, and uses it.
 */
export function createNetworkLimit(clock: Clock, { most, withinMs }: { most: number; withinMs: number }) {
  const key = randomBytes(32);
  const uses = new Map<string, number[]>();
  return {
    take(address: string): boolean {
      const now = clock.now().getTime();
      for (const [code, times] of uses) {
        if (times.at(-1)! > now - withinMs && uses.size <= REMEMBERED) break; // the rest were used later
        uses.delete(code);
      }
      const code = createHmac('sha256', key).update(address).digest('base64');
      const recent = (uses.get(code) ?? []).filter((at) => at > now - withinMs);
      if (recent.length >= most) return false;
      uses.delete(code); // to the end, so that the order is that of last use
      uses.set(code, [...recent, now]);
      return true;
    },
  };
}
