import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { instantOf } from './local-time.ts';
import { compileTimeFormat } from './time-format.ts';

const read = (text: string, format: string, zone?: string) => compileTimeFormat({ format, zone })(text)?.toISOString();

test('times are read as the mapping says', () => {
  assert.equal(read('2023-01-01 05:00:00', 'YYYY-MM-DD HH:mm:ss'), '2023-01-01T05:00:00.000Z');
  assert.equal(read('2018/01/12 00:02:04', 'YYYY/MM/DD HH:mm:ss'), '2018-01-12T00:02:04.000Z');
  assert.equal(read('1/7/2009 9', 'D/M/YYYY H', 'Europe/London'), '2009-07-01T08:00:00.000Z');
  assert.equal(read('2018-03-25T00:00:16.250', 'YYYY-MM-DDTHH:mm:ss.SSS'), '2018-03-25T00:00:16.250Z');
  assert.equal(read('2023-01-01 24:00', 'YYYY-MM-DD HH:mm'), '2023-01-02T00:00:00.000Z');
  assert.equal(read('1700000000', 'epoch_s'), '2023-11-14T22:13:20.000Z');
  assert.equal(read('1700000000250', 'epoch_ms'), '2023-11-14T22:13:20.250Z');
  assert.equal(read('2023-06-01T12:00:00+01:00', 'iso'), '2023-06-01T11:00:00.000Z');
});

test('a file that states the end of an hour is shifted to its beginning', () => {
  const shifted = compileTimeFormat({ format: 'YYYY-MM-DD HH:mm:ss', shift_s: -3600 });
  assert.equal(shifted('2017-10-01 01:00:00')!.toISOString(), '2017-10-01T00:00:00.000Z');
});

test('text that is no time is not a time', () => {
  for (const text of [
    '',
    '2023-02-30 00:00:00',
    '2023-13-01 00:00:00',
    '2023-01-01',
    'yesterday',
    '2023-01-01 00:60:00',
  ]) {
    assert.equal(read(text, 'YYYY-MM-DD HH:mm:ss'), undefined, text);
  }
});

test('the hour that clocks leave out does not exist, the one that comes twice is the first', () => {
  const london = (text: string) => read(text, 'YYYY-MM-DD HH:mm', 'Europe/London');
  assert.equal(london('2018-03-25 00:30'), '2018-03-25T00:30:00.000Z');
  assert.equal(london('2018-03-25 01:30'), undefined);
  assert.equal(london('2018-03-25 02:30'), '2018-03-25T01:30:00.000Z');
  assert.equal(london('2018-10-28 01:30'), '2018-10-28T00:30:00.000Z');
  assert.equal(london('2018-10-28 02:30'), '2018-10-28T02:30:00.000Z');
});

test('every local time that exists comes back from its instant', () => {
  const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
  const format = new Map(
    zones.map((timeZone) => [
      timeZone,
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
    ]),
  );
  const from = Date.UTC(2005, 0, 1);
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 600_000_000 }), (zone, seconds) => {
      const instant = from + seconds * 1000;
      const local = format.get(zone)!.format(instant);
      const back = instantOf(Date.parse(`${local.replace(' ', 'T')}Z`), zone)!;
      assert.equal(format.get(zone)!.format(back), local);
    }),
  );
});

test('a format that names no day, or a zone that does not exist, is refused where the mapping is read', () => {
  assert.throws(() => compileTimeFormat({ format: 'HH:mm' }), { code: 'ING_MAPPING_INVALID', field: 'time.format' });
  assert.throws(() => compileTimeFormat({ format: 'YYYY-MM-DD DD' }), { code: 'ING_MAPPING_INVALID' });
  assert.throws(() => compileTimeFormat({ format: 'iso', zone: 'Mars/Olympus' }), {
    code: 'ING_MAPPING_INVALID',
    field: 'time.zone',
  });
});
