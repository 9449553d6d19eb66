/** Signing in through an authority's directory: there, back, and in. */
import type { Db, House } from '../../base/index.ts';
import { auditAccount } from '../audit.ts';
import { directoryNoRole, directoryRefused, directoryUnknown } from '../identity.errors.ts';
import { rolesOf } from '../memberships.store.ts';
import { openSession } from '../sessions.store.ts';
import { rolesFrom } from './claims.ts';
import { type Directory, listDirectories, rememberUnderway, takeUnderway } from './directory.store.ts';
import { claimsBroughtBack, type DirectoryAccess, departTo } from './directory-client.ts';
import { personOfClaims } from './person-of-claims.ts';
import { settleRoles } from './settle-roles.ts';

export type DirectoryHouse = Pick<House, 'db' | 'secretBox' | 'settings' | 'clock'>;

const CALLBACK = '/sign-in/directory/callback';

/** The address to register with the directory: where it sends people back to. */
export function directoryCallback(publicUrl: string): string {
  return `${publicUrl}${CALLBACK}`;
}

/** The directories people can sign in through, by what the button says. */
export async function openDirectories(db: Db): Promise<{ authoritySlug: string; label: string }[]> {
  return (await listDirectories(db)).filter(({ pausedAt }) => pausedAt === null);
}

/**
 * Where to send the browser, and the state its cookie keeps until it is back. Throws IDN_DIRECTORY_UNKNOWN or
 * IDN_DIRECTORY_AWAY.
 */
export async function beginDirectorySignIn(
  house: DirectoryHouse,
  authoritySlug: string,
  nextPath: string,
): Promise<{ url: string; state: string }> {
  const directory = await requireDirectory(house.db, (each) => each.authoritySlug === authoritySlug);
  const { url, state, nonce, codeVerifier } = await departTo(
    accessOf(house, directory),
    directoryCallback(house.settings.publicUrl),
  );
  const underway = { authorityId: directory.authorityId, nonce, codeVerifier, nextPath };
  await rememberUnderway(house.db, state, underway, house.clock);
  return { url, state };
}

/**
 * Signs in who came back: finds or makes the person, gives and ends the roles the directory says, opens the session. Throws
 * IDN_DIRECTORY_REFUSED when the answer does not fit the question, IDN_DIRECTORY_STRANGER, IDN_DIRECTORY_ELSEWHERE, or
 * IDN_DIRECTORY_NO_ROLE; then nothing has changed.
 */
export async function finishDirectorySignIn(
  house: DirectoryHouse,
  back: { url: URL; state: string | undefined; userAgent?: string | undefined },
): Promise<{ token: string; nextPath: string }> {
  const { db, clock } = house;
  const underway = back.state === undefined ? undefined : await takeUnderway(db, back.state, clock);
  if (!underway) throw directoryRefused({ why: 'the answer came too late, or twice, or to another browser' });
  const directory = await requireDirectory(db, (each) => each.authorityId === underway.authorityId);
  const { nonce, codeVerifier, nextPath, authorityId } = underway;
  const claims = await claimsBroughtBack(accessOf(house, directory), {
    url: back.url,
    state: back.state!,
    nonce,
    codeVerifier,
  });
  return db.transaction().execute(async (tx) => {
    const personId = await personOfClaims(tx, directory, claims, clock);
    const wanted = rolesFrom(claims, directory.roleClaim, directory.roleMap);
    await settleRoles(tx, { authorityId, personId }, wanted, clock);
    if ((await rolesOf(tx, personId, authorityId)).length === 0) throw directoryNoRole({ label: directory.label });
    await auditAccount(tx, personId, { actor: { personId }, action: 'directory.sign-in' }, clock);
    const { token } = await openSession(tx, { personId, userAgent: back.userAgent }, clock);
    return { token, nextPath };
  });
}

async function requireDirectory(db: Db, is: (directory: Directory) => boolean): Promise<Directory> {
  const directory = (await listDirectories(db)).find((each) => each.pausedAt === null && is(each));
  if (!directory) throw directoryUnknown();
  return directory;
}

function accessOf({ secretBox }: DirectoryHouse, directory: Directory): DirectoryAccess {
  const { issuer, clientId, clientSecretSealed } = directory;
  return { issuer, clientId, clientSecret: secretBox.open(clientSecretSealed) };
}
