import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Source } from '../../../ingest/index.ts';
import { quoted, type SampleChannel, sampleCommand, sampleMessage, sampleValue } from './sample-message.ts';

const at = new Date('2026-05-01T12:00:00.123Z');
const source = { door: 'json', authoritySlug: 'ash', slug: 'air', identifierKind: 'dev_eui' } as Source;
const no2: SampleChannel = {
  field: 'air.no2',
  propertyCode: 'no2',
  kind: 'measurement',
  unitSent: 'ug/m3',
  unitStored: 'ug/m3',
  min: -50,
  max: 2000,
  categories: null,
  molarMass: 46.0055,
};
const device = { identifier: '70B3D57ED0000001', name: 'Air', channels: [no2] };
const reach = { publicUrl: 'https://lamp.example', mqttPort: 1883, at, key: '$KEY' };

test('a sample is in the unit the device sends', () => {
  assert.equal(sampleValue(no2), 21.4);
  assert.equal(sampleValue({ ...no2, unitSent: '[ppb]' }), 11.19);
  assert.equal(
    sampleValue({ ...no2, propertyCode: 'air-temperature', unitSent: 'K', unitStored: 'Cel', molarMass: null }),
    293.6,
  );
  assert.equal(sampleValue({ ...no2, kind: 'truth' }), true);
  assert.equal(sampleValue({ ...no2, kind: 'category', categories: ['AVAILABLE'] }), 'AVAILABLE');
});

test('each door gets the message it knows, with fields nested as the model names them', () => {
  assert.deepEqual(sampleMessage('json', source, device, at), {
    device: '70B3D57ED0000001',
    time: '2026-05-01T12:00:00Z',
    air: { no2: 21.4 },
  });
  assert.deepEqual(sampleMessage('mqtt', source, device, at), { time: '2026-05-01T12:00:00Z', air: { no2: 21.4 } });
});

test('the commands name host, topic and address, and hold the message in one word', () => {
  const curl = sampleCommand({ ...source, door: 'chirpstack' }, device, reach)!;
  assert.match(curl, /^curl 'https:\/\/lamp\.example\/ingest\/chirpstack\/ash\/air\?event=up' \\\n/);
  assert.match(curl, /-H "Authorization: Bearer \$KEY"/);
  const publish = sampleCommand({ ...source, door: 'mqtt' }, device, reach)!;
  assert.match(publish, /mosquitto_pub -h lamp\.example -p 1883 -q 1/);
  assert.match(publish, /-u 'ash\/air' -P "\$KEY"/);
  assert.match(publish, /-t 'up\/70B3D57ED0000001'/);
  assert.equal(sampleCommand({ ...source, door: 'csv' }, device, reach), undefined);
});

test('an identifier that a shell would read is quoted away', () => {
  const odd = `it's $(id) "x"`;
  assert.equal(execFileSync('sh', ['-c', `printf %s ${quoted(odd)}`], { encoding: 'utf8' }), odd);
});
