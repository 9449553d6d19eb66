import { type Clock, type Db, type House, isEncrypted, sql, type Tx } from '../../base/index.ts';
import { audit } from '../audit.ts';
import { checkText } from '../fields.ts';
import { fieldInvalid } from '../identity.errors.ts';
import { requirePermission } from '../permissions.ts';
import type { Viewer } from '../viewer.ts';
import type { RoleRule } from './claims.ts';
import { type Directory, findDirectory, saveDirectory } from './directory.store.ts';
import { reachDirectory } from './directory-client.ts';

export interface DirectorySettings {
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Empty keeps the one there is. */
  readonly clientSecret: string;
  readonly emailDomains: readonly string[];
  readonly roleClaim: string;
  readonly roleMap: readonly RoleRule[];
  readonly paused: boolean;
}

/** The directory of an authority, for those who set how people sign in. The secret stays sealed. */
export function findDirectorySettings(db: Db, viewer: Viewer, authorityId: number): Promise<Directory | undefined> {
  requirePermission(viewer, 'sign-in.edit', authorityId);
  return findDirectory(db, authorityId);
}

/**
 * Sets the directory of an authority. It is asked at once, so that a wrong address is seen here and not by whoever signs in
 * next. Throws IDN_FIELD_INVALID or IDN_DIRECTORY_AWAY, naming the field.
 */
export async function setDirectory(
  tx: Tx,
  { secretBox }: Pick<House, 'secretBox'>,
  viewer: Viewer,
  authorityId: number,
  wanted: DirectorySettings,
  clock: Clock,
): Promise<void> {
  requirePermission(viewer, 'sign-in.edit', authorityId);
  const old = await findDirectory(tx, authorityId);
  const label = checkText(wanted.label, 'label', 'the name people know it by');
  const issuer = checkIssuer(wanted.issuer);
  const clientId = checkText(wanted.clientId, 'client-id', 'the client ID');
  if (wanted.clientSecret === '' && !old)
    throw fieldInvalid({ field: 'client-secret', why: 'Enter the client secret.' });
  const clientSecretSealed = wanted.clientSecret === '' ? old!.clientSecretSealed : secretBox.seal(wanted.clientSecret);
  const emailDomains = await checkDomains(tx, authorityId, wanted.emailDomains);
  const roleClaim = checkText(wanted.roleClaim, 'role-claim', 'the name of the claim');
  await reachDirectory({ issuer, clientId, clientSecret: secretBox.open(clientSecretSealed) });
  const pausedAt = wanted.paused ? (old?.pausedAt ?? clock.now()) : null;
  const directory = { authorityId, label, issuer, clientId, clientSecretSealed, emailDomains, roleClaim, pausedAt };
  await saveDirectory(tx, { ...directory, roleMap: wanted.roleMap, changedAt: clock.now() });
  const subject = { kind: 'authority', id: authorityId };
  const rules = wanted.roleMap.map(({ value, role }) => `${value}=${role}`);
  const facts = { issuer, domains: emailDomains, claim: roleClaim, rules, paused: wanted.paused };
  await audit(tx, { authorityId, actor: viewer, action: 'directory.change', subject, facts }, clock);
}

/** https, or http on this machine itself. */
function checkIssuer(text: string): string {
  const refuse = (why: string) => fieldInvalid({ field: 'issuer', why });
  if (!URL.canParse(text)) throw refuse('Enter the issuer as an address, such as https://login.example.gov.uk/.');
  const issuer = new URL(text);
  if (!isEncrypted(issuer)) throw refuse('The issuer must begin with https://.');
  if (issuer.search !== '' || issuer.hash !== '') throw refuse('An issuer has no ? and no #.'); // OpenID Connect Discovery §3
  return text;
}

/** Domains of addresses, each of one authority alone: a directory speaks for its own people. */
async function checkDomains(tx: Tx, authorityId: number, wanted: readonly string[]): Promise<string[]> {
  const refuse = (why: string) => fieldInvalid({ field: 'email-domains', why });
  const domains = [...new Set(wanted.map((domain) => domain.trim().toLowerCase().replace(/^@/, '')).filter(Boolean))];
  if (domains.length === 0) throw refuse('Enter at least one domain, such as council.gov.uk.');
  const odd = domains.find((domain) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain));
  if (odd !== undefined) throw refuse(`${odd} is not a domain such as council.gov.uk.`);
  await sql`lock table identity.directory in share row exclusive mode`.execute(tx); // two authorities at once
  const { rows } = await sql<{ domain: string }>`select unnest(email_domains) as domain from identity.directory
    where authority_id <> ${authorityId}`.execute(tx);
  const taken = rows.find(({ domain }) => domains.includes(domain));
  if (taken) throw refuse(`People of ${taken.domain} sign in through another authority’s directory.`);
  return domains;
}
