import type { CodecBox } from './codec-box.ts';
import type { Codec, DecodeResult } from './codec-result.ts';
import { type Difference, describeDifference, listDifferences } from './differences.ts';

/** A message and what a codec must make of it, in the shape of the LoRaWAN device repository's examples. */
export interface TestVector {
  readonly description: string;
  readonly input: { readonly bytes: readonly number[]; readonly fPort: number; readonly recvTime?: string };
  readonly output: {
    readonly data?: Record<string, unknown>;
    readonly errors?: readonly string[];
    readonly warnings?: readonly string[];
  };
}

export interface VectorOutcome {
  readonly description: string;
  readonly passed: boolean;
  readonly differences: readonly Difference[];
}

/** A vector without a time is received at this one, so that its outcome does not depend on today. */
const SOME_TIME = '2020-01-01T00:00:00Z';

/**
 * Runs a codec over its test vectors, in their order. A vector passes when data, errors and warnings are what it says; what it
 * does not name must be empty, except that data beside expected errors does not matter.
 */
export async function runTestVectors(
  box: Pick<CodecBox, 'decode'>,
  codec: Codec,
  vectors: readonly TestVector[],
): Promise<VectorOutcome[]> {
  return Promise.all(
    vectors.map(async ({ description, input, output }) => {
      const recvTime = new Date(input.recvTime ?? SOME_TIME);
      const result = await box.decode(codec, { bytes: Uint8Array.from(input.bytes), fPort: input.fPort, recvTime });
      const differences = compare(output, result);
      return { description, passed: differences.length === 0, differences };
    }),
  );
}

/** An outcome in one line, for a page or an error: which fields differ, what was expected there and what came. */
export function describeOutcome({ description, passed, differences }: VectorOutcome): string {
  return passed ? `${description}: passed` : `${description}: ${differences.map(describeDifference).join('; ')}`;
}

function compare({ data, errors = [], warnings = [] }: TestVector['output'], result: DecodeResult): Difference[] {
  const about = listDifferences(warnings, result.warnings, 'warnings');
  if (!result.ok) {
    if (result.reason === 'errors') return [...listDifferences(errors, result.errors, 'errors'), ...about];
    return [
      {
        path: 'decode',
        expected: errors.length > 0 ? { errors } : { data },
        got: `${result.reason}: ${result.errors.join('; ')}`,
      },
    ];
  }
  if (errors.length > 0) return [{ path: 'errors', expected: errors, got: [] }];
  return [...listDifferences(data, result.data, 'data'), ...about];
}
