import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aDataFolder, ask, postmasterOf } from './database-probe.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { endParent, startParent } from './parent-process.ts';
import { commandOf, findPostgresProcesses } from './process-list.ts';
import { markOf } from './running-server.ts';

describe('an embedded database whose parent is killed', { concurrency: 4 }, () => {
  test('after our death by SIGKILL the next start takes the running database over and stops it cleanly', async (t) => {
    const data = await aDataFolder(t);
    const parent = await startParent({ data });
    const before = await postmasterOf(data);
    await endParent(parent, 'SIGKILL');
    const said: string[] = [];
    const next = await startEmbeddedPostgres({
      folder: join(data, 'postgres'),
      log: (...news) => said.push(String(news)),
    });
    t.after(() => next.stop());
    assert.equal(await postmasterOf(data), before);
    assert.equal(next.url, parent.url);
    await next.stop();
    assert.equal(await commandOf(before), '');
  });

  test('a database that was taken over outlives the watchdog of the process that was killed', async (t) => {
    const data = await aDataFolder(t);
    await endParent(await startParent({ data }), 'SIGKILL');
    const next = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
    t.after(() => next.stop());
    await sleep(10_000);
    assert.deepEqual(await ask(next.url, 'select 1 as one'), { one: 1 });
  });

  test('a database nobody takes over shuts itself down after a while', async (t) => {
    const data = await aDataFolder(t);
    await endParent(await startParent({ data }), 'SIGKILL');
    const pid = await postmasterOf(data);
    await sleep(2_000);
    assert.notEqual(await commandOf(pid), '');
    for (let waited = 0; waited < 15_000 && (await commandOf(pid)) !== ''; waited += 100) await sleep(100);
    assert.equal(await commandOf(pid), '');
    assert.equal(
      (await readdir(join(data, 'postgres', 'cluster'))).includes('postmaster.pid'),
      false,
      'it was a clean end',
    );
  });

  test('after SIGKILL of everything, even with a session too busy to notice, what was committed is there', async (t) => {
    const data = await aDataFolder(t);
    const parent = await startParent({ data });
    await ask(parent.url, "create table reading as select 'kept' as state");
    ask(parent.url, 'do $$ begin loop end loop; end $$').catch(() => {});
    await sleep(300);
    const pid = await postmasterOf(data);
    await endParent(parent, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await sleep(200);
    const mark = await markOf(join(data, 'postgres', 'cluster'));
    assert.notEqual((await findPostgresProcesses(mark)).length, 0, 'the busy session is still there');
    const next = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
    t.after(() => next.stop());
    assert.deepEqual(await ask(next.url, 'select state from reading'), { state: 'kept' });
  });

  test('a database that is shutting down is waited for', async (t) => {
    const data = await aDataFolder(t);
    const parent = await startParent({ data });
    const pid = await postmasterOf(data);
    await endParent(parent, 'SIGKILL');
    process.kill(pid, 'SIGINT');
    const next = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
    t.after(() => next.stop());
    assert.notEqual(await postmasterOf(data), pid);
  });

  test('a Ctrl-C at our whole process group leaves the database to us until we stop it', async (t) => {
    const data = await aDataFolder(t);
    const parent = await startParent({ data });
    const pid = await postmasterOf(data);
    process.kill(-parent.process.pid!, 'SIGINT');
    await sleep(500);
    assert.deepEqual(await ask(parent.url, 'select 1 as one'), { one: 1 });
    await endParent(parent, 'SIGTERM');
    assert.equal(parent.process.exitCode, 0);
    assert.equal(await commandOf(pid), '');
  });

  test('a database that ends by itself is told of, once, also to those who ask late', async (t) => {
    const data = await aDataFolder(t);
    for (const how of ['our child', 'taken over']) {
      if (how === 'taken over') await endParent(await startParent({ data }), 'SIGKILL');
      const postgres = await startEmbeddedPostgres({ folder: join(data, 'postgres'), log: () => {} });
      t.after(() => postgres.stop());
      const told: string[] = [];
      postgres.onUnexpectedExit((why) => told.push(why));
      process.kill(await postmasterOf(data), 'SIGQUIT');
      for (let waited = 0; waited < 10_000 && told.length === 0; waited += 50) await sleep(50);
      assert.equal(told.length, 1, how);
      const late = await new Promise<string>((resolve) => postgres.onUnexpectedExit(resolve));
      assert.equal(late, told[0]);
      await postgres.stop();
    }
  });
});
