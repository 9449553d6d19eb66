import { type Db, sql } from '../base/index.ts';
import { type AuditFilter, type AuditRow, countAudit, readChain, readHeads, selectAudit } from './audit.store.ts';
import { type ChainHead, compareHeads, EMPTY_CHAIN, walkChain } from './audit-chain.ts';
import { requirePermission } from './permissions.ts';
import type { Viewer } from './viewer.ts';

/** A page of the audit log of an authority, the newest first, and how many entries there are of each thing. */
export async function readAudit(
  db: Db,
  viewer: Viewer,
  filter: AuditFilter,
  page: { limit: number; before?: number },
): Promise<{ entries: AuditRow[]; things: { thing: string; count: number }[] }> {
  requirePermission(viewer, 'audit.read', filter.authorityId);
  return { entries: await selectAudit(db, filter, page), things: await countAudit(db, filter) };
}

export interface CheckedChain extends ChainHead {
  readonly authority: string;
  /** What is wrong with it, naming the first bad row; undefined when it is whole. */
  readonly broken: string | undefined;
}

/** An end of a chain that somebody noted down elsewhere. */
export interface NotedHead {
  readonly authority: string;
  readonly position: number;
  /** Hexadecimal. */
  readonly hash: string;
}

const PAGE = 5_000;

/**
 * Checks every chain of the audit log at one instant, also against ends noted down before. Asks nobody: for the command
 * line, which acts for the owner of the machine.
 */
export function checkAudit(db: Db, noted: readonly NotedHead[] = []): Promise<CheckedChain[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      const checked: CheckedChain[] = [];
      for (const { authority, authorityId, ...remembered } of await readHeads(tx)) {
        const own = noted.filter((head) => head.authority === authority);
        const { head, broken } = await check(tx, authorityId, own);
        checked.push({ authority, ...head, broken: broken ?? compareHeads(head, remembered) });
      }
      const known = new Set(checked.map(({ authority }) => authority));
      for (const { authority, position } of noted.filter((head) => !known.has(head.authority))) {
        checked.push({
          authority,
          ...EMPTY_CHAIN,
          broken: `all ${position} entries are missing, and the authority with them`,
        });
      }
      return checked;
    });
}

async function check(db: Db, authorityId: number, noted: readonly NotedHead[]) {
  let head = EMPTY_CHAIN;
  for (;;) {
    const rows = await readChain(db, authorityId, head.position, PAGE);
    const walked = walkChain(head, rows);
    for (const note of noted) {
      const row = rows.find(({ position }) => position === note.position);
      if (row && row.hash?.toString('hex') !== note.hash) {
        return { head: walked.head, broken: `entry ${note.position} (row ${row.id}) is not the one noted down` };
      }
    }
    head = walked.head;
    if (walked.broken !== undefined) return walked;
    if (rows.length < PAGE) break;
  }
  const gone = noted.find(({ position }) => position > head.position);
  return gone ? { head, broken: `entries ${head.position + 1} to ${gone.position} at its end are missing` } : { head };
}
