import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdDataFolder } from './data-lock.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const PREFIX = 'lamppost-throwaway-';

/**
 * A server for one test run, in a temporary folder that goes with it. Nothing is synced: fast, and no proof of what
 * survives a crash. The role may create databases, so test files can clone templates. `binaries` tries another version.
 */
export async function startThrowawayPostgres(
  options: { binaries?: string; settings?: Record<string, string> } = {},
): Promise<{ url: string; version: string; stop(): Promise<void> }> {
  await clearOld();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o711); // as root, the database's user passes through
  const hold = await holdDataFolder(folder);
  const postgres = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    ...(options.binaries === undefined ? {} : { binaries: options.binaries }),
    log: () => {},
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      shared_buffers: '128MB',
      ...options.settings,
    },
  });
  const stop = async () => {
    await postgres.stop();
    await hold.release();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: postgres.url, version: postgres.version, stop };
}

/** Removes what killed test runs left: folders an hour old that nobody holds. */
async function clearOld(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    const info = name.startsWith(PREFIX) ? await stat(folder).catch(() => undefined) : undefined;
    if (info === undefined || info.uid !== process.getuid?.() || Date.now() - info.mtimeMs < 3_600_000) continue;
    const hold = await holdDataFolder(folder).catch(() => undefined);
    if (hold === undefined) continue;
    await hold.release();
    await rm(folder, { recursive: true, force: true });
  }
}
