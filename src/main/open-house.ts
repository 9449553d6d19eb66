/**
 * Opens the house on its data: takes the data folder, starts (or finds) PostgreSQL, brings the schema up to this
 * version and hands back what every room shares. `attach` is for commands: when a running Lamppost holds the folder,
 * they work beside it on the same database instead of being refused, and print links to it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  addressForLinks,
  attachEmbeddedPostgres,
  createDispatcher,
  createJobs,
  createMetrics,
  createSecretBox,
  defineError,
  findServedAddress,
  type House,
  holdDataFolder,
  type Log,
  migrate,
  openDatabase,
  type Settings,
  startEmbeddedPostgres,
  systemClock,
} from '../base/index.ts';

const noData = defineError(
  'MAIN_NO_DATA',
  'not_found',
  'There are no data in {folder}.',
  'Run this in the folder where Lamppost was started, or set LAMPPOST_DATA to its data folder.',
);

export interface OpenHouse {
  readonly house: House;
  /** Settles with the reason when the database goes away for good underneath us. */
  onDatabaseLost(listener: (why: string) => void): void;
  close(): Promise<void>;
}

export async function openHouse(
  settings: Settings,
  log: Log,
  options: { attach?: boolean; mustStand?: boolean } = {},
): Promise<OpenHouse> {
  if (options.mustStand && !settings.databaseUrl && !existsSync(join(settings.data, 'postgres'))) {
    throw noData({ folder: settings.data });
  }
  mkdirSync(settings.data, { recursive: true, mode: 0o755 });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  let isBesideAnother = settings.databaseUrl !== undefined; // of a database of your own we cannot tell
  const lostListeners: ((why: string) => void)[] = [];
  try {
    const url = settings.databaseUrl ?? (await embedded());
    const ran = await migrate(url);
    if (ran.length > 0) log.info({ migrations: ran.length }, 'the database was brought up to this version');
    const database = openDatabase(url);
    closers.push(() => database.close());
    const publicUrl = options.attach
      ? addressForLinks(settings, await findServedAddress(database.db), isBesideAnother)
      : settings.publicUrl;
    const house: House = {
      settings: { ...settings, publicUrl },
      database,
      db: database.db,
      log,
      clock: systemClock,
      metrics: createMetrics(),
      dispatcher: createDispatcher(database, log),
      jobs: createJobs(database, log),
      secretBox: createSecretBox(settings.data),
    };
    return { house, close, onDatabaseLost: (listener) => lostListeners.push(listener) };
  } catch (error) {
    await close();
    throw error;
  }

  async function embedded(): Promise<string> {
    const folder = join(settings.data, 'postgres');
    const lock = await holdDataFolder(settings.data).catch(async (error: unknown) => {
      const running = options.attach ? await attachEmbeddedPostgres(folder) : undefined;
      if (running === undefined) throw error;
      return { running };
    });
    if ('running' in lock) {
      isBesideAnother = true;
      return lock.running;
    }
    closers.push(() => lock.release());
    const postgres = await startEmbeddedPostgres({
      folder,
      log: (message, details = {}) => log.info(details, message),
    });
    postgres.onUnexpectedExit((why) => {
      for (const listener of lostListeners) listener(why);
    });
    closers.push(() => postgres.stop());
    return postgres.url;
  }
}
