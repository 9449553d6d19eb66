import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { RunningHouse } from '../../test/running-house.ts';

const house = new RunningHouse();
after(() => house.remove());

test('links that a command prints lead to the service on its data, running or stopped, whatever its port', async () => {
  await house.start();
  const lamppost = async (...args: string[]) => {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(LAMPPOST_|DATABASE_URL|NODE_)/.test(name));
    const env = { ...Object.fromEntries(inherited), LAMPPOST_DATA: house.folder, LAMPPOST_LOG: 'warn' };
    return (await promisify(execFile)('./lamppost', args, { env })).stdout;
  };
  const link = /http\S+\/password\?token=\S+/;
  const [first] = link.exec(await lamppost('apply', 'examples/river-levels/apply.yaml'))!;
  assert.ok(first.startsWith(`${house.url}/`), first);
  assert.match(await (await fetch(first)).text(), /Set your password|Choose a password/i);

  await house.stop();
  const add = ['member', 'add', 'tarnside', 'gwen.rowe@tarnside.example', '--name', 'Gwen Rowe', '--role', 'analyst'];
  const [second] = link.exec(await lamppost(...add, '--as', 'bea.lund@tarnside.example'))!;
  assert.ok(second.startsWith(`${house.url}/`), second);
});
