/** Pages that say what this is: about, accessibility, privacy, licence, and the API page made from /openapi.json. */
import type { FastifyInstance } from 'fastify';
import { type House, sql, VERSION } from '../../base/index.ts';
import { listPartnerships } from '../../identity/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { forMachines, type OpenApiDocument, operationsOf } from './api-operations.ts';

const PLAIN_PAGES = [
  { path: '/about', title: 'About Lamppost', nav: 'about' },
  { path: '/accessibility', title: 'Accessibility statement', nav: null },
  { path: '/privacy', title: 'Privacy', nav: null },
  { path: '/licence', title: 'Licence', nav: null },
] as const;

export async function registerAboutPages(app: FastifyInstance, house: House): Promise<void> {
  for (const { path, title, nav } of PLAIN_PAGES) {
    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      const authorities = await listContacts(house);
      const partnerships = await listPartnerships(house.db);
      return sendPage(reply, `about${path}.njk`, {
        page: pageFor(request, { title, nav }),
        version: VERSION,
        authorities,
        partnerships,
      } as never);
    });
  }
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('access-control-allow-origin', '*')
      .send(forMachines(app.swagger() as OpenApiDocument)),
  );
  app.get('/docs', { schema: { hide: true } }, async (request, reply) => {
    const groups = operationsOf(forMachines(app.swagger() as OpenApiDocument));
    const page = pageFor(request, { title: 'API documentation', nav: 'data' });
    return sendPage(reply, 'about/docs.njk', {
      page,
      groups,
      publicUrl: house.settings.publicUrl,
      mqttPort: house.settings.mqttPort,
    } as never);
  });
}

async function listContacts(house: House) {
  const { rows } = await sql<{ name: string; email: string | null; website: string | null }>`
    select name, contact_email as email, website from identity.v_authority order by name`.execute(house.db);
  return rows;
}
