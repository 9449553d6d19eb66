/**
 * Numbered, forward-only SQL files, one folder a room, run lowest floor first, each in its own transaction under one
 * advisory lock, so that two processes starting at once are safe. A database that holds a migration this version does
 * not know was written by a newer one and is refused before anything is touched.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { dataNewer, migrationChanged } from './base.errors.ts';
import { ROOMS } from './rooms.ts';
import { VERSION } from './version.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const LOCK = 7_346_101; // any number nobody else uses: this database is ours

/** All migrations on disk in the order they run; the name is `room/0001-title`. */
export function listMigrations(): Migration[] {
  return ROOMS.flatMap((room) => {
    const folder = new URL(`../${room}/migrations/`, import.meta.url);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => {
        const sql = readFileSync(new URL(file, folder), 'utf8');
        const checksum = createHash('sha256').update(sql).digest('hex');
        return { name: `${room}/${file.slice(0, -'.sql'.length)}`, sql, checksum };
      });
  });
}

/** Brings the database up to this version and says which migrations ran. Refuses data of a newer version. */
export async function migrate(url: string, migrations = listMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create schema if not exists base`);
    await client.query(`create table if not exists base.migration (
      name text primary key, checksum text not null, version text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from base.migration',
    );
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name))
        throw dataNewer({ migration: name, version: VERSION });
    }
    const ran: string[] = [];
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum !== undefined && checksum !== migration.checksum)
        throw migrationChanged({ migration: migration.name });
      if (checksum !== undefined) continue;
      await client.query('begin');
      await client.query(migration.sql);
      await client.query('insert into base.migration (name, checksum, version) values ($1, $2, $3)', [
        migration.name,
        migration.checksum,
        VERSION,
      ]);
      await client.query('commit');
      ran.push(migration.name);
    }
    return ran;
  } finally {
    await client.end(); // also gives the lock back and rolls back what was half done
  }
}
