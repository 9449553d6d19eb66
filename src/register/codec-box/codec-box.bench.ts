/**
 * Decodes a second by one worker, beside the floor: the same messages the same way with the codec as plain JavaScript.
 * `node src/register/codec-box/codec-box.bench.ts [messages]`
 */
import { type CodecBox, createCodecBox, openCodecBox } from './codec-box.ts';

const CODEC = {
  hash: 'bench',
  source: `function decodeUplink(input) {
    var b = input.bytes, t = (b[0] << 8) | b[1];
    if (t & 0x8000) t -= 0x10000;
    return { data: { temperature: t / 100, humidity: b[2] / 2, co2: (b[3] << 8) | b[4], battery: b[5] / 50, motion: (b[6] & 1) === 1 } };
  }`,
};
const MESSAGES = Number(process.argv[2] ?? 50_000);
const ROUNDS = 5;
const inputs = Array.from({ length: MESSAGES }, (_, n) => ({
  bytes: Uint8Array.of(n >> 8, n, 90, 2, n, 180, n, 0, 0, 0, 0),
  fPort: 2,
  recvTime: new Date(n * 1000),
}));

async function measure(name: string, box: CodecBox): Promise<number> {
  await box.start();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const results = await box.decodeMany(CODEC, inputs);
    if (!results.every((result) => result.ok)) throw new Error(`${name}: not every message was decoded`);
    rates.push((MESSAGES / (performance.now() - startedAt)) * 1000);
  }
  const one = performance.now();
  for (const input of inputs.slice(0, 500)) await box.decode(CODEC, input);
  const aloneMs = (performance.now() - one) / 500;
  await box.stop();
  const [slowest = 0, , median = 0] = rates.sort((a, b) => a - b);
  console.log(
    `${name}: ${Math.round(median)} decodes/s (slowest round ${Math.round(slowest)}), ${aloneMs.toFixed(3)} ms for one alone`,
  );
  return median;
}

const floor = await measure('plain JavaScript', openCodecBox({}, new URL('./floor-worker.ts', import.meta.url)));
const boxed = await measure('codec box       ', createCodecBox());
console.log(`the box costs ${(1e6 / boxed - 1e6 / floor).toFixed(1)} µs a decode more than the floor`);
