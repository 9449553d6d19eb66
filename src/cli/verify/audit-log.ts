/**
 * The audit log's part of `lamppost verify`: every chain is walked, also against the ends that the last run noted down
 * outside the database, so that cutting the end off a chain together with its head is found too.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../../base/index.ts';
import { checkAudit, type NotedHead } from '../../identity/index.ts';

export interface AuditLogCheck {
  readonly lines: readonly string[];
  readonly discrepancies: readonly string[];
}

/** Checks the log, and when all is well notes down where each chain ends in `audit-heads.json` in the folder. */
export async function checkAuditLog(db: Db, folder: string): Promise<AuditLogCheck> {
  const file = join(folder, 'audit-heads.json');
  const noted: NotedHead[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const chains = await checkAudit(db, noted);
  const heads = chains.map(({ authority, position, hash }) => ({ authority, position, hash: hash.toString('hex') }));
  const lines = heads.map(
    ({ authority, position, hash }) => `audit log of ${authority}: ${position} entries, the last ${hash}`,
  );
  const discrepancies = chains.flatMap(({ authority, broken }) =>
    broken === undefined ? [] : [`audit log of ${authority}: ${broken}.`],
  );
  if (discrepancies.length === 0) writeFileSync(file, `${JSON.stringify(heads, null, 2)}\n`, { mode: 0o600 });
  return { lines, discrepancies };
}
