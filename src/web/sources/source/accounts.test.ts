import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountOf, accountOfDays } from './accounts.ts';

const lines = [
  { day: '2026-05-01', outcome: 'read', count: 10 },
  { day: '2026-05-01', outcome: 'stored', count: 6 },
  { day: '2026-05-01', outcome: 'beside', count: 1 },
  { day: '2026-05-01', outcome: 'duplicate', count: 1 },
  { day: '2026-05-01', outcome: 'refused:clock', count: 3 },
  { day: '2026-04-25', outcome: 'read', count: 2 },
  { day: '2026-04-25', outcome: 'blank', count: 2 },
  { day: '2026-04-24', outcome: 'read', count: 5 },
  { day: '2026-04-24', outcome: 'simulated', count: 5 },
];

test('today and seven days add up, and what was kept beside counts once', () => {
  const today = accountOfDays(lines, '2026-05-01', 1);
  assert.deepEqual([today.read, today.stored, today.duplicate, today.refused.clock], [10, 6, 1, 3]);
  assert.ok(today.balances);
  const week = accountOfDays(lines, '2026-05-01', 7);
  assert.deepEqual([week.read, week.blank, week.simulated], [12, 2, 0]);
  assert.ok(week.balances);
});

test('an account that does not add up says so', () => {
  assert.equal(
    accountOf([
      { outcome: 'read', count: 3 },
      { outcome: 'stored', count: 2 },
    ]).balances,
    false,
  );
});
