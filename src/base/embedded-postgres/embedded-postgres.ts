// The embedded database: PostgreSQL as a child process, for everybody who has none to point DATABASE_URL at. What it has to
// survive decides its shape: a Ctrl-C at the whole group while we drain (own session), our own death by SIGKILL
// (watchdog.ts, adopt-server.ts), everybody's (crash recovery; nothing stale is believed), root in a container (run-as.ts,
// programs.ts), any umask and locale.

import { resolve } from 'node:path';
import { adoptServer } from './adopt-server.ts';
import { createCluster, hasCluster, resetPassword } from './create-cluster.ts';
import { prepareHome, readPassword } from './database-home.ts';
import { type LaunchOrder, launchServer, type Server } from './launch-server.ts';
import { databaseUrl } from './login.ts';
import { commandOf } from './process-list.ts';
import { findPrograms, supportsLz4 } from './programs.ts';
import { clearRemains, findRunningServer, markOf, stopServer } from './running-server.ts';
import { serverSettings } from './server-settings.ts';
import { startWatchdog } from './watchdog.ts';

export interface EmbeddedPostgres {
  /** With the password in it: not for logs. */
  url: string;
  /** For example 18.4. */
  version: string;
  /** Shuts the server down within 7 s, ending every session; safe to call again. */
  stop(): Promise<void>;
  /** Tells when the server ends without `stop`, also when it already has. */
  onUnexpectedExit(listener: (why: string) => void): void;
}

export interface EmbeddedPostgresOptions {
  /** Where everything of the database is kept, for example <data>/postgres. */
  folder: string;
  /** A folder with bin/ to use instead of the packaged PostgreSQL. */
  binaries?: string;
  log: (message: string, details?: object) => void;
  /** Overrides of PostgreSQL settings, for tests. */
  settings?: Record<string, string>;
}

/**
 * Starts PostgreSQL on the folder, making the database `lamppost` on first use, or takes over the one a killed process of
 * ours left there. Call `holdDataFolder` first: two at a time on one folder would share a server. Refuses, changing
 * nothing, data of another major version and whatever this user or platform cannot run.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const begun = performance.now();
  const { log } = options;
  const overrides = options.settings ?? {};
  const home = await prepareHome(resolve(options.folder));
  const programs = await findPrograms({ binaries: options.binaries, runAs: home.runAs, folder: home.folder, log });
  const existed = await hasCluster(home, programs);
  const known = existed ? await readPassword(home) : await createCluster(home, programs, overrides.fsync !== 'off');
  const mark = await markOf(home.cluster);
  const watchdog = await startWatchdog(home, mark);
  try {
    const settings = serverSettings(overrides);
    if (await supportsLz4(programs, home)) settings.wal_compression = 'lz4';
    const password = known ?? (await replacePassword());
    const order: LaunchOrder = { home, programs, mark, password, settings, log };
    const adopted = existed ? await adoptServer(order) : undefined;
    const server = adopted ?? (await launchServer(order));
    const how = adopted ? 'taken over' : existed ? 'started' : 'created';
    const { pid, port } = server;
    log('PostgreSQL is ready', {
      version: programs.version,
      how,
      pid,
      port,
      ms: Math.round(performance.now() - begun),
    });
    return keep(server, mark, databaseUrl(port, password), programs.version, watchdog, log);
  } catch (error) {
    watchdog.leave();
    throw error;
  }

  async function replacePassword(): Promise<string> {
    const running = await findRunningServer(home.cluster, mark);
    if (running !== undefined) await stopServer(running.pid, mark);
    await clearRemains(home.cluster, mark);
    log('the password of the database was missing: it has a new one', { folder: home.folder });
    return resetPassword(home, programs);
  }
}

function keep(
  server: Server,
  mark: string,
  url: string,
  version: string,
  watchdog: { leave(): void },
  log: EmbeddedPostgresOptions['log'],
): EmbeddedPostgres {
  const listeners: ((why: string) => void)[] = [];
  let stopping: Promise<void> | undefined;
  let ended: string | undefined;
  const end = (why: string) => {
    if (stopping !== undefined || ended !== undefined) return;
    ended = why;
    watchdog.leave();
    for (const listener of listeners) listener(why);
  };
  const forget = watchEnd(server, mark, end);
  return {
    url,
    version,
    stop() {
      stopping ??= (async () => {
        forget();
        if (ended === undefined) {
          const how = await stopServer(server.pid, mark);
          if (how === 'forced') log('PostgreSQL had to be forced to stop: it recovers at the next start', {});
        }
        watchdog.leave();
      })();
      return stopping;
    },
    onUnexpectedExit(listener) {
      listeners.push(listener);
      const why = ended;
      if (why !== undefined) queueMicrotask(() => listener(why));
    },
  };
}

/** Calls `end` once the server is gone: told by the kernel for our child, looked for twice a second for an adopted one. */
function watchEnd({ child, pid }: Server, mark: string, end: (why: string) => void): () => void {
  if (child !== undefined) {
    const onExit = () => end(`PostgreSQL ended with ${child.signalCode ?? `code ${child.exitCode}`}`);
    if (child.exitCode !== null || child.signalCode !== null) queueMicrotask(onExit);
    child.on('exit', onExit);
    return () => child.off('exit', onExit);
  }
  const timer = setInterval(async () => {
    if (!(await commandOf(pid)).includes(mark)) {
      clearInterval(timer);
      end('PostgreSQL ended');
    }
  }, 500).unref();
  return () => clearInterval(timer);
}
