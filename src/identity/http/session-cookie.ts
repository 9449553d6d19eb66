/**
 * The session cookie: HttpOnly, SameSite=Lax, and over https Secure with the `__Host-` prefix, so that no other host
 * or path can set it (RFC 6265bis §4.1.3). Tokens are base64url, so nothing needs escaping.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface SessionCookie {
  readonly name: string;
  read(request: Pick<FastifyRequest, 'headers'>): string | undefined;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

/** The session's cookie for a Lamppost at this public address; as long as a session lives at most. */
export function sessionCookie(publicUrl: string): SessionCookie {
  return cookieCalled('lamppost', 24 * 3600, publicUrl);
}

/** The cookie that ties a sign-in through a directory to the browser it began in. */
export function directoryCookie(publicUrl: string): SessionCookie {
  return cookieCalled('lamppost-directory', 600, publicUrl);
}

function cookieCalled(plainName: string, maxAgeSeconds: number, publicUrl: string): SessionCookie {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? `__Host-${plainName}` : plainName;
  const rules = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const inHeader = new RegExp(`(?:^|; *)${name}=([\\w-]{1,200})(?:;|$)`);
  return {
    name,
    read: ({ headers }) => inHeader.exec(headers.cookie ?? '')?.[1],
    set: (reply, token) => void reply.header('set-cookie', `${name}=${token}; Max-Age=${maxAgeSeconds}; ${rules}`),
    clear: (reply) => void reply.header('set-cookie', `${name}=; Max-Age=0; ${rules}`),
  };
}
