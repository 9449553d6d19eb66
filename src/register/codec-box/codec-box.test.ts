import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCodecBox } from './codec-box.ts';

const box = createCodecBox();
before(() => box.start());
after(() => box.stop());

test('a codec turns bytes into fields', async () => {
  const codec = {
    hash: 'a',
    source: `function decodeUplink(i){return {data:{t:(i.bytes[0]<<8|i.bytes[1])/100,port:i.fPort,at:i.recvTime}}}`,
  };
  assert.deepEqual(await box.decode(codec, { bytes: Uint8Array.of(8, 52), fPort: 2, recvTime: new Date(0) }), {
    ok: true,
    data: { t: 21, port: 2, at: '1970-01-01T00:00:00.000Z' },
    warnings: [],
  });
  const loop = { hash: 'b', source: `function decodeUplink(i){for(;;);}` };
  console.log(await box.decode(loop, { bytes: Uint8Array.of(8, 52), fPort: 2, recvTime: new Date(0) }));
  console.log(box.stats());
  for (let k = 0; k < 6; k++) {
    const t = performance.now();
    const input = { bytes: Uint8Array.of(8, 52, 1, 2, 3, 4, 5, 6, 7, 8, 9), fPort: 2, recvTime: new Date(0) };
    await box.decodeMany(
      codec,
      Array.from({ length: 20000 }, () => input),
    );
    console.log((20000 / (performance.now() - t)) * 1000, 'per s');
  }
});
