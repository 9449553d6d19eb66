// For tests: a folder that goes away, and one question to a database.

import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import pg from 'pg';

/** A data folder that is removed after the test. */
export async function aDataFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lamppost-test-'));
  await chmod(folder, 0o755);
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The first row of the answer. */
export async function ask(url: string, question: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the question below reports it
  await client.connect();
  try {
    const { rows } = await client.query(question);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** The process id of the server of a data folder, from its postmaster.pid. */
export async function postmasterOf(data: string): Promise<number> {
  const file = await readFile(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  return Number.parseInt(file, 10);
}
