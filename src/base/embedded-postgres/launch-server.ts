import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseHome } from './database-home.ts';
import { databaseNotStarted } from './embedded-postgres.errors.ts';
import { databaseUrl, tryLogin } from './login.ts';
import { PROGRAM_ENVIRONMENT, type Programs } from './programs.ts';
import { findRunningServer, stopServer } from './running-server.ts';
import { asArguments } from './server-settings.ts';

export interface LaunchOrder {
  home: DatabaseHome;
  programs: Programs;
  mark: string;
  password: string;
  settings: Record<string, string>;
  log: (message: string, details?: object) => void;
}

export interface Server {
  pid: number;
  port: number;
  /** Absent for a server that an earlier process of ours started. */
  child?: ChildProcess;
}

/**
 * Starts PostgreSQL in a session of its own on a free port and returns when it takes our login, however long a recovery
 * takes. Refuses with PostgreSQL's own words when it ends instead.
 */
export async function launchServer(order: LaunchOrder): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const startedAt = Date.now();
    const child = spawnPostgres(order, port);
    const why = await waitUntilReady(order, child, port);
    if (why === undefined) return { pid: child.pid!, port, child };
    const said = (await readFatal(order.home, startedAt)) || why;
    // Somebody took the port between our look and PostgreSQL's.
    if (/could not (bind|create any TCP)/.test(said) && attempt < 5) continue;
    throw databaseNotStarted({ folder: order.home.folder, why: said, log: order.home.log });
  }
}

function spawnPostgres({ home, programs, mark, settings }: LaunchOrder, port: number): ChildProcess {
  const own = asArguments({ ...settings, port: String(port), cluster_name: mark });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const output = openSync(home.startLog, flags, 0o600);
  try {
    const child = spawn(programs.postgres, ['-D', home.clusterArgument, ...own], {
      ...home.runAs,
      cwd: home.cluster,
      env: PROGRAM_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', output, output],
    });
    child.on('error', () => {}); // `waitUntilReady` sees that there is no process
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** Undefined once it takes our login; otherwise why it never will. */
async function waitUntilReady(order: LaunchOrder, child: ChildProcess, port: number): Promise<string | undefined> {
  const { home, mark, password, log } = order;
  let nextNoteAt = performance.now() + 5_000;
  for (;;) {
    if (child.pid === undefined) return `${order.programs.postgres} could not be started`;
    if (child.exitCode !== null || child.signalCode !== null)
      return `it ended with ${child.signalCode ?? child.exitCode}`;
    // Only a port that our own server says it has is told our password.
    const running = await findRunningServer(home.cluster, mark);
    if (running?.pid === child.pid && running?.status === 'ready') {
      const outcome = await tryLogin(databaseUrl(port, password));
      if (outcome.kind === 'in') return undefined;
      if (outcome.kind === 'refused') {
        await stopServer(child.pid, mark);
        return outcome.why;
      }
    }
    if (performance.now() > nextNoteAt) {
      log('PostgreSQL is not ready yet; after a crash it first replays its log', { folder: home.folder });
      nextNoteAt = performance.now() + 5_000;
    }
    await sleep(20);
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** The last grave words of the server, from what it said before and after its log opened. */
async function readFatal(home: DatabaseHome, since: number): Promise<string> {
  const names = await readdir(home.log).catch(() => []);
  let text = await readFile(home.startLog, 'utf8').catch(() => '');
  for (const path of names.map((name) => join(home.log, name))) {
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && info.mtimeMs >= since - 1_000)
      text += (await readFile(path, 'utf8').catch(() => '')).slice(-20_000);
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // A bare "postgres: could not find …" has no level; "LOG: could not bind" says more than the FATAL after it.
  const grave = lines.filter((line) =>
    /FATAL|PANIC|LOG: {2}could not bind|^\S*postgres: |error while loading/.test(line),
  );
  return grave
    .slice(-3)
    .map((line) => line.replace(/^.*?(FATAL|PANIC|LOG): +/, ''))
    .join('; ');
}
