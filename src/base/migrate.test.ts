import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDatabase } from '../../test/database.ts';
import { listMigrations, migrate } from './migrate.ts';

test('migrating twice changes nothing', async () => {
  const { url } = await aDatabase();
  assert.deepEqual(await migrate(url), []);
});

test('data written by a newer version are refused untouched', async () => {
  const { database, url } = await aDatabase();
  await database.pool.query(
    `insert into base.migration (name, checksum, version) values ('register/9999-from-the-future', 'x', '99.0.0')`,
  );
  await assert.rejects(migrate(url), { code: 'BASE_DATA_NEWER', message: /9999-from-the-future/ });
});

test('a migration changed after it was applied is refused by name', async () => {
  const { url } = await aDatabase();
  const changed = listMigrations().map((one, index) => (index === 0 ? { ...one, checksum: 'other' } : one));
  await assert.rejects(migrate(url, changed), { code: 'BASE_MIGRATION_CHANGED' });
});

test('two processes migrating an empty database at once do not trip over each other', async () => {
  const { database, url } = await aDatabase();
  await database.pool.query('create schema if not exists spare');
  const extra = [
    ...listMigrations(),
    { name: 'zz/0001-extra', sql: 'create table spare.extra (id int)', checksum: 'c' },
  ];
  const ran = await Promise.all([migrate(url, extra), migrate(url, extra)]);
  assert.deepEqual(ran.flat(), ['zz/0001-extra']);
});
