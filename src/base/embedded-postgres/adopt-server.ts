import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchOrder, Server } from './launch-server.ts';
import { databaseUrl, tryLogin } from './login.ts';
import { clearRemains, findRunningServer, stopServer } from './running-server.ts';

const PATIENCE_MS = 60_000;

/**
 * Takes over the server that a killed process of ours left running on the cluster, once it has shown with our password
 * that it is that one; one that recovers or shuts down is waited for, one of another version or that never answers is
 * stopped. Undefined when none runs in the end; what a killed one left behind is then gone too.
 */
export async function adoptServer(order: LaunchOrder): Promise<Server | undefined> {
  const { home, mark, password, programs, log } = order;
  const begun = performance.now();
  let nextNoteAt = begun + 500;
  for (;;) {
    const running = await findRunningServer(home.cluster, mark);
    if (running === undefined) break;
    const { pid, port, status } = running;
    const outcome = status === 'ready' ? await tryLogin(databaseUrl(port, password)) : undefined;
    if (outcome?.kind === 'in' && outcome.mark === mark) {
      if (outcome.version.split(' ')[0] === programs.version) return { pid, port };
      log('stopping the PostgreSQL of another version that still runs on this folder', {
        pid,
        version: outcome.version,
      });
      await stopServer(pid, mark);
    } else if (
      outcome?.kind === 'refused' ||
      (!outcome && performance.now() - begun > PATIENCE_MS && status !== 'starting')
    ) {
      log('stopping a PostgreSQL on this folder that does not let us in', { pid, status, why: outcome?.kind });
      await stopServer(pid, mark);
    } else if (performance.now() > nextNoteAt) {
      log('waiting for the PostgreSQL that already runs on this folder', { pid, status: status || 'starting' });
      nextNoteAt = performance.now() + 5_000;
    }
    await sleep(50);
  }
  const { staleFile, ended } = await clearRemains(home.cluster, mark);
  if (staleFile) {
    log('the last PostgreSQL on this folder was killed: it recovers by itself now', { backendsEnded: ended });
  }
  return undefined;
}
