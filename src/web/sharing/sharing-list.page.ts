import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { authoritiesWhere } from '../../identity/index.ts';
import { listSharing } from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { shownAgreement } from './sharing-words.ts';

/** Agreements by which readings cross from one authority to another: for anybody, without the data. */
export function sharingListPage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/sharing', async (request, reply) => {
    const today = clock.now().toISOString().slice(0, 10);
    const model = {
      page: pageFor(request, { title: 'Sharing between authorities', nav: 'data' }),
      agreements: (await listSharing(db, request.viewer)).map((agreement) => shownAgreement(agreement, today)),
      mayPropose: authoritiesWhere(request.viewer, 'sharing.propose').length > 0,
    };
    return sendPage(reply, 'sharing/list.njk', model);
  });
}
