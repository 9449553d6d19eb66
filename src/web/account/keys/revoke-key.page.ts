import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { findKey, keyUnknown, mayWithdraw, withdrawKey } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';

const PATH = '/keys/:key(^\\d{1,9}$)/revoke';

/** Revoking a key, after saying what will happen. */
export function revokeKeyPages(app: FastifyInstance, { db, clock }: House): void {
  app.get(PATH, async (request, reply) => {
    const key = await findKey(db, idIn(request));
    if (!key || key.revokedAt || !mayWithdraw(request.viewer, key)) throw keyUnknown();
    const page = pageFor(request, {
      title: `Revoke ${key.name}?`,
      nav: 'people',
      back: { text: 'Back to keys', href: '/keys' },
    });
    return sendPage(reply, 'account/keys/revoke.njk', { page, key } as never);
  });

  app.post(PATH, async (request, reply) => {
    await db.transaction().execute((tx) => withdrawKey(tx, request.viewer, idIn(request), clock));
    return reply.redirect('/keys', 303);
  });
}

function idIn(request: FastifyRequest): number {
  return Number((request.params as { key: string }).key);
}
