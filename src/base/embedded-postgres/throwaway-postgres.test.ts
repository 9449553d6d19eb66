import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { ask } from './database-probe.ts';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

test('a throw-away server clones databases, leaves no folder, and clears what killed test runs left', async (t) => {
  const left = join(tmpdir(), `lamppost-throwaway-left-${process.pid}`);
  await mkdir(join(left, 'postgres'), { recursive: true });
  t.after(() => rm(left, { recursive: true, force: true }));
  const twoHoursAgo = Date.now() / 1_000 - 7_200;
  await utimes(left, twoHoursAgo, twoHoursAgo);
  const server = await startThrowawayPostgres();
  t.after(() => server.stop());
  assert.equal(existsSync(left), false);
  await ask(server.url, 'create database a_clone template lamppost');
  const { cluster } = await ask(server.url, "select current_setting('data_directory') as cluster");
  const folder = dirname(dirname(String(cluster)));
  assert.match(folder, /lamppost-throwaway-/);
  assert.equal(existsSync(folder), true);
  await server.stop();
  assert.equal(existsSync(folder), false);
});
