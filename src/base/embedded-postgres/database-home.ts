// The folder of one embedded database:
//   cluster/      PostgreSQL's own, 0700, owned by the user it runs as
//   log/          its log files, the same
//   password      of the role lamppost, 0600, ours
//   watched-by    whose death the watchdog waits for (watchdog.ts)
//   start.log     what PostgreSQL said before its log opened

import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  databaseFolderNotOurs,
  databaseFolderOutOfReach,
  databaseMayNotChangeUser,
} from './embedded-postgres.errors.ts';
import { chooseRunAs, mayEnter, type RunAs } from './run-as.ts';

export interface DatabaseHome {
  folder: string;
  cluster: string;
  log: string;
  startLog: string;
  runAs: RunAs | undefined;
  /** What to pass as -D, with the cluster as working directory: see `clusterArgument`. */
  clusterArgument: string;
}

/** Makes the folders with the right owners and modes, whatever the umask. Refuses folders this user cannot use. */
export async function prepareHome(folder: string): Promise<DatabaseHome> {
  const cluster = join(folder, 'cluster');
  const log = join(folder, 'log');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const runAs = await chooseRunAs(cluster);
    // As root, others may pass through (x) but not look (r): the database's user has to reach cluster/ and log/.
    await chmod(folder, runAs === undefined ? 0o700 : 0o711);
    await giveFolder(log, runAs);
    const argument = await clusterArgument(folder, cluster, runAs);
    return { folder, cluster, log, startLog: join(folder, 'start.log'), runAs, clusterArgument: argument };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw databaseFolderNotOurs({ folder, why: message, cause: error });
  }
}

/** Makes a folder only the database's user may enter. */
export async function giveFolder(folder: string, runAs: RunAs | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (runAs !== undefined) {
    await chown(folder, runAs.uid, runAs.gid).catch((error: Error) => {
      throw databaseMayNotChangeUser({ uid: runAs.uid, why: error.message, cause: error });
    });
  }
  await chmod(folder, 0o700);
}

/**
 * Normally the path of the cluster. Beneath a folder closed to the database's user (/root, a checkout made under umask
 * 077) Linux still lets a process use the working directory it was started in, and PostgreSQL never leaves its own:
 * named /proc/self/cwd it works there, with nobody's permissions widened.
 */
async function clusterArgument(folder: string, cluster: string, runAs: RunAs | undefined): Promise<string> {
  if (await mayEnter(folder, runAs)) return cluster;
  if (process.platform === 'linux' && (await stat('/proc/self/cwd').catch(() => undefined))) return '/proc/self/cwd';
  throw databaseFolderOutOfReach({ folder, uid: runAs?.uid });
}

/** The password of the role lamppost, or undefined when there is none yet (or it was lost). */
export async function readPassword(home: DatabaseHome): Promise<string | undefined> {
  const text = await readFile(join(home.folder, 'password'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw databaseFolderNotOurs({ folder: home.folder, why: error.message, cause: error });
  });
  return text.trim() || undefined;
}

/** Makes a password and has it on disk before anything depends on it. */
export async function createPassword(home: DatabaseHome): Promise<string> {
  const password = randomBytes(32).toString('base64url');
  await writeDurably(join(home.folder, 'password'), `${password}\n`, 0o600);
  await syncFolder(home.folder);
  return password;
}

/** Writes a file whole or not at all. */
export async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(`${path}.new`, 'w', mode);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** Puts renames within a folder on disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
