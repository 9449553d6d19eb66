/**
 * Whether a chain of the audit log is whole: positions count 1, 2, 3 …, each hash is made from the one before and the
 * entry, and the last is the one that was remembered. Pure. Anybody with an export can do the same.
 */
import { createHash } from 'node:crypto';

export interface ChainRow {
  readonly id: number;
  readonly entry: string;
  readonly position: number | null;
  readonly hash: Buffer | null;
}

export interface ChainHead {
  readonly position: number;
  readonly hash: Buffer;
}

/** Before the first entry. */
export const EMPTY_CHAIN: ChainHead = { position: 0, hash: Buffer.alloc(32) };

/** The hash of an entry that follows. */
export function linkHash(before: Buffer, entry: string): Buffer {
  return createHash('sha256').update(before).update(entry, 'utf8').digest();
}

/**
 * Goes on from `from` over rows in the order of their positions, those without one last. Says where the chain stands then,
 * or what is wrong with the first bad row.
 */
export function walkChain(from: ChainHead, rows: readonly ChainRow[]): { head: ChainHead; broken?: string } {
  let head = from;
  for (const { id, entry, position, hash } of rows) {
    const wanted = head.position + 1;
    if (position === null || hash === null) return { head, broken: `row ${id} is not in the chain` };
    if (position !== wanted) return { head, broken: `entry ${wanted} is missing before entry ${position} (row ${id})` };
    if (!linkHash(head.hash, entry).equals(hash)) {
      return { head, broken: `entry ${position} (row ${id}) does not fit the hash it was given` };
    }
    head = { position, hash };
  }
  return { head };
}

/** What is wrong with the end of the chain, compared with the last link that was remembered. */
export function compareHeads(found: ChainHead, remembered: ChainHead): string | undefined {
  if (found.position < remembered.position) {
    return `entries ${found.position + 1} to ${remembered.position} at its end are missing`;
  }
  if (found.position > remembered.position)
    return `entry ${remembered.position + 1} was added behind the remembered end`;
  return found.hash.equals(remembered.hash)
    ? undefined
    : `entry ${found.position} is not the one remembered as the last`;
}
