import assert from 'node:assert/strict';
import { test } from 'node:test';
import { securityHeaders } from './security-headers.ts';

const policy = (headers: Record<string, string>) =>
  new Map(
    headers['content-security-policy']!.split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]),
  );

test('no page may run inline script or style, be framed, or send a form elsewhere', () => {
  for (const kind of ['page', 'map', 'api'] as const) {
    const headers = securityHeaders(kind);
    assert.doesNotMatch(headers['content-security-policy']!, /unsafe|\*|https?:/);
    assert.deepEqual(policy(headers).get('default-src'), ["'none'"]);
    assert.deepEqual(policy(headers).get('frame-ancestors'), ["'none'"]);
    assert.deepEqual(policy(headers).get('base-uri'), ["'none'"]);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  }
  assert.deepEqual(policy(securityHeaders('page')).get('form-action'), ["'self'"]);
});

test('only a page with a map may start a worker from a blob', () => {
  assert.deepEqual(policy(securityHeaders('map')).get('worker-src'), ["'self'", 'blob:']);
  assert.deepEqual(policy(securityHeaders('page')).get('worker-src'), ["'none'"]);
});

test('a map style elsewhere opens its own origin, on map pages only', () => {
  const origins = ['https://tiles.example.org'];
  assert.ok(policy(securityHeaders('map', origins)).get('connect-src')?.includes('https://tiles.example.org'));
  assert.equal(securityHeaders('page', origins)['content-security-policy']!.includes('tiles'), false);
});

test('an origin that carries more than scheme and host is refused', () => {
  assert.throws(() => securityHeaders('map', ["https://x.org; script-src 'unsafe-inline'"]), /is not an origin/);
  assert.throws(() => securityHeaders('map', ['https://x.org/style.json']), /is not an origin/);
});
