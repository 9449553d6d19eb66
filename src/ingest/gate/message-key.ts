/**
 * 64-bit keys that tell a resend from another value. A message with a key of its own: its hash. Without: the bits of the
 * value as it is stored, so that the same value for the same time is the same reading, and what the declaration rounds
 * away stands nowhere. With neither time nor key: random, because nothing can tell a resend from a repetition.
 */
import { hash, randomFillSync } from 'node:crypto';

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);
const random = new BigInt64Array(512);
let unused = 0;

export function keyOfText(text: string): bigint {
  return (hash('sha256', text, 'buffer') as unknown as Buffer).readBigInt64BE(0);
}

export function keyOfNumber(value: number): bigint {
  float[0] = value === 0 ? 0 : value; // -0 and 0 are one value
  return bits[0]!;
}

export function randomKey(): bigint {
  if (unused === 0) {
    randomFillSync(random);
    unused = random.length;
  }
  return random[--unused]!;
}
