import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createTurnstile } from './turnstile.ts';

test('a turnstile lets two in, keeps one waiting and refuses the fourth', async () => {
  const pass = createTurnstile(2, 1);
  const leave: (() => void)[] = [];
  let inside = 0;
  let most = 0;
  const stay = () =>
    pass(async () => {
      most = Math.max(most, ++inside);
      await new Promise<void>((resolve) => leave.push(resolve));
      inside--;
    });
  const visits = [stay(), stay(), stay()];
  await assert.rejects(stay(), { code: 'STA_TOO_BUSY' });
  for (let visit = 0; visit < 3; visit++) {
    leave.shift()!();
    await setImmediate();
  }
  await Promise.all(visits);
  assert.equal(most, 2);
  await pass(async () => {});
});

test('a turnstile is free again after a question that failed', async () => {
  const pass = createTurnstile(1, 0);
  await assert.rejects(
    pass(() => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await pass(async () => 'yes'), 'yes');
});
