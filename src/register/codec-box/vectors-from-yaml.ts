import { parse } from 'yaml';
import { codecVectorsUnreadable } from './codec-box.errors.ts';
import type { TestVector } from './test-vectors.ts';

export interface CodecExamples {
  /** The codec's own file, as the examples' file names it. */
  readonly fileName: string | undefined;
  readonly vectors: TestVector[];
}

/**
 * Reads a codec file of the LoRaWAN device repository (TheThingsNetwork/lorawan-devices, `*-codec.yaml`): the uplink decoder's
 * file name and its examples. Encoders are left aside. Refuses bytes outside 0–255 and examples without input or output.
 */
export function vectorsFromYaml(text: string): CodecExamples {
  const root = objectAt(parseYaml(text), 'the file');
  const decoder = objectAt(root.uplinkDecoder, 'uplinkDecoder');
  const examples = decoder.examples ?? [];
  if (!Array.isArray(examples)) throw unreadable('uplinkDecoder.examples', 'it is not a list');
  return {
    fileName: typeof decoder.fileName === 'string' ? decoder.fileName : undefined,
    vectors: examples.map((example, at) => readExample(example, `uplinkDecoder.examples[${at}]`)),
  };
}

function readExample(value: unknown, field: string): TestVector {
  const example = objectAt(value, field);
  const input = objectAt(example.input, `${field}.input`);
  const output = objectAt(example.output, `${field}.output`);
  const { bytes, fPort, recvTime } = input;
  if (!Array.isArray(bytes) || !bytes.every(isByte)) {
    throw unreadable(`${field}.input.bytes`, 'bytes are whole numbers from 0 to 255');
  }
  if (!Number.isInteger(fPort)) throw unreadable(`${field}.input.fPort`, 'the port is a whole number');
  if (recvTime !== undefined && (typeof recvTime !== 'string' || Number.isNaN(Date.parse(recvTime)))) {
    throw unreadable(`${field}.input.recvTime`, 'the time is not ISO 8601');
  }
  return {
    description: typeof example.description === 'string' ? example.description : field,
    input: { bytes, fPort: fPort as number, ...(recvTime === undefined ? {} : { recvTime }) },
    output: {
      ...(output.data === undefined ? {} : { data: objectAt(output.data, `${field}.output.data`) }),
      ...texts(output, 'errors', field),
      ...texts(output, 'warnings', field),
    },
  };
}

function texts(output: Record<string, unknown>, name: 'errors' | 'warnings', field: string) {
  const value = output[name];
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value)) throw unreadable(`${field}.output.${name}`, 'it is not a list');
  return { [name]: value.map(String) };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    throw codecVectorsUnreadable({ field: 'the YAML', why: String((cause as Error).message).split('\n')[0], cause });
  }
}

function objectAt(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(field, 'it is missing or no mapping');
  return value as Record<string, unknown>;
}

function isByte(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function unreadable(field: string, why: string) {
  return codecVectorsUnreadable({ field, why: `${field}: ${why}` });
}
