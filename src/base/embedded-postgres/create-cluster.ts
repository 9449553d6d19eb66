import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPassword, type DatabaseHome, giveFolder, readPassword, syncFolder } from './database-home.ts';
import { databaseFolderForeign, databaseNotCreated, databaseOtherMajor } from './embedded-postgres.errors.ts';
import { PROGRAM_ENVIRONMENT, type Programs } from './programs.ts';
import { markOf } from './running-server.ts';

const HBA = 'host all lamppost 127.0.0.1/32 scram-sha-256\n';

/** True when there is a cluster of our major version; refuses one of another, and a folder that is none. */
export async function hasCluster(home: DatabaseHome, programs: Programs): Promise<boolean> {
  if ((await stat(home.cluster).catch(() => undefined)) === undefined) return false;
  const found = (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found === '') throw databaseFolderForeign({ folder: home.cluster });
  if (found === String(programs.major)) return true;
  throw databaseOtherMajor({ folder: home.cluster, found, ours: programs.major });
}

/**
 * Makes a cluster (UTF-8, C.UTF-8 order, checksums) with the role and the database lamppost, aside, and renames it into
 * place when all of it is on disk: a start killed before that leaves only rubbish, which the next one clears. The
 * superuser has no password and no way in over the network; lamppost may create databases but is not superuser, as with
 * a DATABASE_URL.
 */
export async function createCluster(home: DatabaseHome, programs: Programs, sync: boolean): Promise<string> {
  for (const name of await readdir(home.folder)) {
    if (name.startsWith('creating-')) await remove(join(home.folder, name));
  }
  const password = (await readPassword(home)) ?? (await createPassword(home));
  const aside = join(home.folder, `creating-${randomBytes(4).toString('hex')}`);
  await giveFolder(aside, home.runAs);
  const creating = { ...home, cluster: aside, clusterArgument: home.clusterArgument.replace(home.cluster, aside) };
  try {
    await run(creating, programs.initdb, initdbArguments(creating, programs, sync));
    await writeFile(join(aside, 'pg_hba.conf'), HBA);
    await runSql(creating, programs, [
      `create role lamppost login createdb password '${password}'`,
      'grant pg_monitor to lamppost',
      'create database lamppost owner lamppost',
    ]);
    await rename(aside, home.cluster);
    if (sync) await syncFolder(home.folder);
    return password;
  } catch (error) {
    await remove(aside);
    throw databaseNotCreated({ folder: home.folder, why: (error as Error).message, cause: error });
  }
}

/** Gives lamppost a new password, for a cluster whose password file was lost. The server must not be running. */
export async function resetPassword(home: DatabaseHome, programs: Programs): Promise<string> {
  const password = await createPassword(home);
  await runSql(home, programs, [`alter role lamppost password '${password}'`]);
  return password;
}

function initdbArguments(home: DatabaseHome, programs: Programs, sync: boolean): string[] {
  const locale =
    programs.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8', '--locale-provider=libc'];
  return [
    ...['-D', home.clusterArgument, '--username=postgres', '--encoding=UTF8', ...locale, '--data-checksums'],
    ...['--auth-local=reject', '--auth-host=reject', '--no-instructions', ...(sync ? [] : ['--no-sync'])],
  ];
}

/** Runs SQL on a cluster that no server runs on; through standard input, so that no process list shows it. */
async function runSql(home: DatabaseHome, programs: Programs, statements: string[]): Promise<void> {
  // The mark lets the next start find this process should we be killed meanwhile.
  const mark = `cluster_name=${await markOf(home.cluster)}`;
  const quiet = [
    '-c',
    mark,
    '-c',
    'exit_on_error=on',
    '-c',
    'log_min_error_statement=panic',
    '-c',
    'log_checkpoints=off',
  ];
  const input = statements.map((statement) => `${statement};\n`).join('');
  await run(home, programs.postgres, ['--single', '-D', home.clusterArgument, ...quiet, 'postgres'], input);
}

function run(home: DatabaseHome, program: string, args: string[], input = ''): Promise<void> {
  const child = spawn(program, args, { ...home.runAs, cwd: home.cluster, env: PROGRAM_ENVIRONMENT });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdout.resume();
  child.stdin.on('error', () => {}); // it ended before it read everything: its exit code tells
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(said.trim() || `${program} ended with ${signal ?? code}`));
    });
  });
}

/** Retried: a killed start's initdb may still be writing there. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
