import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, findPostgresProcesses } from './process-list.ts';

/** What postmaster.pid says about the server of a cluster. */
interface PostmasterFile {
  pid: number;
  port: number;
  /** starting, ready, stopping; empty while it has not come that far. */
  status: string;
}

/**
 * The name our server carries on its command line and in its processes' titles: the cluster's place on disk, so that a
 * copy of a data folder is not taken for its original, nor a process that was handed an old process id for a server.
 */
export async function markOf(cluster: string): Promise<string> {
  const { dev, ino } = await stat(cluster, { bigint: true });
  return `lamppost-${dev.toString(36)}-${ino.toString(36)}`;
}

/** The server that runs on the cluster now, or undefined; a stale postmaster.pid counts as none. */
export async function findRunningServer(cluster: string, mark: string): Promise<PostmasterFile | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0) || !(await commandOf(pid)).includes(mark)) return undefined;
  return { pid, port: Number(lines[3] || 0), status: (lines[7] ?? '').trim() };
}

/**
 * Removes what a killed server left: its postmaster.pid, which PostgreSQL would believe when its process id has been
 * given to another process of the same user, and backends that are still busy with a query and have not noticed. Only
 * to be called when `findRunningServer` found none. PostgreSQL checks its shared memory itself.
 */
export async function clearRemains(cluster: string, mark: string): Promise<{ staleFile: boolean; ended: number }> {
  const file = join(cluster, 'postmaster.pid');
  const staleFile = (await stat(file).catch(() => undefined)) !== undefined;
  const backends = await findPostgresProcesses(mark);
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    const left = await findPostgresProcesses(mark);
    for (const pid of left) send(pid, signal);
    for (let waited = 0; waited < 2_000 && (await findPostgresProcesses(mark)).length > 0; waited += 50)
      await sleep(50);
  }
  await rm(file, { force: true });
  return { staleFile, ended: backends.length };
}

/** Sends a signal; a process that has just ended is no error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until no process of that id carries the mark; false when it still does after `limitMs`. */
export async function waitUntilGone(pid: number, mark: string, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while ((await commandOf(pid)).includes(mark)) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
}

/** Fast shutdown (sessions are ended, everything is written), then immediate, then the axe; 7 s at most. */
export async function stopServer(pid: number, mark: string): Promise<'clean' | 'forced'> {
  send(pid, 'SIGINT');
  if (await waitUntilGone(pid, mark, 5_000)) return 'clean';
  send(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, mark, 1_500)) return 'forced';
  send(pid, 'SIGKILL');
  await waitUntilGone(pid, mark, 500);
  return 'forced';
}
