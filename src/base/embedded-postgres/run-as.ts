// PostgreSQL refuses to run as root. In a container, where everything is root, it runs as a system user that is already
// there; anywhere else it runs as whoever runs Lamppost.

import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { databaseMayNotChangeUser, databaseNoSystemUser, databaseUserHasNoName } from './embedded-postgres.errors.ts';

const run = promisify(execFile);

/** Whom the database's processes run as; undefined means as ourselves. Fits the options of `spawn`. */
export interface RunAs {
  uid: number;
  gid: number;
}

const SYSTEM_USERS = ['lamppost', 'postgres', 'nobody'];

/**
 * Chooses whom PostgreSQL runs as: ourselves unless we are root; as root the owner of an existing cluster, else the first
 * of the users lamppost, postgres and nobody. Refuses when there is none, or when our user id has no name, because
 * initdb does.
 */
export async function chooseRunAs(cluster: string): Promise<RunAs | undefined> {
  const owner = await stat(cluster).catch(() => undefined);
  if (process.getuid?.() !== 0) {
    if (owner === undefined) requireNamedUser();
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of SYSTEM_USERS) {
    const user = users.find((fields) => fields[0] === name && Number(fields[2]) > 0);
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw databaseNoSystemUser({ users: SYSTEM_USERS.join(', ') });
}

/** True when the database's user may enter the folder: asked of the kernel, so that ACLs and mounts count too. */
export async function mayEnter(folder: string, runAs: RunAs | undefined): Promise<boolean> {
  if (runAs === undefined) return true;
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs, cwd: '/' });
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'EPERM' && code !== 'EINVAL') return false;
    throw databaseMayNotChangeUser({ uid: runAs.uid, why: code, cause: error });
  }
}

function requireNamedUser(): void {
  try {
    userInfo();
  } catch {
    throw databaseUserHasNoName({ uid: process.getuid?.() });
  }
}
