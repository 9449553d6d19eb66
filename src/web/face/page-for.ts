import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from './page-model.ts';
import { type ResponseKind, securityHeaders } from './security-headers.ts';
import { renderPage } from './views.ts';

type PageParts = Pick<Page, 'title'> & Partial<Page>;

/** The `page` of a template: who looks, where, with which token; `parts` say the rest. */
export function pageFor(request: FastifyRequest, parts: PageParts): Page {
  const person = request.viewer.kind === 'person' ? request.viewer : null;
  const own = person?.places.length === 1 ? person.places[0]! : null;
  return {
    path: request.url.split('?')[0]!,
    viewer: person && {
      name: person.name,
      authority: own && { name: own.authorityName, slug: own.authoritySlug },
      roles: [...new Set(person.places.flatMap((place) => place.roles))],
    },
    csrf: request.session?.csrf ?? null,
    authority: null,
    ...parts,
  };
}

/** Sends a rendered template with its security headers; a form that came back with errors is 400. */
export function sendPage(
  reply: FastifyReply,
  template: string,
  model: { page: Page },
  options: { kind?: ResponseKind; mapOrigins?: readonly string[]; status?: number } = {},
): FastifyReply {
  return reply
    .code(options.status ?? (model.page.error ? 400 : 200))
    .headers(securityHeaders(options.kind ?? 'page', options.mapOrigins))
    .type('text/html; charset=utf-8')
    .send(renderPage(template, model));
}
