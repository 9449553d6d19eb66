import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inputText, packBatch } from './batch.ts';

const plain = { noNullPrototype: true };
const anyMessage = fc.record({
  sequence: fc.integer({ min: 1 }),
  codec: fc.record({ hash: fc.constantFrom('a', 'b'), source: fc.constantFrom('x', 'y') }, plain),
  input: fc.record({
    bytes: fc.uint8Array({ maxLength: 60 }),
    fPort: fc.integer({ min: 0, max: 255 }),
    recvTime: fc.date({ noInvalidDate: true }),
  }),
});

test('what is packed into a batch comes out of it, and no codec travels twice', () => {
  fc.assert(
    fc.property(fc.array(anyMessage), (messages) => {
      const batch = packBatch(messages);
      assert.ok(batch.codecs.length <= 4);
      messages.forEach(({ sequence, codec, input }, at) => {
        assert.equal(batch.sequences[at], sequence);
        assert.deepEqual(batch.codecs[batch.codecIndexes[at]!], codec);
        assert.deepEqual(JSON.parse(inputText(batch, at)), [input.fPort, input.recvTime.getTime(), [...input.bytes]]);
      });
    }),
  );
});
