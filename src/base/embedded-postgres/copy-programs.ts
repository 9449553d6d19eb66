import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Programs } from './programs.ts';
import { mayEnter, type RunAs } from './run-as.ts';

interface CopyWanted {
  runAs: RunAs | undefined;
  folder: string;
  log: (message: string, details?: object) => void;
  works: (place: string) => Promise<Programs>;
}

/**
 * Copies PostgreSQL's programs (about 60 MB) once to the first place where they work: beside the data, under /var/lib,
 * or in the temporary folder. Named by content, written aside and renamed, readable by all, writable by us alone.
 * Undefined when they work nowhere.
 */
export async function copyPrograms(home: string, wanted: CopyWanted): Promise<Programs | undefined> {
  const places = [join(wanted.folder, 'programs'), '/var/lib/lamppost-programs', join(tmpdir(), 'lamppost-programs')];
  const server = await readFile(join(home, 'bin', 'postgres')).catch(() => undefined);
  if (server === undefined) return undefined;
  const key = createHash('sha256').update(server).digest('hex').slice(0, 16);
  for (const place of places) {
    if (!(await prepare(place)) || !(await mayEnter(place, wanted.runAs))) continue;
    const copy = join(place, key);
    try {
      const known = await lstat(copy).catch(() => undefined);
      if (known === undefined) {
        await copyInto(home, copy);
        wanted.log('copied the PostgreSQL programs to where the database user can run them', { from: home, to: copy });
      }
      return await wanted.works(copy);
    } catch {
      // A full or noexec disk: the next place may do.
    }
  }
  return undefined;
}

/** False when the place cannot be made or somebody else could write into it (a trap laid in the temporary folder). */
async function prepare(place: string): Promise<boolean> {
  try {
    const made = await mkdir(place, { recursive: true });
    if (made !== undefined) await chmod(place, 0o755);
    const { uid, mode } = await lstat(place);
    return uid === process.getuid?.() && (mode & 0o022) === 0 && (mode & 0o170000) === 0o040000;
  } catch {
    return false;
  }
}

async function copyInto(home: string, copy: string): Promise<void> {
  const aside = await mkdtemp(`${copy}.new-`);
  try {
    await cp(home, aside, { recursive: true, verbatimSymlinks: true });
    await openToAll(aside);
    await linkLibraries(aside);
    await rename(aside, copy);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process was quicker: its copy has the same content.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** npm packages cannot hold symbolic links; this one lists them for an install script that npm may not have run. */
async function linkLibraries(copy: string): Promise<void> {
  const list = await readFile(join(copy, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(copy), basename(copy), target.replace(/^native\//, ''));
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
