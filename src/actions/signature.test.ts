import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { signDelivery, verifySignature } from './signature.ts';

const at = new Date('2026-05-01T12:00:00Z');

test('what was signed with the secret verifies, and nothing else does', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (secret, body, other) => {
      const header = signDelivery(secret, body, at);
      assert.equal(verifySignature(secret, header, body, at), true);
      if (other !== body) assert.equal(verifySignature(secret, header, other, at), false);
      if (other !== secret) assert.equal(verifySignature(`${secret} ${other}`, header, body, at), false);
      assert.equal(verifySignature(secret, header.replace('t=', 't=1'), body, at), false);
    }),
  );
});

test('a receiver needs no more than HMAC-SHA256 of time, dot and body', () => {
  const header = signDelivery('secret', '{"alert":1}', at);
  const seconds = at.getTime() / 1000;
  const digest = createHmac('sha256', 'secret').update(`${seconds}.{"alert":1}`).digest('hex');
  assert.equal(header, `t=${seconds},v1=${digest}`);
});

test('a delivery cannot be replayed after five minutes, nor come from five minutes ahead', () => {
  const header = signDelivery('secret', 'body', at);
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  assert.equal(verifySignature('secret', header, 'body', later(300)), true);
  assert.equal(verifySignature('secret', header, 'body', later(301)), false);
  assert.equal(verifySignature('secret', header, 'body', later(-301)), false);
});

test('a header of another shape does not verify', () => {
  for (const header of ['', 't=1', 'v1=00', `t=1,v1=${'0'.repeat(63)}`, `t=x,v1=${'0'.repeat(64)}`])
    assert.equal(verifySignature('secret', header, 'body', new Date(1000)), false);
});
