import { type Clock, type Db, hashToken, sql, type Tx } from '../base/index.ts';
import { actorWith, audit } from './audit.ts';
import { checkText } from './fields.ts';
import { fieldInvalid, keyScopeInvalid } from './identity.errors.ts';
import { newKey } from './key-text.ts';
import type { KeyScope } from './viewer.ts';

export type KeyKind = 'source' | 'analyst' | 'person';

export interface NewKey {
  readonly authorityId: number;
  readonly kind: KeyKind;
  readonly name: string;
  readonly scope?: KeyScope;
  /** Whose own key it is; kind 'person' only. */
  readonly personId?: number;
  readonly createdBy?: number | null;
  readonly expiresAt?: Date | null;
}

/** A key as lists show it: never the secret. */
export interface ListedKey {
  readonly id: number;
  readonly authorityId: number;
  readonly kind: KeyKind;
  readonly name: string;
  readonly prefix: string;
  readonly scope: KeyScope;
  readonly personId: number | null;
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/**
 * Creates a key and returns it, this once. Asks nobody: for the command line and for rooms that asked already; doors
 * use `issueKey`. Throws IDN_KEY_SCOPE_INVALID when the scope does not fit the kind.
 */
export async function createKey(
  tx: Tx,
  wanted: NewKey,
  clock: Clock,
): Promise<{ key: string; prefix: string; credentialId: number }> {
  const name = checkText(wanted.name, 'name', 'a name for the key');
  const scope = wanted.scope ?? {};
  checkScope(wanted.kind, scope, wanted.personId);
  const now = clock.now();
  if (wanted.expiresAt && wanted.expiresAt <= now) {
    throw fieldInvalid({ field: 'expires', why: 'Enter an end that is still to come.' });
  }
  const { key, prefix } = newKey();
  const { rows } = await sql<{ id: number }>`
    insert into identity.credential
      (authority_id, kind, name, prefix, secret_hash, scope, person_id, created_by, created_at, expires_at)
    values (${wanted.authorityId}, ${wanted.kind}, ${name}, ${prefix}, ${hashToken(key)}, ${JSON.stringify(scope)},
      ${wanted.personId ?? null}, ${wanted.createdBy ?? null}, ${now}, ${wanted.expiresAt ?? null})
    returning id`.execute(tx);
  const credentialId = rows[0]!.id;
  const { authorityId, kind, expiresAt } = wanted;
  await audit(tx, {
    authorityId,
    actor: actorWith(wanted.createdBy),
    action: 'key.create',
    subject: { kind: 'key', id: credentialId },
    facts: { kind, prefix, ...scope, expires: expiresAt?.toISOString() },
  });
  return { key, prefix, credentialId };
}

const LISTED = sql`c.id, c.authority_id as "authorityId", c.kind, c.name, c.prefix, c.scope, c.person_id as "personId",
  maker.name as "createdByName", c.created_at as "createdAt", c.expires_at as "expiresAt", c.revoked_at as "revokedAt",
  c.last_used_at as "lastUsedAt"`;
const FROM = sql`from identity.credential c left join identity.person maker on maker.id = c.created_by`;

/** The keys of these authorities and the person's own, those that still open something first, then the newest. */
export async function listKeys(
  db: Db,
  whose: { authorityIds: readonly number[]; personId: number | null },
): Promise<ListedKey[]> {
  const { rows } = await sql<ListedKey>`select ${LISTED} ${FROM}
    where (c.authority_id = any(${whose.authorityIds}::int[])) or c.person_id = ${whose.personId}
    order by c.revoked_at is not null, c.created_at desc, c.id desc`.execute(db);
  return rows;
}

/** The key with this id. */
export async function findKey(db: Db, credentialId: number): Promise<ListedKey | undefined> {
  const { rows } = await sql<ListedKey>`select ${LISTED} ${FROM} where c.id = ${credentialId}`.execute(db);
  return rows[0];
}

function checkScope(kind: KeyKind, scope: KeyScope, personId: number | undefined): void {
  if (kind === 'source' && scope.sourceId === undefined) {
    throw keyScopeInvalid({ field: 'source', why: 'Choose the source that sends with this key.' });
  }
  if (kind !== 'source' && scope.sourceId !== undefined) {
    throw keyScopeInvalid({ field: 'source', why: 'Only a source has a key for sending.' });
  }
  if ((kind === 'person') !== (personId !== undefined)) {
    throw keyScopeInvalid({ field: 'kind', why: "A person's key belongs to a person, any other key to nobody." });
  }
}
