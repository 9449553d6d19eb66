import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { aSourceOf } from '../../../test/build-ingest.ts';
import { hearTts } from './tts.ts';

const EVENTS = new URL('../../../../shared/realdata/lorawan/network-server-events/', import.meta.url);
const skip = existsSync(EVENTS) ? false : 'the real events are not at ../shared/realdata';
const real = (name: string) => JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8'));
const source = aSourceOf('tts');
const now = new Date('2026-05-01T12:00:00Z');

function heard(body: unknown) {
  const result = hearTts(body, source, now);
  assert.ok('uplinks' in result, JSON.stringify(result));
  return result.uplinks[0]!;
}

/** Made up after the documented shape: two antennas of one gateway, and a gateway whose clock is 6 minutes ahead. */
const madeUp = {
  end_device_ids: { device_id: 'd1', application_ids: { application_id: 'a' }, dev_eui: '0004A30B001C0530' },
  correlation_ids: ['as:up:01'],
  received_at: '2026-05-01T11:59:58.123456789Z',
  uplink_message: {
    session_key_id: 'AXA50',
    f_cnt: 7,
    f_port: 2,
    frm_payload: 'AQID',
    rx_metadata: [
      { gateway_ids: { gateway_id: 'g' }, antenna_index: 0, time: '2026-05-01T12:06:36Z', rssi: -40 },
      { gateway_ids: { gateway_id: 'g' }, antenna_index: 1, time: '2026-05-01T12:06:36Z', rssi: -44 },
      { gateway_ids: { gateway_id: 'h' }, rssi: -90 },
    ],
    settings: { data_rate: { lora: {} }, frequency: '868300000', time: '2026-05-01T12:06:36Z' },
    received_at: '2026-05-01T11:59:57.987654321Z',
  },
};

test('a real uplink of a TTIG gateway: DevEUI, network time, decoded fields, key', { skip }, () => {
  const uplink = heard(real('tts-v3-up-2021-07-ttig.json'));
  assert.equal(uplink.device.value, '70B3D54994FE123E');
  assert.equal(uplink.time!.toISOString(), '2021-07-21T19:16:03.516Z');
  assert.equal(uplink.key, 'AXrJc58f0kUPWcffjqq09A==:9');
  assert.deepEqual(uplink.fields, { air1: 27, air2: 27, floculation: 0, humidity: 95, temperature: 22 });
  assert.deepEqual([uplink.port, uplink.bytes!.length, uplink.simulated], [2, 5, false]);
});

test('a simulated uplink is told as simulated, also without f_cnt and session', { skip }, () => {
  const uplink = heard(real('tts-v3-webhook-simulated-2022.json'));
  assert.equal(uplink.simulated, true);
  assert.equal(uplink.key, 'as:up:01FT4AHT6SRP56671NE45SSW0M');
  assert.equal(uplink.time!.toISOString(), '2022-01-23T20:37:58.107Z');
});

test('a join is no reading', { skip }, () => {
  assert.deepEqual(hearTts(real('tts-v3-join-accept.json'), source, now), { ignored: 'join_accept is not a reading' });
});

test('every real event is heard or ignored, and none is a problem', { skip }, () => {
  const names = readdirSync(EVENTS).filter((name) => name.startsWith('tts-v3'));
  assert.ok(names.length >= 3);
  for (const name of names) {
    const result = hearTts(real(name), source, now);
    assert.ok('ignored' in result || result.uplinks.every(({ problem }) => !problem), name);
  }
});

test("made up: a gateway's clock 6 minutes ahead and several antennas change nothing: the network server's time counts", () => {
  const uplink = heard(madeUp);
  assert.equal(uplink.time!.toISOString(), '2026-05-01T11:59:57.987Z');
  assert.equal(uplink.key, 'AXA50:7');
});

test('made up: fields that are absent because they are zero are zero', () => {
  const { f_cnt: _count, f_port: _port, received_at: _at, ...rest } = madeUp.uplink_message;
  const uplink = heard({ ...madeUp, uplink_message: rest });
  assert.deepEqual([uplink.port, uplink.key], [0, 'AXA50:0']);
  assert.equal(uplink.time!.toISOString(), '2026-05-01T11:59:58.123Z');
});

test("the console's event wrapper is opened", () => {
  const uplink = heard({ name: 'as.up.data.forward', time: '2026-05-01T11:59:58Z', identifiers: [], data: madeUp });
  assert.equal(uplink.device.value, '0004A30B001C0530');
  assert.equal(uplink.port, 2);
});

test('what is wrong is named', () => {
  const wrong: [unknown, string][] = [
    [[], 'the message'],
    [{}, 'end_device_ids'],
    [{ hardware_serial: 'X', payload_fields: {} }, 'hardware_serial'],
    [{ ...madeUp, end_device_ids: { device_id: 'd1' } }, 'end_device_ids.dev_eui'],
    [{ ...madeUp, uplink_message: 3 }, 'uplink_message'],
    [{ ...madeUp, uplink_message: { ...madeUp.uplink_message, f_cnt: { toString: 7 } } }, 'uplink_message.f_cnt'],
    [{ ...madeUp, uplink_message: { ...madeUp.uplink_message, frm_payload: '%%' } }, 'uplink_message.frm_payload'],
    [{ ...madeUp, uplink_message: { ...madeUp.uplink_message, received_at: 'now' } }, 'uplink_message.received_at'],
    [
      { ...madeUp, uplink_message: { ...madeUp.uplink_message, decoded_payload: [1] } },
      'uplink_message.decoded_payload',
    ],
  ];
  for (const [body, field] of wrong) assert.equal(heard(body).problem?.field, field);
});

test('a source that knows its devices by serial takes the device id', () => {
  const result = hearTts(madeUp, { ...source, identifierKind: 'serial' }, now);
  assert.equal('uplinks' in result && result.uplinks[0]!.device.value, 'd1');
});
