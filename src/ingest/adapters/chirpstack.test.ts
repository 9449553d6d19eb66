import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { aSourceOf } from '../../../test/build-ingest.ts';
import { hearChirpstack } from './chirpstack.ts';

const EVENTS = new URL('../../../../shared/realdata/lorawan/network-server-events/', import.meta.url);
const skip = existsSync(EVENTS) ? false : 'the real events are not at ../shared/realdata';
const real = (name: string) => JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8'));
const source = aSourceOf('chirpstack');
const now = new Date('2026-05-01T12:00:00Z');

function heard(body: unknown, event: string | undefined = 'up') {
  const result = hearChirpstack(body, source, now, event);
  assert.ok('uplinks' in result, JSON.stringify(result));
  return result.uplinks[0]!;
}
const madeUp = {
  deduplicationId: '3ac7e3c4',
  time: '2026-05-01T11:59:58.775023242+00:00',
  deviceInfo: { deviceName: 'Hall', devEui: '0101010101010101' },
  fCnt: 4,
  fPort: 1,
  data: 'qg==',
  rxInfo: [{ gatewayId: 'g', gwTime: '2026-05-01T12:06:40Z' }],
};

test('a real uplink through two gateways is one uplink', { skip }, () => {
  const uplink = heard(real('chirpstack-v4-up-two-gateways-2023.json'));
  assert.equal(uplink.device.value, '6081F9DDE602CD71');
  assert.equal(uplink.key, '49403db7-8722-49b4-8d49-c3b119c534e5');
  assert.equal(uplink.time!.toISOString(), '2023-05-29T19:50:10.000Z');
  assert.deepEqual([...uplink.bytes!], [0x1d]);
});

test('a real uplink with a decoded object keeps nulls and numbers written as text for the gate', { skip }, () => {
  const uplink = heard(real('chirpstack-v4-up-with-object-2024.json'));
  assert.equal(uplink.fields!.Battery, null);
  assert.equal(uplink.fields!.Valve, '1');
  assert.equal(uplink.bytes!.length, 19); // under `payload`, not `data`
});

test('a txack is no reading, whether the address says so or not', { skip }, () => {
  const txack = real('chirpstack-v4-txack-2022.json');
  assert.deepEqual(hearChirpstack(txack, source, now, 'txack'), { ignored: 'txack is not a reading' });
  assert.ok('ignored' in hearChirpstack(txack, source, now));
});

test('joins, acks, status, log and location events are no readings', () => {
  for (const event of ['join', 'ack', 'status', 'log', 'location']) {
    assert.ok('ignored' in hearChirpstack({ deviceInfo: {}, time: 'x' }, source, now, event), event);
  }
  const join = { deduplicationId: 'x', time: madeUp.time, deviceInfo: madeUp.deviceInfo, devAddr: '00000001' };
  assert.ok('ignored' in hearChirpstack(join, source, now));
});

test("made up: fields at zero are absent, and a gateway's clock is not read", () => {
  const { fCnt: _count, fPort: _port, ...rest } = madeUp;
  const uplink = heard(rest, undefined);
  assert.deepEqual([uplink.port, uplink.time!.toISOString()], [0, '2026-05-01T11:59:58.775Z']);
});

test('what is wrong is named', () => {
  const wrong: [unknown, string][] = [
    ['x', 'the message'],
    [{}, 'deviceInfo'],
    [{ devEUI: 'AQIDBAUGBwg=', data: 'AQ==' }, 'devEUI'],
    [{ ...madeUp, deviceInfo: {} }, 'deviceInfo.devEui'],
    [{ ...madeUp, time: undefined }, 'time'],
    [{ ...madeUp, data: 7 }, 'data'],
    [{ ...madeUp, object: 'x' }, 'object'],
  ];
  for (const [body, field] of wrong) assert.equal(heard(body).problem?.field, field);
});
