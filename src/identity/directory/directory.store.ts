import { type Clock, type Db, hashToken, sql, type Tx } from '../../base/index.ts';
import type { RoleRule } from './claims.ts';

/** How people of an authority sign in through its directory. */
export interface Directory {
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretSealed: Buffer;
  readonly emailDomains: readonly string[];
  readonly roleClaim: string;
  readonly roleMap: readonly RoleRule[];
  readonly changedAt: Date;
  readonly pausedAt: Date | null;
}

/** Every directory, by what its button says; those that are paused too. */
export async function listDirectories(db: Db): Promise<Directory[]> {
  const { rows } = await sql<Directory>`
    select d.authority_id as "authorityId", a.slug as "authoritySlug", d.label, d.issuer, d.client_id as "clientId",
      d.client_secret_sealed as "clientSecretSealed", d.email_domains as "emailDomains", d.role_claim as "roleClaim",
      d.role_map as "roleMap", d.changed_at as "changedAt", d.paused_at as "pausedAt"
    from identity.directory d join identity.authority a on a.id = d.authority_id order by d.label`.execute(db);
  return rows;
}

export async function findDirectory(db: Db, authorityId: number): Promise<Directory | undefined> {
  return (await listDirectories(db)).find((directory) => directory.authorityId === authorityId);
}

export async function saveDirectory(tx: Tx, directory: Omit<Directory, 'authoritySlug'>): Promise<void> {
  const { authorityId, label, issuer, clientId, clientSecretSealed, emailDomains, roleClaim, changedAt, pausedAt } =
    directory;
  const roleMap = JSON.stringify(directory.roleMap);
  await sql`insert into identity.directory (authority_id, label, issuer, client_id, client_secret_sealed, email_domains,
      role_claim, role_map, changed_at, paused_at)
    values (${authorityId}, ${label}, ${issuer}, ${clientId}, ${clientSecretSealed}, ${emailDomains}::text[],
      ${roleClaim}, ${roleMap}, ${changedAt}, ${pausedAt})
    on conflict (authority_id) do update set label = excluded.label, issuer = excluded.issuer, client_id = excluded.client_id,
      client_secret_sealed = excluded.client_secret_sealed, email_domains = excluded.email_domains,
      role_claim = excluded.role_claim, role_map = excluded.role_map, changed_at = excluded.changed_at,
      paused_at = excluded.paused_at`.execute(tx);
}

/** A sign-in on its way. */
export interface Underway {
  readonly authorityId: number;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly nextPath: string;
}

const BACK_WITHIN_MS = 10 * 60_000;

/** Remembers a sign-in that goes to the directory, for ten minutes. */
export async function rememberUnderway(db: Db, state: string, underway: Underway, clock: Clock): Promise<void> {
  const now = clock.now();
  await sql`delete from identity.directory_sign_in where expires_at < ${now}`.execute(db);
  await sql`insert into identity.directory_sign_in (state_hash, authority_id, nonce, code_verifier, next_path, expires_at)
    values (${hashToken(state)}, ${underway.authorityId}, ${underway.nonce}, ${underway.codeVerifier},
      ${underway.nextPath}, ${new Date(now.getTime() + BACK_WITHIN_MS)})`.execute(db);
}

/** The sign-in that comes back with this state, once. */
export async function takeUnderway(db: Db, state: string, clock: Clock): Promise<Underway | undefined> {
  const { rows } = await sql<Underway>`delete from identity.directory_sign_in
    where state_hash = ${hashToken(state)} and expires_at > ${clock.now()}
    returning authority_id as "authorityId", nonce, code_verifier as "codeVerifier", next_path as "nextPath"`.execute(
    db,
  );
  return rows[0];
}

export interface Subject {
  readonly authorityId: number;
  readonly issuer: string;
  readonly subject: string;
}

/** The person a directory's subject was linked to, disabled or not. */
export async function findLinked(db: Db, { authorityId, issuer, subject }: Subject): Promise<number | undefined> {
  const { rows } = await sql<{ personId: number }>`select person_id as "personId" from identity.directory_account
    where authority_id = ${authorityId} and issuer = ${issuer} and subject = ${subject}`.execute(db);
  return rows[0]?.personId;
}

export async function linkSubject(tx: Tx, { authorityId, issuer, subject }: Subject, personId: number, at: Date) {
  await sql`insert into identity.directory_account (authority_id, issuer, subject, person_id, linked_at)
    values (${authorityId}, ${issuer}, ${subject}, ${personId}, ${at})`.execute(tx);
}
