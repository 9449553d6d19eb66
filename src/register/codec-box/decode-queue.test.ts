import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCodecBox } from './codec-box.ts';

const INPUT = { bytes: Uint8Array.of(42), fPort: 1, recvTime: new Date(0) };
const GOOD = { hash: 'good', source: 'function decodeUplink(i) { return { data: { b: i.bytes[0] } }; }' };
// The bench's worker is no sandbox, which makes it the one whose codecs can end it.
const FRAGILE_WORKER = new URL('./floor-worker.ts', import.meta.url);

test('when a worker ends, only the message it was at fails; the others are decoded by its successor', async () => {
  const box = openCodecBox({}, FRAGILE_WORKER);
  const fatal = { hash: 'fatal', source: 'function decodeUplink() { process.exit(3); }' };
  const before = box.decodeMany(GOOD, Array(300).fill(INPUT));
  const attack = box.decode(fatal, INPUT);
  const behind = box.decodeMany(GOOD, Array(300).fill(INPUT));
  assert.deepEqual(await attack, { ok: false, reason: 'memory', errors: ['the codec ended its worker'], warnings: [] });
  for (const result of [...(await before), ...(await behind)])
    assert.deepEqual(result, { ok: true, data: { b: 42 }, warnings: [] });
  assert.equal(box.stats().restarts, 1);
  await box.stop();
});

test('a box whose workers cannot start says so instead of keeping messages waiting', async () => {
  const box = openCodecBox({}, new URL('./no-such-worker.ts', import.meta.url));
  await assert.rejects(box.start(), { code: 'REG_CODEC_BOX_STOPPED' });
  await assert.rejects(box.decode(GOOD, INPUT), { code: 'REG_CODEC_BOX_STOPPED' });
  await box.stop();
});

test('a box with two workers shares the messages and answers them all', async () => {
  const box = openCodecBox({ workers: 2 }, new URL('./codec-worker.ts', import.meta.url));
  await box.start();
  const results = await box.decodeMany(GOOD, Array(2000).fill(INPUT));
  assert.ok(results.every((result) => result.ok && result.data.b === 42));
  assert.deepEqual(box.stats(), { workers: 2, waiting: 0, decoded: 2000, failed: {}, restarts: 0 });
  await box.stop();
});
