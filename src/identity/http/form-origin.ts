/**
 * Forged forms. A form sent with a session carries the session's token (in the field `csrf` or `_csrf`, or the header
 * X-CSRF-Token); a form sent without one (sign-in, set-up) must not come from another website, as the browser tells.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { crossSiteRefused, csrfRefused } from '../identity.errors.ts';
import { keyIn } from './key-header.ts';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws IDN_FORM_STALE or IDN_FORM_FOREIGN. Requests with a key are not forms and pass. */
export function requireOwnForm(request: FastifyRequest): void {
  if (HARMLESS.has(request.method) || keyIn(request) !== undefined) return;
  if (request.session) {
    const body = request.body as { csrf?: unknown; _csrf?: unknown } | null | undefined;
    const shown = body?.csrf ?? body?._csrf ?? request.headers['x-csrf-token'];
    if (typeof shown !== 'string' || !equal(shown, request.session.csrf)) throw csrfRefused();
  }
  if (request.headers['sec-fetch-site'] === 'cross-site') throw crossSiteRefused();
}

function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
