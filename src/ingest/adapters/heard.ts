import type { LamppostError } from '../../base/index.ts';
import type { IdentifierKind } from '../../register/index.ts';
import { cleanName } from '../gate/flatten.ts';
import { deviceMissing } from '../ingest.errors.ts';
import type { Source } from '../sources/source.ts';
import type { Uplink } from '../uplink.ts';

/** What an adapter made of a message: uplinks, or a word why it is no reading (a join, a downlink's receipt …). */
export type Heard = { readonly uplinks: readonly Uplink[] } | { readonly ignored: string };

export type Adapter = (body: unknown, source: Source, receivedAt: Date) => Heard;

/** The identifier as the register keeps it: DevEUIs in upper-case hex without separators, others trimmed. */
export function asIdentifier(kind: IdentifierKind, value: string): string {
  const text = cleanName(value.trim());
  return kind === 'dev_eui' ? text.replace(/[\s:.-]/g, '').toUpperCase() : text;
}

/** A message that named no device or cannot be read: counted as unparseable, its fault kept. `device` is taken as it came. */
export function unreadable(source: Source, receivedAt: Date, problem: LamppostError, device = ''): Uplink {
  const kind = source.identifierKind;
  return { source, receivedAt, problem, device: { kind, value: asIdentifier(kind, device) } };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The identifier at `field`, or the error that names it. Numbers are taken as the digits they are written with. */
export function readIdentifier(
  value: unknown,
  field: string,
  kind: IdentifierKind,
): { identifier: string } | { problem: LamppostError } {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '' || text.length > 200) return { problem: deviceMissing({ field }) };
  return { identifier: asIdentifier(kind, text) };
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Bytes of a base64 text, or undefined when it is none. Node alone would read anything as something. */
export function readBase64(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}
