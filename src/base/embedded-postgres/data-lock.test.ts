import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdDataFolder } from './data-lock.ts';
import { aDataFolder } from './database-probe.ts';
import { endParent, startParent } from './parent-process.ts';

test('a second start on a data folder is refused and says who holds it, since when, with what, and where', async (t) => {
  const data = await aDataFolder(t);
  const before = new Date().toISOString().slice(0, 13);
  const hold = await holdDataFolder(data);
  t.after(() => hold.release());
  await assert.rejects(startParent({ data }), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'BASE_DATA_FOLDER_HELD');
    assert.ok(error.message.includes(`${data} is in use by process ${process.pid} (`), error.message);
    assert.ok(error.message.includes(`on ${hostname()} since ${before}`), error.message);
    assert.match(error.message, /data-lock\.test\.ts/);
    return true;
  });
  await assert.rejects(holdDataFolder(data), { code: 'BASE_DATA_FOLDER_HELD' }, 'nor twice from one process');
});

test('a folder given back can be held again, and nothing but the empty lock stays in it', async (t) => {
  const data = await aDataFolder(t);
  const hold = await holdDataFolder(data);
  await hold.release();
  await hold.release();
  assert.deepEqual(await readdir(data), ['lock']);
  await (await holdDataFolder(data)).release();
});

test('what a killed holder leaves never blocks the next, even when its process id lives again', async (t) => {
  const data = await aDataFolder(t);
  await endParent(await startParent({ data }), 'SIGKILL');
  assert.ok((await readdir(data)).includes('held-by.json'));
  const old = { pid: process.ppid, since: new Date().toISOString(), command: 'lamppost serve', host: hostname() };
  await writeFile(join(data, 'held-by.json'), JSON.stringify(old));
  await (await holdDataFolder(data)).release();
});

test('a folder that cannot be written to is refused with a cure', async (t) => {
  const data = await aDataFolder(t);
  await writeFile(join(data, 'a-file'), '');
  await assert.rejects(
    holdDataFolder(join(data, 'a-file', 'data')),
    (error: Error & { code?: string; cure?: string }) => {
      assert.equal(error.code, 'BASE_DATA_FOLDER_UNUSABLE');
      assert.match(error.cure ?? '', /LAMPPOST_DATA/);
      return true;
    },
  );
});
