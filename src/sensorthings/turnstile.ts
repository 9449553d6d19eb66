import { tooBusy } from './sensorthings.errors.ts';

/**
 * Lets so many questions be answered at once and so many wait, in their order; more are refused with STA_TOO_BUSY. Anyone
 * may ask this API anything, and it must not take the connections that readings come in by.
 */
export function createTurnstile(inside: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = inside;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else {
      if (queue.length >= waiting) throw tooBusy();
      await new Promise<void>((enter) => queue.push(enter));
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}
