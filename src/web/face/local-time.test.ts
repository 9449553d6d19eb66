import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localDayNumber, localTime, londonInstant } from './local-time.ts';

const intl = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});

test('the London clock agrees with the time zone database at any minute from 1972 to 2037', () => {
  const instants = fc.date({
    min: new Date('1972-01-01T00:00:00Z'),
    max: new Date('2037-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (at) => {
      const local = localTime(at);
      const two = (n: number) => String(n).padStart(2, '0');
      assert.equal(
        `${two(local.day)}/${two(local.month)}/${local.year}, ${two(local.hour)}:${two(local.minute)}`,
        intl.format(at),
      );
    }),
  );
});

test('an instant read off the clock and set again is the same instant, save in the hour that comes twice', () => {
  const minutes = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 });
  fc.assert(
    fc.property(minutes, (minute) => {
      const at = new Date(minute * 60_000);
      const local = localTime(at);
      const back = londonInstant(local.year, local.month, local.day, local.hour, local.minute);
      const behind = at.getTime() - back.getTime();
      assert.ok(behind === 0 || (behind === 3_600_000 && local.zone === 'GMT' && local.hour === 1));
    }),
  );
});

test('the clock goes forward at 01:00 GMT on 29 March 2026 and back at 02:00 BST on 25 October', () => {
  assert.equal(localTime(new Date('2026-03-29T00:59:00Z')).hour, 0);
  assert.equal(localTime(new Date('2026-03-29T01:00:00Z')).hour, 2);
  assert.equal(londonInstant(2026, 3, 29, 1, 30).toISOString(), '2026-03-29T01:00:00.000Z');
  assert.equal(londonInstant(2026, 10, 25, 1, 30).toISOString(), '2026-10-25T00:30:00.000Z');
});

test('a London day in summer begins at 23:00 UTC of the day before', () => {
  assert.equal(londonInstant(2026, 7, 1).toISOString(), '2026-06-30T23:00:00.000Z');
  assert.equal(localDayNumber(new Date('2026-06-30T23:00:00Z')) - localDayNumber(new Date('2026-06-30T22:59:00Z')), 1);
});
