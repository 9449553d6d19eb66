import { randomInt } from 'node:crypto';
import { hashToken } from '../../base/index.ts';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'; // no i, l, o, 0, 1: they are written down and typed
const HOW_MANY = 10;
const LENGTH = 16; // 31^16 is 79 bits: beyond guessing, also from their hashes

/** New codes in groups of four, such as `abcd-efgh-jkmn-pqrs`. Each works once, when the authenticator is lost. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: HOW_MANY }, () => {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    return letters.match(/.{4}/g)!.join('-');
  });
}

/** What is stored of a code, however its groups were typed. */
export function hashRecoveryCode(typed: string): Buffer {
  return hashToken(typed.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}
