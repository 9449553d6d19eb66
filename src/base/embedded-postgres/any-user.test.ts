import assert from 'node:assert/strict';
import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { aDataFolder, ask } from './database-probe.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { endParent, startParent } from './parent-process.ts';
import { mayEnter } from './run-as.ts';

const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot ? false : 'needs root, to become other users';
const NOBODY = { uid: 65_534, gid: 65_534 };
const bare = { PATH: '/usr/bin:/bin' };

test('without LANG and under umask 077 the database is UTF-8 and private', async (t) => {
  const data = await aDataFolder(t);
  const parent = await startParent({ data: join(data, 'new'), umask: '077', env: bare });
  const answer = await ask(parent.url, "select getdatabaseencoding() as encoding, length('€ß') as length");
  assert.deepEqual(answer, { encoding: 'UTF8', length: 2 });
  await endParent(parent, 'SIGTERM');
  const mode = (await stat(join(data, 'new', 'postgres', 'cluster'))).mode & 0o777;
  assert.equal(mode, 0o700);
});

test('as root the database runs as a system user, in a folder beneath one only root may enter', {
  skip: needsRoot,
}, async (t) => {
  const home = join(await aDataFolder(t), 'root');
  await mkdir(home, { mode: 0o700 });
  const parent = await startParent({ data: join(home, 'data'), umask: '077', env: { ...bare, HOME: home } });
  const cluster = await stat(join(home, 'data', 'postgres', 'cluster'));
  assert.notEqual(cluster.uid, 0);
  assert.equal(await mayEnter(home, cluster), false, 'nothing above was opened');
  await ask(parent.url, 'create table lamp as select 7 as height');
  await endParent(parent, 'SIGKILL');
  const next = await startEmbeddedPostgres({ folder: join(home, 'data', 'postgres'), log: () => {} });
  t.after(() => next.stop());
  assert.equal(next.url, parent.url, 'taken over there too');
  await next.stop();
  const again = await startEmbeddedPostgres({ folder: join(home, 'data', 'postgres'), log: () => {} });
  t.after(() => again.stop());
  assert.deepEqual(await ask(again.url, 'select height from lamp'), { height: 7 });
});

test('as root, programs in a checkout only root may read are copied once to where the database can run them', {
  skip: needsRoot,
}, async (t) => {
  const data = await aDataFolder(t);
  const binaries = await someProgramsIn(join(data, 'checkout'));
  await chmod(join(data, 'checkout'), 0o700);
  const said: string[] = [];
  const log = (message: string) => said.push(message);
  for (let round = 0; round < 2; round++) {
    const postgres = await startEmbeddedPostgres({ folder: join(data, 'postgres'), binaries, log });
    t.after(() => postgres.stop());
    await postgres.stop();
  }
  assert.equal(said.filter((message) => message.includes('copied')).length, 1);
});

test('programs whose library links npm did not make are copied with them', async (t) => {
  const data = await aDataFolder(t);
  const binaries = await someProgramsIn(join(data, 'package'));
  for (const entry of await readdir(join(binaries, 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(binaries, 'lib', entry.name));
  }
  const postgres = await startEmbeddedPostgres({ folder: join(data, 'postgres'), binaries, log: () => {} });
  t.after(() => postgres.stop());
  assert.deepEqual(await ask(postgres.url, 'select 1 as one'), { one: 1 });
});

test('programs that do not run are refused with their reason', async (t) => {
  const data = await aDataFolder(t);
  const attempt = startEmbeddedPostgres({
    folder: join(data, 'postgres'),
    binaries: join(data, 'none'),
    log: () => {},
  });
  await assert.rejects(attempt, { code: 'BASE_DATABASE_PROGRAMS_DO_NOT_RUN', message: /ENOENT/ });
});

test('a plain user runs the database as itself, then root goes on with it as that user', {
  skip: needsRoot,
}, async (t) => {
  const data = join(await aDataFolder(t), 'data');
  if (!(await canRunAsNobody(t))) return;
  await mkdir(data);
  await chown(data, NOBODY.uid, NOBODY.gid);
  const parent = await startParent({ data, ...NOBODY, umask: '077', env: bare });
  await ask(parent.url, 'create table lamp as select 7 as height');
  await endParent(parent, 'SIGTERM');
  for (const name of ['password', 'cluster', 'log']) {
    assert.equal((await stat(join(data, 'postgres', name))).uid, NOBODY.uid, name);
  }
  const asRoot = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
  t.after(() => asRoot.stop());
  assert.deepEqual(await ask(asRoot.url, 'select height from lamp'), { height: 7 });
  await asRoot.stop();
  const back = await startParent({ data, ...NOBODY, env: bare });
  assert.deepEqual(await ask(back.url, 'select height from lamp'), { height: 7 });
  await endParent(back, 'SIGTERM');
});

test("a plain user is told that root's database is not theirs", { skip: needsRoot }, async (t) => {
  const data = join(await aDataFolder(t), 'data');
  if (!(await canRunAsNobody(t))) return;
  await mkdir(data);
  await chown(data, NOBODY.uid, NOBODY.gid);
  const first = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
  await first.stop();
  const attempt = startParent({ data, ...NOBODY, env: bare });
  await assert.rejects(attempt, { code: 'BASE_DATABASE_FOLDER_NOT_OURS' });
});

/** A copy of the packaged programs, so that they can be spoilt. */
async function someProgramsIn(folder: string): Promise<string> {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(createRequire(embedded).resolve(name)), '..', 'native');
  await cp(native, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** False, and said, when this checkout or its Node is closed to other users. */
async function canRunAsNobody(t: TestContext): Promise<boolean> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  const places = [dirname(process.execPath), import.meta.dirname];
  const open = await Promise.all(places.map((place) => mayEnter(place, NOBODY)));
  if (passwd.includes(`:${NOBODY.uid}:`) && open.every(Boolean)) return true;
  t.skip('the user nobody may not enter this checkout');
  return false;
}
