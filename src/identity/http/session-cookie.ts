/**
 * The session cookie: HttpOnly, SameSite=Lax, and over https Secure with the `__Host-` prefix, so that no other host
 * or path can set it (RFC 6265bis §4.1.3). Tokens are base64url, so nothing needs escaping.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

const MAX_AGE_SECONDS = 24 * 3600; // the absolute life of a session

export interface SessionCookie {
  readonly name: string;
  read(request: Pick<FastifyRequest, 'headers'>): string | undefined;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

/** The cookie for a Lamppost at this public address. */
export function sessionCookie(publicUrl: string): SessionCookie {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? '__Host-lamppost' : 'lamppost';
  const rules = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const inHeader = new RegExp(`(?:^|; *)${name}=([\\w-]{1,200})(?:;|$)`);
  return {
    name,
    read: ({ headers }) => inHeader.exec(headers.cookie ?? '')?.[1],
    set: (reply, token) => void reply.header('set-cookie', `${name}=${token}; Max-Age=${MAX_AGE_SECONDS}; ${rules}`),
    clear: (reply) => void reply.header('set-cookie', `${name}=; Max-Age=0; ${rules}`),
  };
}
