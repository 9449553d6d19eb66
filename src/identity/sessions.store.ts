/**
 * Sessions of people who signed in, kept on the server. The cookie holds a random token, the table only its SHA-256.
 * A session ends 8 hours after it was last used, 24 hours after it began, or when somebody ends it.
 */
import { type Clock, type Db, hashToken, newToken, sql } from '../base/index.ts';
import { placesOf } from './memberships.store.ts';
import type { PersonViewer, Place } from './viewer.ts';

const IDLE_HOURS = 8;
const ABSOLUTE_HOURS = 24;
const HOUR_MS = 3_600_000;
const SEEN_EVERY_MS = 60_000;

export interface OpenSession {
  /** The first bytes of the stored hash: names a session on pages without opening it. */
  readonly id: string;
  readonly csrf: string;
}

export interface ListedSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string | null;
}

const ID = sql`encode(substring(token_hash for 12), 'hex')`;

/** Opens a session and returns the token for the cookie; it is not kept. */
export async function openSession(
  db: Db,
  { personId, userAgent }: { personId: number; userAgent?: string | undefined },
  clock: Clock,
): Promise<{ token: string; csrf: string }> {
  const token = newToken();
  const csrf = newToken(24);
  const now = clock.now();
  const end = new Date(now.getTime() + ABSOLUTE_HOURS * HOUR_MS);
  await sql`insert into identity.session
      (token_hash, person_id, csrf_token, created_at, last_seen_at, expires_at, user_agent)
    values (${hashToken(token)}, ${personId}, ${csrf}, ${now}, ${now}, ${end},
      ${userAgent?.slice(0, 300) ?? null})`.execute(db);
  return { token, csrf };
}

interface SessionRow {
  id: string;
  csrf: string;
  personId: number;
  name: string;
  email: string;
  places: Place[] | null;
  lastSeenAt: Date;
}

/** Who holds this session, with the roles held now; undefined when it is unknown, over, or its person disabled. */
export async function viewerFromSession(
  db: Db,
  token: string,
  clock: Clock,
): Promise<{ viewer: PersonViewer; session: OpenSession } | undefined> {
  const hash = hashToken(token);
  const now = clock.now();
  const { rows } = await sql<SessionRow>`
    select ${ID} as id, s.csrf_token as csrf, p.id as "personId", p.name, p.email, s.last_seen_at as "lastSeenAt",
      (${placesOf(sql`p.id`)}) as places
    from identity.session s join identity.person p on p.id = s.person_id
    where s.token_hash = ${hash} and ${isOpen(now)} and p.disabled_at is null`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  if (now.getTime() - row.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await sql`update identity.session set last_seen_at = ${now} where token_hash = ${hash}`.execute(db);
  }
  const { personId, name, email, places, id, csrf } = row;
  return { viewer: { kind: 'person', personId, name, email, places: places ?? [] }, session: { id, csrf } };
}

/** Ends the session of this token. */
export async function signOut(db: Db, token: string, clock: Clock): Promise<void> {
  await sql`update identity.session set revoked_at = ${clock.now()}
    where token_hash = ${hashToken(token)} and revoked_at is null`.execute(db);
}

/** A person's open sessions, the one used last first. */
export async function listSessions(db: Db, personId: number, clock: Clock): Promise<ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select ${ID} as id, created_at as "createdAt", last_seen_at as "lastSeenAt", user_agent as "userAgent"
    from identity.session s where person_id = ${personId} and ${isOpen(clock.now())}
    order by last_seen_at desc`.execute(db);
  return rows;
}

/** Ends one session of the person, by the id the list shows. False when there is none such. */
export async function revokeSession(db: Db, personId: number, id: string, clock: Clock): Promise<boolean> {
  const { numAffectedRows } = await sql`update identity.session set revoked_at = ${clock.now()}
    where person_id = ${personId} and ${ID} = ${id} and revoked_at is null`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Ends every session of the person except, if given, the one with this id. */
export async function revokeSessions(db: Db, personId: number, clock: Clock, exceptId = ''): Promise<void> {
  await sql`update identity.session set revoked_at = ${clock.now()}
    where person_id = ${personId} and ${ID} <> ${exceptId} and revoked_at is null`.execute(db);
}

function isOpen(now: Date) {
  const idleSince = new Date(now.getTime() - IDLE_HOURS * HOUR_MS);
  return sql`s.revoked_at is null and s.expires_at > ${now} and s.last_seen_at > ${idleSince}`;
}
