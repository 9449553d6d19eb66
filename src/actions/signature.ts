import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The `X-Lamppost-Signature` header of a delivery: `t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256 under the webhook's
 * secret of `<t>.<body>`. A receiver recomputes it and refuses times more than five minutes off, so that a delivery can
 * be neither forged nor replayed.
 */
export function signDelivery(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${digest(secret, seconds, body)}`;
}

/** True when the header was made with the secret for this body, at most `toleranceSeconds` from `now`. */
export function verifySignature(
  secret: string,
  header: string,
  body: string,
  now: Date,
  toleranceSeconds = 300,
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header);
  if (!match) return false;
  const seconds = Number(match[1]);
  if (Math.abs(now.getTime() / 1000 - seconds) > toleranceSeconds) return false;
  return timingSafeEqual(Buffer.from(match[2]!, 'hex'), Buffer.from(digest(secret, seconds, body), 'hex'));
}

function digest(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}
