/** One-time links: the first set-up of a Lamppost, and a person's first or forgotten password. Only hashes are kept. */
import { type Clock, type Db, hashToken, newToken, sql, type Tx } from '../base/index.ts';
import { linkUnusable } from './identity.errors.ts';

const VALID_FOR_MS = 24 * 3_600_000;

export type LinkPurpose = 'setup' | 'password';

/**
 * Makes a link's token, valid once within 24 hours; unused earlier ones for the same purpose and person stop working.
 * Asks nobody: for the start of the server and the command line; doors use `issuePasswordLink`.
 */
export async function createSetupLink(
  tx: Tx,
  wanted: { purpose: 'setup' } | { purpose: 'password'; personId: number },
  clock: Clock,
): Promise<string> {
  const token = newToken();
  const now = clock.now();
  const personId = wanted.purpose === 'password' ? wanted.personId : null;
  await sql`delete from identity.setup_link where purpose = ${wanted.purpose}
    and person_id is not distinct from ${personId}::int and used_at is null`.execute(tx);
  await sql`insert into identity.setup_link (token_hash, purpose, person_id, created_at, expires_at)
    values (${hashToken(token)}, ${wanted.purpose}, ${personId}, ${now},
      ${new Date(now.getTime() + VALID_FOR_MS)})`.execute(tx);
  return token;
}

/** What an unused link is for; throws IDN_LINK_UNUSABLE. Changes nothing. */
export async function requireLink(
  db: Db,
  token: string,
  purpose: LinkPurpose,
  clock: Clock,
): Promise<{ personId: number | null }> {
  const { rows } = await sql<{ personId: number | null }>`
    select person_id as "personId" from identity.setup_link
    where token_hash = ${hashToken(token)} and purpose = ${purpose} and ${isUsable(clock)}`.execute(db);
  if (!rows[0]) throw linkUnusable();
  return rows[0];
}

/** Uses a link up in the caller's transaction: of two at the same time one throws IDN_LINK_UNUSABLE. */
export async function consumeLink(
  tx: Tx,
  token: string,
  purpose: LinkPurpose,
  clock: Clock,
): Promise<{ personId: number | null }> {
  const { rows } = await sql<{ personId: number | null }>`
    update identity.setup_link set used_at = ${clock.now()}
    where token_hash = ${hashToken(token)} and purpose = ${purpose} and ${isUsable(clock)}
    returning person_id as "personId"`.execute(tx);
  if (!rows[0]) throw linkUnusable();
  return rows[0];
}

function isUsable(clock: Clock) {
  return sql`used_at is null and expires_at > ${clock.now()}`;
}
