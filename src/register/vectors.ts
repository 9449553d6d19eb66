/** The test vectors of a model as they are written, and how the codec box runs them. */
import type { CodecBox } from './codec-box/codec-box.ts';
import { describeDifference } from './codec-box/differences.ts';
import { runTestVectors, type TestVector } from './codec-box/test-vectors.ts';
import { modelInvalid } from './register.errors.ts';

/** A test vector that did not come out as it must: which, and how it came out. */
export interface VectorFailure {
  readonly name: string;
  readonly why: string;
}

/** Runs a codec's test vectors; resolves to those that fail. */
export type RunVectors = (
  codec: { readonly hash: string; readonly source: string },
  vectors: readonly TestVector[],
) => Promise<readonly VectorFailure[]>;

/** Runs vectors in this box, where a codec can do no harm. */
export function vectorsIn(box: Pick<CodecBox, 'decode'>): RunVectors {
  return async (codec, vectors) => {
    const outcomes = await runTestVectors(box, codec, vectors);
    return outcomes
      .filter((outcome) => !outcome.passed)
      .map(({ description, differences }) => ({
        name: description,
        why: differences.map(describeDifference).join(', '),
      }));
  };
}

/**
 * Vectors in the one shape: { description, input: { bytes, fPort, recvTime? }, output: { data?, errors?, warnings? } }. Bytes
 * may be written as a list or as hex; the port is 1 and the description "vector 3" when left out. At least one must expect
 * data, or a codec that only fails would pass. Throws REG_MODEL_INVALID naming the vector.
 */
export function readVectors(written: readonly unknown[]): TestVector[] {
  const vectors = written.map((each, index) => readVector(each, index));
  const shows = vectors.some(({ output }) => Object.keys(output.data ?? {}).length > 0);
  if (vectors.length > 0 && !shows)
    throw modelInvalid({ field: 'test_vectors', why: 'no vector says which data an uplink must decode to' });
  return vectors;
}

function readVector(written: unknown, index: number): TestVector {
  const at = `test_vectors.${index}`;
  const refuse = (field: string, why: string) => modelInvalid({ field: `${at}${field}`, why });
  const { description, input, output } = asObject(written) ?? {};
  const given = asObject(input);
  const expected = asObject(output);
  if (!given) throw refuse('.input', `vector ${index + 1} has no input with bytes and fPort`);
  if (!expected) throw refuse('.output', `vector ${index + 1} has no output with data or errors`);
  const bytes = readBytes(given.bytes);
  if (!bytes) throw refuse('.input.bytes', 'bytes are a list of whole numbers from 0 to 255, or hex digits');
  const fPort = given.fPort ?? 1;
  if (typeof fPort !== 'number' || !Number.isInteger(fPort) || fPort < 0 || fPort > 255)
    throw refuse('.input.fPort', 'a port is a whole number from 0 to 255');
  const { recvTime } = given;
  if (recvTime !== undefined && (typeof recvTime !== 'string' || Number.isNaN(Date.parse(recvTime))))
    throw refuse('.input.recvTime', 'a time is written as 2026-01-31T12:00:00Z');
  const data = expected.data === undefined ? undefined : asObject(expected.data);
  if (expected.data !== undefined && !data) throw refuse('.output.data', 'data is a group of fields');
  return {
    description: typeof description === 'string' && description.trim() ? description.trim() : `vector ${index + 1}`,
    input: { bytes, fPort, ...(typeof recvTime === 'string' ? { recvTime } : {}) },
    output: {
      ...(data ? { data } : {}),
      ...readTexts(expected, 'errors', refuse),
      ...readTexts(expected, 'warnings', refuse),
    },
  };
}

function readBytes(bytes: unknown): number[] | undefined {
  if (typeof bytes === 'string') {
    const hex = bytes.replace(/[\s:]/g, '');
    return /^([0-9a-f]{2})*$/i.test(hex) ? [...Buffer.from(hex, 'hex')] : undefined;
  }
  const isByte = (each: unknown) => Number.isInteger(each) && (each as number) >= 0 && (each as number) <= 255;
  return Array.isArray(bytes) && bytes.every(isByte) ? (bytes as number[]) : undefined;
}

function readTexts(
  output: Record<string, unknown>,
  name: 'errors' | 'warnings',
  refuse: (field: string, why: string) => Error,
): Record<string, string[]> {
  const value = output[name];
  if (value === undefined) return {};
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string'))
    throw refuse(`.output.${name}`, `${name} is a list of texts`);
  return { [name]: value as string[] };
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
