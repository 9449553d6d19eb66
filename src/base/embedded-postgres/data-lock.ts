// One data folder, one Lamppost. The lock is the kernel's own (an exclusive SQLite transaction on an empty file, which is
// an fcntl lock that ends with the process), not a file with a process id in it: after SIGKILL, a power cut or a restart
// that hands the same process id to something else there is nothing stale to judge and nothing to repair, and two
// containers that share a volume but not their process tables still see each other. The file beside it only tells who.

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LamppostError } from '../errors.ts';
import { dataFolderHeld, dataFolderUnusable } from './embedded-postgres.errors.ts';

const SQLITE_BUSY = 5;

interface Holder {
  pid: number;
  since: string;
  command: string;
  host: string;
}

/** Open locks, so that a caller who drops its handle does not lose the lock to the garbage collector. */
const held = new Set<DatabaseSync>();

/**
 * Holds the data folder (created when missing) for this process alone until `release` or the end of the process, however
 * it ends. Refuses with `BASE_DATA_FOLDER_HELD`, naming process, command, host and time, while another process holds it.
 */
export async function holdDataFolder(dataFolder: string): Promise<{ release(): Promise<void> }> {
  const holderFile = join(dataFolder, 'held-by.json');
  const lock = await takeLock(dataFolder, holderFile);
  held.add(lock);
  let released = false;
  const release = async () => {
    if (released) return;
    released = true;
    await rm(holderFile, { force: true });
    held.delete(lock);
    lock.close();
  };
  try {
    await writeHolder(holderFile);
  } catch (error) {
    await release();
    throw unusable(dataFolder, error);
  }
  return { release };
}

async function takeLock(dataFolder: string, holderFile: string): Promise<DatabaseSync> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(dataFolder, error);
  }
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(dataFolder, 'lock'));
    // MEMORY: the default journal would leave a file behind after a kill.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw await heldByAnother(dataFolder, holderFile);
    throw unusable(dataFolder, error);
  }
}

async function writeHolder(holderFile: string): Promise<void> {
  const [, script = process.execPath, word = ''] = process.argv;
  const holder: Holder = {
    pid: process.pid,
    since: new Date().toISOString(),
    // The first word only: later arguments could be secrets.
    command: `${basename(script)} ${word.startsWith('-') ? '' : word}`.trim(),
    host: hostname(),
  };
  await writeFile(`${holderFile}.new`, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  await rename(`${holderFile}.new`, holderFile);
}

async function heldByAnother(dataFolder: string, holderFile: string): Promise<LamppostError> {
  const who = await readHolder(holderFile);
  const holder = who
    ? `process ${who.pid} (${who.command}) on ${who.host} since ${who.since}`
    : 'another process that has not yet written its name';
  return dataFolderHeld({ folder: dataFolder, holder });
}

/** The holder writes its name just after it takes the lock, so an absent name is worth a short wait. */
async function readHolder(holderFile: string): Promise<Holder | undefined> {
  for (let tries = 0; tries < 10; tries++) {
    try {
      return JSON.parse(await readFile(holderFile, 'utf8')) as Holder;
    } catch {
      await sleep(50);
    }
  }
  return undefined;
}

function unusable(dataFolder: string, cause: unknown): LamppostError {
  return dataFolderUnusable({ folder: dataFolder, why: (cause as Error).message, cause });
}
