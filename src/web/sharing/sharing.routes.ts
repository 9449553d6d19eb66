import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { newSharingPage } from './new-sharing.page.ts';
import { partnershipsPage } from './partnerships.page.ts';
import { sharingPage } from './sharing.page.ts';
import { sharingListPage } from './sharing-list.page.ts';

/** Sharing agreements and partnerships: reading for anybody, writing for people who signed in. */
export async function registerSharingPages(app: FastifyInstance, house: House): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });
  sharingListPage(app, house);
  await app.register(async (staff) => {
    staff.addHook('preHandler', requireSignIn);
    newSharingPage(staff, house);
    partnershipsPage(app, staff, house);
  });
  app.register(async (either) => {
    either.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'GET') await requireSignIn(request, reply);
    });
    sharingPage(either, house);
  });
}
