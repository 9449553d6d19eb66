/** A vendor codec: TS013 JavaScript and the hash it is known by. The hash tells codecs apart; the source is compared too. */
export interface Codec {
  readonly hash: string;
  readonly source: string;
}

/** One message for a codec. `recvTime` is when the network received it; the codec sees it as a Date in UTC. */
export interface DecodeInput {
  readonly bytes: Uint8Array;
  readonly fPort: number;
  readonly recvTime: Date;
}

export type DecodeFailure =
  | 'errors'
  | 'threw'
  | 'deadline'
  | 'memory'
  | 'too-big'
  | 'no-function'
  | 'syntax'
  | 'not-an-object';

/**
 * What a codec made of a message. `data` is what JSON can say: NaN and Infinity arrive as null, dates as ISO 8601 text, BigInts
 * as numbers (as text beyond 2^53); undefined, functions and symbols are left out (null inside arrays), and so is any key `__proto__`.
 */
export type DecodeResult =
  | { readonly ok: true; readonly data: Record<string, unknown>; readonly warnings: string[] }
  | { readonly ok: false; readonly reason: DecodeFailure; readonly errors: string[]; readonly warnings: string[] };

const MOST_MESSAGES = 20;
const LONGEST_MESSAGE = 500;

/** Reads the JSON text of what `decodeUplink` returned: `{data, warnings?, errors?}` (TS013). Any `errors` fail the decode. */
export function readOutput(json: string): DecodeResult {
  const output: unknown = json.includes('"__proto__"') ? JSON.parse(json, dropProto) : JSON.parse(json);
  if (!isPlainObject(output)) return failed('not-an-object', 'the codec returned no object; return { data: { … } }');
  const warnings = readMessages(output.warnings);
  const errors = readMessages(output.errors);
  if (errors.length > 0) return { ok: false, reason: 'errors', errors, warnings };
  if (isPlainObject(output.data)) return { ok: true, data: output.data, warnings };
  return failed('not-an-object', 'the codec returned no data; return { data: { … } }', warnings);
}

/** A failed decode with one sentence about why. */
export function failed(reason: DecodeFailure, error: string, warnings: string[] = []): DecodeResult {
  return { ok: false, reason, errors: [cut(error)], warnings };
}

function readMessages(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  const list = Array.isArray(value) ? value : [value];
  return list.slice(0, MOST_MESSAGES).map((item) => cut(typeof item === 'string' ? item : JSON.stringify(item)));
}

function cut(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
