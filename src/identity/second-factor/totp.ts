/**
 * Time-based one-time passwords as authenticator apps make them (RFC 6238 over RFC 4226: HMAC-SHA-1, 30 seconds, six
 * digits). Our own, because it is these few lines over node:crypto and the RFC brings test vectors. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_SECONDS = 30; // RFC 6238 §5.2 recommends it, and some apps know no other
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // base32, RFC 4648 §6

/** The number of the half minute since 1970. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / STEP_SECONDS);
}

/** The code of a step (RFC 4226 §5.3). */
export function codeAt(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.at(-1)! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The step a code belongs to: this half minute, or one before or after for clocks that go wrong. Steps at or before `after`
 * do not count, so that a code works once (RFC 6238 §5.2).
 */
export function matchingStep(secret: Buffer, code: string, at: Date, after: number | null): number | undefined {
  const now = stepAt(at);
  return [now, now - 1, now + 1].find(
    (step) => (after === null || step > after) && timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code)),
  );
}

/** Bytes as base32 without padding, as apps take keys typed by hand. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What the QR code says (the key URI format that authenticator apps share). */
export function keyUri({ secret, account, issuer }: { secret: Buffer; account: string; issuer: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
