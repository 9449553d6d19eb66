// PostgreSQL runs in a session of its own, so that a Ctrl-C meant for us does not take it away while we drain; the price
// is that it would live for ever after we are killed. The watchdog is a shell (1 MB, needs nothing we do not need for
// initdb anyway) that reads a pipe we hold and never write to. The kernel closes the pipe when we end, however we end;
// then it waits a little for a next start to take over and, if none has put its own token into `watched-by`, shuts the
// server down. No polling, no process ids of ours to be reused, and a second start needs only to write one file.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type DatabaseHome, writeDurably } from './database-home.ts';
import { PROGRAM_ENVIRONMENT } from './programs.ts';

const GRACE_SECONDS = 8;

// Arguments: the grace, the token, the server's mark. The working directory is the database's folder.
const SCRIPT = `
while read -r _; do :; done
sleep "$1"
server() {
  read -r token < watched-by && [ "$token" = "$2" ] && read -r pid < cluster/postmaster.pid || return 1
  if [ -r "/proc/$pid/cmdline" ]; then grep -q -- "$3" "/proc/$pid/cmdline"
  else ps -ww -o command= -p "$pid" | grep -q -- "$3"; fi
}
server "$@" && kill -INT "$pid" || exit 0
n=0
while [ $n -lt 60 ]; do sleep 1; server "$@" || exit 0; n=$((n + 1)); done
kill -QUIT "$pid"
`;

/** Watches over the server of a home until `leave`; a watchdog that dies is replaced. */
export async function startWatchdog(home: DatabaseHome, mark: string): Promise<{ leave(): void }> {
  const token = randomBytes(8).toString('hex');
  // From here on the watchdog of an earlier, killed start leaves the server alone.
  await writeDurably(join(home.folder, 'watched-by'), `${token}\n`, 0o644);
  let left = false;
  let watchdog: ChildProcess | undefined;
  const start = () => {
    if (left) return;
    watchdog = spawn('/bin/sh', ['-c', SCRIPT, 'lamppost-watchdog', String(GRACE_SECONDS), token, mark], {
      ...home.runAs,
      cwd: home.folder,
      env: PROGRAM_ENVIRONMENT,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    watchdog.stdin?.on('error', () => {});
    (watchdog.stdin as Socket).unref();
    watchdog.unref();
    watchdog.on('error', () => {});
    watchdog.on('exit', () => setTimeout(start, 1_000).unref());
  };
  start();
  const leave = () => {
    left = true;
    watchdog?.kill('SIGKILL');
  };
  return { leave };
}
