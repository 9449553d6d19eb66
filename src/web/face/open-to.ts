import type { FastifyReply } from 'fastify';
import { securityHeaders } from './security-headers.ts';

/** Open data: any site may fetch it. */
export function openTo(reply: FastifyReply, type: string): FastifyReply {
  return reply.headers(securityHeaders('api')).header('access-control-allow-origin', '*').type(type);
}
