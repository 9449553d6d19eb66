import { LamppostError } from '../../base/index.ts';
import type { Ingest } from '../ingest.ts';
import type { Uplink } from '../uplink.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * For doors that cannot answer: hands uplinks over again and again while the database is away, so that nothing is
 * acknowledged before its commit. False when `isWanted` says that nobody waits for the acknowledgement any more.
 */
export async function deliver(ingest: Ingest, uplinks: readonly Uplink[], isWanted: () => boolean): Promise<boolean> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      await ingest.accept(uplinks);
      return true;
    } catch (error) {
      if (!(error instanceof LamppostError && error.kind === 'unavailable')) throw error;
    }
    if (!isWanted()) return false;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (!isWanted()) return false;
  }
}
