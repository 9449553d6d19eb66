/** Where the service on these data is reached. Commands have settings of their own, and print links that must lead there. */
import { sql } from 'kysely';
import type { Settings } from './config.ts';
import type { Db } from './database.ts';

export async function rememberServedAddress(db: Db, publicUrl: string, at: Date): Promise<void> {
  await sql`
    insert into base.served_address (public_url, served_at) values (${publicUrl}, ${at})
    on conflict (id) do update set public_url = excluded.public_url, served_at = excluded.served_at`.execute(db);
}

export async function findServedAddress(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ url: string }>`select public_url as url from base.served_address`.execute(db);
  return rows[0]?.url;
}

/**
 * The address for links: the one a command was told with LAMPPOST_PUBLIC_URL; else that of the service on these data, unless it
 * does not run and the command was told another port or host; else what the command's own settings say.
 */
export function addressForLinks(settings: Settings, served: string | undefined, isRunning: boolean): string {
  const { publicUrl, publicUrlFrom } = settings;
  if (publicUrlFrom === 'setting' || served === undefined) return publicUrl;
  return isRunning || publicUrlFrom === 'default' ? served : publicUrl;
}

/** What a service that listens at `address` is called: the settings, with the port that was taken where they ask for any. */
export function addressServed({ publicUrl, publicUrlFrom, port }: Settings, address: string): string {
  return port === 0 && publicUrlFrom !== 'setting' ? address : publicUrl;
}
