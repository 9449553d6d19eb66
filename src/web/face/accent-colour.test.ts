import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastRatio, readableAccent } from './accent-colour.ts';

test('black on white is 21 to 1 and our amber is no text colour on white', () => {
  assert.equal(Math.round(contrastRatio('#000000', '#ffffff')), 21);
  assert.ok(contrastRatio('#ffb81c', '#ffffff') < 2);
  assert.ok(contrastRatio('#12263f', '#ffffff') > 7);
});

test('an accent under 4.5 to 1 on white, or no colour at all, is not drawn', () => {
  assert.equal(readableAccent('#8a1c3b'), '#8a1c3b');
  assert.equal(readableAccent('#ffb81c'), undefined);
  assert.equal(readableAccent('"/><script>'), undefined);
  assert.equal(readableAccent(null), undefined);
});
