import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { aDataFolder, ask, postmasterOf } from './database-probe.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const log = () => {};

describe('the embedded database', { concurrency: 4 }, () => {
  test('a fresh folder becomes a database that keeps what is committed over a stop and a start', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const first = await startEmbeddedPostgres({ folder, log });
    t.after(() => first.stop());
    await ask(first.url, 'create table lamp as select 7 as height');
    await first.stop();
    await first.stop();
    const second = await startEmbeddedPostgres({ folder, log });
    t.after(() => second.stop());
    assert.deepEqual(await ask(second.url, 'select height from lamp'), { height: 7 });
  });

  test('the database speaks UTF-8 in code point order, syncs every commit, and its role is no superuser', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const postgres = await startEmbeddedPostgres({ folder, log });
    t.after(() => postgres.stop());
    assert.match(postgres.version, /^18\./);
    const settings = await ask(
      postgres.url,
      `select getdatabaseencoding() as encoding, current_setting('fsync') as fsync, current_setting('timezone') as timezone,
      current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
      upper('ärger') as upper, 'Z' collate "default" < 'a' as code_points,
      (select rolsuper from pg_roles where rolname = current_user) as superuser`,
    );
    const expected = { encoding: 'UTF8', fsync: 'on', timezone: 'UTC', commit: 'on', checksums: 'on', upper: 'ÄRGER' };
    assert.deepEqual(settings, { ...expected, code_points: true, superuser: false });
    await ask(postgres.url, 'create database a_clone template lamppost');
  });

  test('only this machine reaches the database, and only with its password', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const postgres = await startEmbeddedPostgres({ folder, log });
    t.after(() => postgres.stop());
    const { port } = new URL(postgres.url);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, family, internal } of others) {
      if (!internal && family === 'IPv4') assert.equal(await opens(address, Number(port)), false, address);
    }
    assert.equal(await opens('127.0.0.1', Number(port)), true);
    await assert.rejects(ask(`postgres://lamppost:wrong@127.0.0.1:${port}/lamppost`, 'select 1'), { code: '28P01' });
    await assert.rejects(ask(`postgres://postgres:wrong@127.0.0.1:${port}/lamppost`, 'select 1'), { code: '28000' });
    assert.equal((await stat(join(folder, 'password'))).mode & 0o777, 0o600);
  });

  test('neither our log nor that of PostgreSQL holds a value or the password', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const said: string[] = [];
    const postgres = await startEmbeddedPostgres({ folder, log: (...news) => said.push(JSON.stringify(news)) });
    t.after(() => postgres.stop());
    await ask(postgres.url, 'create table reading (value text primary key)');
    await ask(postgres.url, "insert into reading values ('value-of-a-home')");
    await assert.rejects(ask(postgres.url, "insert into reading values ('value-of-a-home')"), { code: '23505' });
    await assert.rejects(ask(postgres.url, "select 'value-of-a-home'::integer"), { code: '22P02' });
    await postgres.stop();
    for (const name of await readdir(join(folder, 'log'))) said.push(await readFile(join(folder, 'log', name), 'utf8'));
    said.push(await readFile(join(folder, 'start.log'), 'utf8'));
    assert.match(said.join(), /database system is ready/);
    assert.doesNotMatch(said.join(), /value-of-a-home/);
    assert.equal(said.join().includes(new URL(postgres.url).password), false);
  });

  test('stopping ends busy sessions and takes less than eight seconds', async (t) => {
    const postgres = await startEmbeddedPostgres({ folder: join(await aDataFolder(t), 'postgres'), log });
    t.after(() => postgres.stop());
    const busy = assert.rejects(ask(postgres.url, 'select pg_sleep(60)'));
    const begun = performance.now();
    await postgres.stop();
    await busy;
    assert.ok(performance.now() - begun < 8_000);
  });

  test('a process id that was given to something else after a crash does not block the start', async (t) => {
    const data = await aDataFolder(t);
    const folder = join(data, 'postgres');
    const first = await startEmbeddedPostgres({ folder, log });
    const file = join(folder, 'cluster', 'postmaster.pid');
    const left = await readFile(file, 'utf8');
    const owner = await stat(file);
    await first.stop();
    const asDatabase = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
    const stranger = spawn('sleep', ['60'], { ...asDatabase, stdio: 'ignore' });
    t.after(() => stranger.kill());
    await writeFile(file, left.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
    const second = await startEmbeddedPostgres({ folder, log });
    t.after(() => second.stop());
    assert.notEqual(await postmasterOf(data), stranger.pid);
    assert.equal(stranger.exitCode ?? stranger.signalCode, null);
  });

  test('a copy of the folder of a running database gets a server of its own', async (t) => {
    const data = await aDataFolder(t);
    const first = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log });
    t.after(() => first.stop());
    await ask(first.url, 'checkpoint').catch(() => {}); // not allowed to the role; the copy recovers by itself
    await new Promise((done) => spawn('cp', ['-a', join(data, 'postgres'), join(data, 'copy')]).on('exit', done));
    const copy = await startEmbeddedPostgres({ folder: join(data, 'copy'), log });
    t.after(() => copy.stop());
    assert.notEqual(new URL(copy.url).port, new URL(first.url).port);
  });

  test('a creation that was killed half-way leaves nothing in the way', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    await mkdir(join(folder, 'creating-0123', 'base'), { recursive: true });
    await writeFile(join(folder, 'creating-0123', 'PG_VERSION'), '18\n');
    const postgres = await startEmbeddedPostgres({ folder, log });
    t.after(() => postgres.stop());
    assert.equal((await readdir(folder)).filter((name) => name.startsWith('creating-')).length, 0);
  });

  test('a lost password file is replaced', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const first = await startEmbeddedPostgres({ folder, log });
    await first.stop();
    await rm(join(folder, 'password'));
    const second = await startEmbeddedPostgres({ folder, log });
    t.after(() => second.stop());
    assert.notEqual(new URL(second.url).password, new URL(first.url).password);
  });

  test('data of another major version, and a folder that holds none, are refused and left as they are', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    const cluster = join(folder, 'cluster');
    await mkdir(cluster, { recursive: true });
    await assert.rejects(startEmbeddedPostgres({ folder, log }), { code: 'BASE_DATABASE_FOLDER_FOREIGN' });
    await writeFile(join(cluster, 'PG_VERSION'), '17\n');
    await assert.rejects(startEmbeddedPostgres({ folder, log }), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'BASE_DATABASE_OTHER_MAJOR');
      assert.match(error.message, /written by PostgreSQL 17; this Lamppost brings PostgreSQL 18/);
      return true;
    });
    assert.deepEqual(await readdir(cluster), ['PG_VERSION']);
  });

  test('a server that cannot start says why in its own words, and the data are as they were', async (t) => {
    const folder = join(await aDataFolder(t), 'postgres');
    await (await startEmbeddedPostgres({ folder, log })).stop();
    const control = join(folder, 'cluster', 'global', 'pg_control');
    await rename(control, `${control}.away`);
    await assert.rejects(startEmbeddedPostgres({ folder, log }), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'BASE_DATABASE_NOT_STARTED');
      assert.match(error.message, /could not find the database system|pg_control/);
      return true;
    });
    await rename(`${control}.away`, control);
    await (await startEmbeddedPostgres({ folder, log })).stop();
  });
});

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    for (const event of ['error', 'timeout']) socket.once(event, () => resolve(!socket.destroy()));
    socket.once('connect', () => resolve(Boolean(socket.destroy())));
  });
}
