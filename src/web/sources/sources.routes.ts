import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { sourceListPage } from './list/source-list.page.ts';
import { newSourcePage } from './new/new-source.page.ts';
import { sourceKeyPages } from './source/key.page.ts';
import { sourcePage } from './source/source.page.ts';

/** The staff's pages of sources. All need sign-in; the use cases of ingest say who may do what. */
export async function registerSourcePages(app: FastifyInstance, house: House): Promise<void> {
  await app.register(async (staff) => {
    staff.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    staff.addHook('preHandler', requireSignIn);
    sourceListPage(staff, house);
    newSourcePage(staff, house);
    sourcePage(staff, house);
    sourceKeyPages(staff, house);
  });
}
