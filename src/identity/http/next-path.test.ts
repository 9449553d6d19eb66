import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextPath } from './next-path.ts';

test('after signing in people come back to the page they asked for', () => {
  for (const path of ['/today', '/projects/alder/air?tab=2#top', '/devices?q=a%20b&next=/x', '/']) {
    assert.equal(nextPath(path), path);
  }
});

test('a next page on another website is refused, however it is written', () => {
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'today',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/sign-out',
    '/sign-in?next=/sign-in',
    ['/today', '/today'],
    undefined,
    '',
  ];
  for (const wanted of elsewhere) assert.equal(nextPath(wanted), '/today', JSON.stringify(wanted));
});

test('whatever is asked for, a browser stays on this website', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '?',
    '#',
    '\t',
    '\n',
    'evil.example',
    'https:',
    '%2f',
    'é',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const host = 'https://lamppost.example';
      assert.equal(new URL(nextPath(parts.join('')), host).origin, host);
    }),
    { numRuns: 2000 },
  );
});
