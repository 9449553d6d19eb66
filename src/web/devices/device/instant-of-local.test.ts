import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOfLocal } from './instant-of-local.ts';

test('a time typed in London is read with summer time', () => {
  assert.equal(instantOfLocal('2026-07-01T14:30')?.toISOString(), '2026-07-01T13:30:00.000Z');
  assert.equal(instantOfLocal('2026-01-01 14:30')?.toISOString(), '2026-01-01T14:30:00.000Z');
});

test('what is no day or no time is not read', () => {
  for (const text of ['', 'yesterday', '2026-02-31T10:00', '2026-01-01T25:00', '2026-13-01T10:00', '01/02/2026'])
    assert.equal(instantOfLocal(text), undefined, text);
});
