// What other processes are, read from /proc where there is one and from `ps` elsewhere. Command lines are used rather
// than /proc/<pid>/cwd or /proc/<pid>/exe, which root in a container may not read of another user's process.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hasProc = process.platform === 'linux';

/** The command line of a living process; empty when there is none or it has ended and only waits to be collected. */
export async function commandOf(pid: number): Promise<string> {
  if (hasProc) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line.replaceAll('\0', ' ');
  }
  const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.includes('<defunct>') ? '' : stdout.trim();
}

/** Ids of all living PostgreSQL processes whose command line carries this mark. */
export async function findPostgresProcesses(mark: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of await listProcesses()) {
    const command = await commandOf(pid);
    if (command.includes(mark) && /^\S*postgres\b/.test(command)) found.push(pid);
  }
  return found;
}

async function listProcesses(): Promise<number[]> {
  if (hasProc) return (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command=']);
  const candidates = stdout.split('\n').filter((line) => line.includes('postgres'));
  return candidates.map((line) => Number.parseInt(line, 10)).filter((pid) => pid > 0);
}
