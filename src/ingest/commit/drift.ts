/** When a live device's messages stop matching its model: news, once until it clears. Pure. */
import type { ContactLine } from './accounts.ts';

export interface Drift {
  readonly deviceId: number;
  readonly authorityId: number;
  readonly what: 'unknown-field' | 'missing-channel';
  readonly field: string;
}

/** A required channel is news when it is missing this many times running. */
export const MISSING_IN_A_ROW = 3;

/**
 * Counts on from what stood before over the messages of a group. A channel that came back is forgotten, so that its next
 * absence is news again.
 */
export function countMissing(
  line: ContactLine,
  before: Readonly<Record<string, number>>,
): { missing: Record<string, number>; drifts: Drift[] } {
  let missing: Record<string, number> = { ...before };
  const drifts: Drift[] = [];
  const { deviceId, authorityId } = line;
  for (const lacked of line.lacked) {
    const next: Record<string, number> = {};
    for (const field of lacked) {
      next[field] = Math.min((missing[field] ?? 0) + 1, 1_000_000);
      if (next[field] === MISSING_IN_A_ROW) drifts.push({ deviceId, authorityId, what: 'missing-channel', field });
    }
    missing = next;
  }
  return { missing, drifts };
}
