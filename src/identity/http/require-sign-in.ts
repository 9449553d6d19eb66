import type { FastifyReply, FastifyRequest } from 'fastify';
import { isForMachines } from '../../base/index.ts';
import { signInNeeded } from '../identity.errors.ts';
import type { PersonViewer } from '../viewer.ts';

/**
 * A preHandler for pages of staff: people who did not sign in are sent to do so and come back; machines and forms get
 * IDN_SIGN_IN_NEEDED.
 */
export async function requireSignIn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.viewer.kind === 'person') return;
  if (request.method !== 'GET' || isForMachines(request)) throw signInNeeded();
  await reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
}

/** The person of a request that passed `requireSignIn`. */
export function personOf(request: Pick<FastifyRequest, 'viewer'>): PersonViewer {
  if (request.viewer.kind !== 'person') throw signInNeeded();
  return request.viewer;
}
