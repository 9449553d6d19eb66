import { randomInt } from 'node:crypto';
import { newToken } from '../base/index.ts';

const PREFIX_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'; // no l, o, 0, 1: prefixes are read out and typed
const KEY = /^lpk_([a-z0-9]{10})_[\w-]{43}$/;

/** A new key: `lpk_<prefix>_<secret>`. The prefix names it on pages, the secret (256 bits) is never shown again. */
export function newKey(): { key: string; prefix: string } {
  const prefix = Array.from({ length: 10 }, () => PREFIX_LETTERS[randomInt(PREFIX_LETTERS.length)]).join('');
  return { key: `lpk_${prefix}_${newToken(32)}`, prefix };
}

/** The prefix of something shaped like a key. */
export function prefixOf(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}
