import { type Clock, type Db, hashToken, sql } from '../base/index.ts';
import { BELIEVED_FOR_MS, keyCache } from './key-cache.ts';
import { prefixOf } from './key-text.ts';
import { placesOf } from './memberships.store.ts';
import type { KeyScope, Place, Viewer } from './viewer.ts';

const USED_EVERY_MS = 60_000;

/**
 * Who shows this key; undefined when it is unknown, revoked or expired, or its person disabled. Believed for 10
 * seconds without the database; a person's own key acts as that person. Last use is noted at most once a minute.
 */
export function viewerFromKey(db: Db, key: string, clock: Clock): Viewer | undefined | Promise<Viewer | undefined> {
  const known = keyCache.get(key, clock.now().getTime());
  if (known) return known;
  let lookingUp = underWay.get(key);
  if (!lookingUp) {
    lookingUp = lookUp(db, key, clock).finally(() => underWay.delete(key));
    underWay.set(key, lookingUp);
  }
  return lookingUp;
}

/** A source with many connections asks once, not once a connection. */
const underWay = new Map<string, Promise<Viewer | undefined>>();

interface KeyRow {
  credentialId: number;
  kind: 'source' | 'analyst' | 'person';
  authorityId: number;
  name: string;
  scope: KeyScope;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  personId: number | null;
  personName: string;
  email: string;
  places: Place[] | null;
}

async function lookUp(db: Db, key: string, clock: Clock): Promise<Viewer | undefined> {
  const prefix = prefixOf(key);
  if (prefix === undefined || keyCache.isRevoked(prefix)) return undefined;
  const now = clock.now();
  const { rows } = await sql<KeyRow>`
    select c.id as "credentialId", c.kind, c.authority_id as "authorityId", c.name, c.scope,
      c.expires_at as "expiresAt", c.last_used_at as "lastUsedAt",
      p.id as "personId", p.name as "personName", p.email, (${placesOf(sql`p.id`)}) as places
    from identity.credential c left join identity.person p on p.id = c.person_id and p.disabled_at is null
    where c.prefix = ${prefix} and c.secret_hash = ${hashToken(key)} and c.revoked_at is null
      and (c.expires_at is null or c.expires_at > ${now})`.execute(db);
  const row = rows[0];
  const viewer = row && viewerOf(row);
  if (!viewer) return undefined;
  const until = Math.min(now.getTime() + BELIEVED_FOR_MS, row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  keyCache.put(key, { viewer, prefix, until });
  if (now.getTime() - (row.lastUsedAt?.getTime() ?? 0) >= USED_EVERY_MS) {
    await sql`update identity.credential set last_used_at = ${now} where id = ${row.credentialId}`.execute(db);
  }
  return keyCache.isRevoked(prefix) ? undefined : viewer;
}

function viewerOf(row: KeyRow): Viewer | undefined {
  if (row.kind === 'person') {
    if (row.personId === null) return undefined;
    const { personId, personName: name, email, places } = row;
    return { kind: 'person', personId, name, email, places: places ?? [] };
  }
  const { credentialId, kind: credentialKind, authorityId, name, scope } = row;
  return { kind: 'key', credentialId, credentialKind, authorityId, name, scope };
}
