import type { FastifyRequest } from 'fastify';
import { requestUnreadable } from '../base.errors.ts';

/** What every route may rely on: no NUL in the address, which PostgreSQL takes in no text. Throws BASE_REQUEST_UNREADABLE. */
export function requireReadableAddress({ url }: Pick<FastifyRequest, 'url'>): void {
  if (url.includes('%00')) throw requestUnreadable({ field: 'The address', why: 'it holds a NUL character' });
}

/**
 * What pages may rely on: their body is a form, a text or a list of texts under each name, without NUL. No body is an
 * empty form. Throws BASE_REQUEST_UNREADABLE naming the field.
 */
export function requireForm(request: Pick<FastifyRequest, 'body'>): void {
  request.body ??= {};
  const { body } = request;
  if (typeof body !== 'object' || Array.isArray(body))
    throw requestUnreadable({ field: 'The form', why: 'its fields have no names' });
  for (const [name, value] of Object.entries(body as object)) {
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== 'string') throw requestUnreadable({ field: name, why: 'it is no text' });
      if (text.includes('\0')) throw requestUnreadable({ field: name, why: 'it holds a NUL character' });
    }
  }
}
