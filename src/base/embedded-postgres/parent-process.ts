// For tests: a process of its own that starts the embedded database and can be killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const START = new URL('./embedded-postgres.ts', import.meta.url).href;
const LOCK = new URL('./data-lock.ts', import.meta.url).href;
const SCRIPT = `
import { startEmbeddedPostgres } from '${START}';
import { holdDataFolder } from '${LOCK}';
const say = (news) => console.log(JSON.stringify(news));
const [data, binaries] = process.argv.slice(1);
try {
  await holdDataFolder(data);
  const log = (message) => say({ log: message });
  const postgres = await startEmbeddedPostgres({ folder: data + '/postgres', log, ...(binaries && { binaries }) });
  postgres.onUnexpectedExit((why) => say({ unexpected: why }));
  process.on('SIGTERM', async () => { await postgres.stop(); process.exit(0); });
  process.on('SIGINT', () => say({ interrupted: true }));
  say({ url: postgres.url });
} catch (error) {
  say({ code: error.code, message: error.message, stack: error.stack });
  process.exit(1);
}
setInterval(() => {}, 1000);
`;

interface Parent {
  process: ChildProcess;
  url: string;
  logged: string[];
}

interface ParentOptions {
  data: string;
  binaries?: string;
  uid?: number;
  gid?: number;
  umask?: string;
  env?: NodeJS.ProcessEnv;
}

/** Starts the process and waits for its database; rejects with what it said when it refuses. */
export async function startParent(options: ParentOptions): Promise<Parent> {
  const { data, uid, gid, umask = '022', env = process.env, binaries = '' } = options;
  const node = [process.execPath, '--input-type=module', '-e', SCRIPT, data, binaries];
  const child = spawn('/bin/sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', ...node], {
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
    cwd: '/',
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const logged: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    const news = JSON.parse(line) as { url?: string; log?: string; code?: string; message?: string };
    if (news.log !== undefined) logged.push(news.log);
    if (news.url !== undefined) return { process: child, url: news.url, logged };
    if (news.message !== undefined) throw Object.assign(new Error(news.message), { code: news.code });
  }
  throw new Error('the process ended without a word');
}

/** Sends the signal and waits for the end. */
export function endParent(parent: Parent, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise<void>((resolve) => parent.process.once('exit', () => resolve()));
  parent.process.kill(signal);
  return ended;
}
