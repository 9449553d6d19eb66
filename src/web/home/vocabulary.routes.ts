/** The vocabulary of observed properties: the pages that the API's definitions lead to. */
import type { FastifyInstance } from 'fastify';
import { defineError, type House } from '../../base/index.ts';
import { listProperties } from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';

const propertyUnknown = defineError(
  'WEB_PROPERTY_UNKNOWN',
  'not_found',
  'The vocabulary has no property called {code}.',
  'See /vocabulary for all of them.',
);

export async function registerVocabularyPages(app: FastifyInstance, house: House): Promise<void> {
  app.get('/vocabulary', { schema: { hide: true } }, async (request, reply) => {
    const page = pageFor(request, { title: 'What can be measured', nav: 'data', wide: true });
    const rows = (await listProperties(house.db)).map((property) => ({
      name: { text: property.name, href: `/vocabulary/${property.code}` },
      code: property.code,
      unit: property.unitCode ?? (property.kind === 'category' ? 'one of a list' : 'none'),
      theme: property.theme,
    }));
    return sendPage(reply, 'home/vocabulary.njk', { page, rows } as never);
  });

  app.get<{ Params: { code: string } }>('/vocabulary/:code', { schema: { hide: true } }, async (request, reply) => {
    const property = (await listProperties(house.db)).find(({ code }) => code === request.params.code);
    if (!property) throw propertyUnknown({ code: request.params.code });
    const page = pageFor(request, {
      title: property.name,
      nav: 'data',
      back: { text: 'What can be measured', href: '/vocabulary' },
    });
    return sendPage(reply, 'home/property.njk', { page, property } as never);
  });
}
