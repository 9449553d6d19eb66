import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullMomentWords, isoDay, momentWords } from './time-words.ts';

const now = new Date('2026-07-15T13:05:00Z');

test('a time of today is told by the clock and "today"', () => {
  assert.equal(momentWords(new Date('2026-07-15T13:00:00Z'), now), '14:00 today');
});

test('yesterday is said only within the last 24 hours', () => {
  assert.equal(momentWords(new Date('2026-07-14T20:15:00Z'), now), '21:15 yesterday');
  assert.equal(momentWords(new Date('2026-07-14T08:00:00Z'), now), '09:00 on 14 July 2026');
});

test('a time to come is told by its date unless it is later today', () => {
  assert.equal(momentWords(new Date('2026-07-15T20:00:00Z'), now), '21:00 today');
  assert.equal(momentWords(new Date('2026-07-16T07:00:00Z'), now), '08:00 on 16 July 2026');
});

test('just after midnight the London day counts, not the day in UTC', () => {
  assert.equal(momentWords(new Date('2026-07-14T23:30:00Z'), now), '00:30 today');
  assert.equal(isoDay(new Date('2026-07-14T23:30:00Z')), '2026-07-15');
});

test('the words on hover name the weekday and the zone', () => {
  assert.equal(fullMomentWords(new Date('2026-07-15T13:00:00Z')), 'Wednesday 15 July 2026, 14:00 BST (Europe/London)');
  assert.equal(fullMomentWords(new Date('2026-01-05T13:00:00Z')), 'Monday 5 January 2026, 13:00 GMT (Europe/London)');
});
