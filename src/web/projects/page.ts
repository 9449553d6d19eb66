import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../base/index.ts';
import { can, findAuthority, type PersonViewer, personOf } from '../../identity/index.ts';
import { type Project, projectUnknown, requireProject } from '../../projects/index.ts';
import type { Page } from '../face/page-model.ts';
import { renderPage } from '../face/views.ts';

/** The project of the path, for people who may read it; to others it does not exist. */
export async function projectOf(
  db: Db,
  request: FastifyRequest,
): Promise<{ person: PersonViewer; project: Project; home: string }> {
  const person = personOf(request);
  const { authority, slug } = request.params as { authority: string; slug: string };
  const project = await requireProject(db, authority, slug);
  if (!can(person, 'project.read', project.authorityId)) throw projectUnknown({ project: `${authority}/${slug}` });
  return { person, project, home: `/projects/${authority}/${slug}` };
}

type PageParts = Pick<Page, 'title'> & Partial<Page>;

/** The `page` of a template: who looks, where, and for which authority it speaks. */
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
    nav: 'projects',
    ...parts,
  };
}

/** The same, speaking for the project's authority. */
export async function pageForProject(
  db: Db,
  request: FastifyRequest,
  project: Project,
  parts: PageParts,
): Promise<Page> {
  const authority = await findAuthority(db, project.authoritySlug);
  return pageFor(request, {
    authority: { name: project.authorityName, slug: project.authoritySlug, accent: authority?.accent ?? null },
    ...parts,
  });
}

/** Sends a rendered template; a form that came back is 400. */
export function sendPage(
  reply: FastifyReply,
  template: string,
  model: { page: Page; [key: string]: unknown },
): FastifyReply {
  return reply
    .code(model.page.error ? 400 : 200)
    .header('cache-control', 'private, no-store')
    .type('text/html; charset=utf-8')
    .send(renderPage(template, model));
}
