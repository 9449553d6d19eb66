import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { databaseUrl, tryLogin } from './login.ts';
import { findRunningServer, markOf } from './running-server.ts';

/**
 * The address of the embedded database that another Lamppost runs on this folder, for a command that works beside it;
 * undefined when none answers. Starts, stops and changes nothing.
 */
export async function attachEmbeddedPostgres(folder: string): Promise<string | undefined> {
  const cluster = join(resolve(folder), 'cluster');
  const mark = await markOf(cluster).catch(() => undefined);
  const running = mark && (await findRunningServer(cluster, mark));
  if (!running) return undefined;
  const password = (await readFile(join(folder, 'password'), 'utf8').catch(() => '')).trim();
  const url = databaseUrl(running.port, password);
  const outcome = await tryLogin(url);
  return outcome.kind === 'in' && outcome.mark === mark ? url : undefined;
}
