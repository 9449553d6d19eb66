import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { vectorsFromYaml } from './vectors-from-yaml.ts';

const REAL = '../shared/realdata/lorawan/codec-examples';

test('the examples of a codec file become test vectors', () => {
  const yaml = `
uplinkDecoder:
  fileName: cold-room.js
  examples:
    - description: Warm
      input: { fPort: 2, bytes: [0x0A, 20], recvTime: '2024-05-01T12:00:00.000+01:00' }
      output: { data: { temperature: 25.8 }, warnings: ['low battery'] }
    - input: { fPort: 9, bytes: [] }
      output: { errors: [unknown FPort] }
downlinkEncoder:
  fileName: cold-room.js
`;
  assert.deepEqual(vectorsFromYaml(yaml), {
    fileName: 'cold-room.js',
    vectors: [
      {
        description: 'Warm',
        input: { fPort: 2, bytes: [10, 20], recvTime: '2024-05-01T12:00:00.000+01:00' },
        output: { data: { temperature: 25.8 }, warnings: ['low battery'] },
      },
      {
        description: 'uplinkDecoder.examples[1]',
        input: { fPort: 9, bytes: [] },
        output: { errors: ['unknown FPort'] },
      },
    ],
  });
});

test('an example that cannot be read is refused with the name of its field', () => {
  const example = (text: string) => `uplinkDecoder: {examples: [${text}]}`;
  const cases: [string, RegExp][] = [
    ['a: [', /examples cannot be read/],
    ['- 1', /the file/],
    ['downlinkEncoder: {}', /uplinkDecoder/],
    [example('{input: {fPort: 1, bytes: [256]}, output: {}}'), /examples\[0\]\.input\.bytes.*0 to 255/],
    [example('{input: {fPort: 1, bytes: "0A"}, output: {}}'), /bytes/],
    [example('{input: {bytes: [1]}, output: {}}'), /fPort/],
    [example('{input: {fPort: 1, bytes: [1], recvTime: soon}, output: {}}'), /recvTime/],
    [example('{input: {fPort: 1, bytes: [1]}}'), /output/],
    [example('{input: {fPort: 1, bytes: [1]}, output: {data: 3}}'), /output\.data/],
  ];
  for (const [yaml, message] of cases) {
    assert.throws(() => vectorsFromYaml(yaml), { code: 'REG_CODEC_VECTORS_UNREADABLE', message });
  }
});

test('every codec file of the device repository that we have is readable', (t) => {
  if (!existsSync(REAL)) return t.skip('no ../shared/realdata');
  const files = globSync(`${REAL}/*/*-codec.yaml`);
  const all = files.map((file) => vectorsFromYaml(readFileSync(file, 'utf8')));
  assert.ok(files.length >= 50, `${files.length} files`);
  const vectors = all.flatMap(({ vectors }) => vectors);
  assert.ok(vectors.length >= 100, `${vectors.length} vectors`);
  assert.ok(all.every(({ fileName }) => fileName?.endsWith('.js')));
  assert.ok(vectors.every(({ output }) => output.data !== undefined || output.errors !== undefined));
});
