export interface Difference {
  /** Where, as in `data.readings[1].temperature`. */
  readonly path: string;
  /** Undefined when nothing was expected there, or nothing came. */
  readonly expected: unknown;
  readonly got: unknown;
}

/** Two correct mathematics libraries may differ in a number's last digits. */
const RELATIVE_TOLERANCE = 1e-9;

/**
 * Where two JSON values differ, leaf by leaf. Numbers are equal within a billionth; the order of keys does not matter, the order
 * of arrays does; a key that is
 * missing satisfies an expected null (the repository's examples write a codec's undefined so).
 */
export function listDifferences(expected: unknown, got: unknown, path: string): Difference[] {
  if (isBranch(expected) && isBranch(got) && Array.isArray(expected) === Array.isArray(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...keys].flatMap((key) =>
      listDifferences(
        childOf(expected, key),
        childOf(got, key),
        Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`,
      ),
    );
  }
  return isSameLeaf(expected, got) ? [] : [{ path, expected, got }];
}

/** One difference as a sentence. */
export function describeDifference({ path, expected, got }: Difference): string {
  if (expected === undefined) return `${path} was not expected but is ${show(got)}`;
  if (got === undefined) return `${path} should be ${show(expected)} but is missing`;
  return `${path} should be ${show(expected)} but is ${show(got)}`;
}

function isSameLeaf(expected: unknown, got: unknown): boolean {
  if (expected === got || (expected === null && got === undefined)) return true;
  if (typeof expected !== 'number' || typeof got !== 'number') return false;
  return Math.abs(expected - got) <= RELATIVE_TOLERANCE * Math.max(Math.abs(expected), Math.abs(got));
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function childOf(node: object, key: string): unknown {
  return Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
