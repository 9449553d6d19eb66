import { TextDecoder } from 'node:util';
import type { LamppostError } from '../../base/index.ts';
import { bodyEmpty, bodyNotJson } from '../ingest.errors.ts';
import { findJsonFault } from './json-fault.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses a message, or returns the error that names the byte or the place where it stops being JSON. */
export function readJson(bytes: Uint8Array): { value: unknown } | LamppostError {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return bodyNotJson({ field: `byte ${firstBadByte(bytes)}`, why: `byte ${firstBadByte(bytes)} is not UTF-8` });
  }
  if (text.trim() === '') return bodyEmpty();
  try {
    return { value: JSON.parse(text) };
  } catch {
    const at = findJsonFault(text);
    const place = `byte ${Buffer.byteLength(text.slice(0, at))}`;
    const why = at >= text.length ? `it ends too early, at ${place}` : `${place} does not belong there`;
    return bodyNotJson({ field: place, why });
  }
}

/** The place of the first byte that no UTF-8 text can have there. */
function firstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** True when the bytes may be the beginning of a UTF-8 text. */
function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
