import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { createCodecBox } from './codec-box.ts';
import { describeOutcome, runTestVectors, type TestVector } from './test-vectors.ts';
import { vectorsFromYaml } from './vectors-from-yaml.ts';

const box = createCodecBox();
after(() => box.stop());

const ROOM_SENSOR = {
  hash: 'room-sensor',
  source: `function decodeUplink(input) {
    if (input.fPort !== 2) return { errors: ['unknown FPort'] };
    var b = input.bytes;
    var warnings = b[3] < 20 ? ['low battery'] : [];
    return { data: { temperature: ((b[0] << 8) | b[1]) / 100, humidity: b[2] / 2 }, warnings: warnings };
  }`,
};

function aVector(output: TestVector['output'], input: Partial<TestVector['input']> = {}): TestVector {
  return { description: 'a warm room', input: { bytes: [10, 20, 90, 80], fPort: 2, ...input }, output };
}

test('a codec passes the vectors it agrees with: data, warnings and errors', async () => {
  const outcomes = await runTestVectors(box, ROOM_SENSOR, [
    aVector({ data: { humidity: 45, temperature: 25.8 } }),
    aVector({ data: { humidity: 45, temperature: 25.8 }, warnings: ['low battery'] }, { bytes: [10, 20, 90, 3] }),
    aVector({ errors: ['unknown FPort'] }, { fPort: 9 }),
  ]);
  assert.deepEqual(outcomes.map(describeOutcome), Array(3).fill('a warm room: passed'));
});

test('a codec that disagrees with a vector is told where', async () => {
  const outcomes = await runTestVectors(box, ROOM_SENSOR, [
    aVector({ data: { humidity: 45, temperature: 25.9 } }),
    aVector({ data: { humidity: 45, temperature: 25.8 } }, { bytes: [10, 20, 90, 3] }),
    aVector({ data: {} }, { fPort: 9 }),
    aVector({ errors: ['unknown FPort'] }),
  ]);
  assert.deepEqual(outcomes.map(describeOutcome), [
    'a warm room: data.temperature should be 25.9 but is 25.8',
    'a warm room: warnings[0] was not expected but is "low battery"',
    'a warm room: errors[0] was not expected but is "unknown FPort"',
    'a warm room: errors should be ["unknown FPort"] but is []',
  ]);
});

test('a codec that throws fails its vectors with the reason', async () => {
  const broken = { hash: 'broken', source: 'function decodeUplink(input) {\n  return input.nothing.here;\n}' };
  const [outcome] = await runTestVectors(box, broken, [aVector({ data: { t: 1 } })]);
  assert.match(describeOutcome(outcome!), /decode should be .* but is "threw: TypeError: .*\(line 2\)"/);
});

// Decentlab's frame: version, device, flags, then 16-bit words per group; constants from the examples themselves.
const SOIL_PROBE = {
  hash: 'soil-probe',
  source: `function decodeUplink(input) {
    var word = function (at) { return (input.bytes[at] << 8) | input.bytes[at + 1]; };
    var data = { protocol_version: input.bytes[0], device_id: word(1) };
    var flags = word(3), at = 5;
    if (flags & 1) {
      var e = word(at) / 50;
      data.dielectric_permittivity = { displayName: 'Dielectric permittivity', value: e };
      data.volumetric_water_content = {
        displayName: 'Volumetric water content', unit: 'm\\u00b3\\u22c5m\\u207b\\u00b3',
        value: 0.0000043 * Math.pow(e, 3) - 0.00055 * Math.pow(e, 2) + 0.0292 * e - 0.053,
      };
      data.soil_temperature = { displayName: 'Soil temperature', unit: '\\u00b0C', value: (word(at + 2) - 400) / 10 };
      at += 4;
    }
    if (flags & 2) data.battery_voltage = { displayName: 'Battery voltage', unit: 'V', value: word(at) / 1000 };
    return { data: data };
  }`,
};

test("our own decoder of a real soil probe passes its maker's examples", async (t) => {
  const file = '../shared/realdata/lorawan/codec-examples/decentlab/dl-5tm-codec.yaml';
  if (!existsSync(file)) return t.skip('no ../shared/realdata');
  const { vectors } = vectorsFromYaml(readFileSync(file, 'utf8'));
  const outcomes = await runTestVectors(box, SOIL_PROBE, vectors);
  assert.equal(outcomes.length, 2);
  assert.deepEqual(outcomes.filter(({ passed }) => !passed).map(describeOutcome), []);
});
