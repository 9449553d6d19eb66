import type { FastifyRequest } from 'fastify';

/**
 * The key a request shows, as `Authorization: Bearer <key>` or `X-Lamppost-Key`; undefined without one. Other schemes
 * (a proxy's Basic) are none of ours, and browsers send those by themselves, so they prove nothing about a form.
 */
export function keyIn({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const own = headers['x-lamppost-key'];
  if (own !== undefined) return String(own);
  return /^Bearer +(\S*) *$/i.exec(headers.authorization ?? '')?.[1];
}
