import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyReply } from 'fastify';
import { sessionCookie } from './session-cookie.ts';

function headerSet(set: (reply: FastifyReply) => void): string {
  let seen = '';
  const reply = { header: (_name: string, value: string) => (seen = value) };
  set(reply as unknown as FastifyReply);
  return seen;
}

test('the cookie is out of reach of scripts and other websites, and over https of other hosts too', () => {
  const plain = headerSet((reply) => sessionCookie('http://127.0.0.1:8080').set(reply, 'abc'));
  assert.equal(plain, 'lamppost=abc; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax');
  const secure = headerSet((reply) => sessionCookie('https://lamppost.example').set(reply, 'abc'));
  assert.equal(secure, '__Host-lamppost=abc; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax; Secure');
});

test('the cookie is found among others and not inside them', () => {
  const { read } = sessionCookie('http://127.0.0.1:8080');
  assert.equal(read({ headers: { cookie: 'a=1; lamppost=x-Y_9; b=2' } }), 'x-Y_9');
  assert.equal(read({ headers: { cookie: 'xlamppost=1; a=lamppost=2' } }), undefined);
  assert.equal(read({ headers: { cookie: 'lamppost=' } }), undefined);
  assert.equal(read({ headers: {} }), undefined);
});
