import type { FastifyRequest } from 'fastify';
import type { Db } from '../../base/index.ts';
import { can, findAuthority, type PersonViewer, personOf } from '../../identity/index.ts';
import { type Project, projectUnknown, requireProject } from '../../projects/index.ts';
import { pageFor } from '../face/page-for.ts';
import type { Page } from '../face/page-model.ts';

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

/** The `page` of a project's template, speaking for its authority. */
export async function pageForProject(
  db: Db,
  request: FastifyRequest,
  project: Project,
  parts: Pick<Page, 'title'> & Partial<Page>,
): Promise<Page> {
  const authority = await findAuthority(db, project.authoritySlug);
  return pageFor(request, {
    nav: 'projects',
    authority: { name: project.authorityName, slug: project.authoritySlug, accent: authority?.accent ?? null },
    ...parts,
  });
}
