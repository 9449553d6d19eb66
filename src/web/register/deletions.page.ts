/** What retention deleted of a project: a list for everybody, and a signed certificate of each run. */
import type { FastifyInstance } from 'fastify';
import { defineError, type House } from '../../base/index.ts';
import { findAuthority } from '../../identity/index.ts';
import { findProject } from '../../projects/index.ts';
import {
  deletionCertificate,
  listDeletions,
  NOT_COVERED,
  publicKeys,
  signedCertificate,
  signingKey,
} from '../../publish/index.ts';
import { publishedDeclaration } from '../../register/index.ts';
import { openTo } from '../face/open-to.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { projectNotPublic } from './register-web.errors.ts';

const deletionUnknown = defineError(
  'WEB_DELETION_UNKNOWN',
  'not_found',
  'Nothing of this project was deleted at {at}.',
  'See the list of its deletions for the moments.',
);
const KEYS = '/.well-known/lamppost-signing-keys.json';

type Subject = { Params: { authority: string; slug: string; at: string } };

export function deletionPages(app: FastifyInstance, house: House): void {
  const { db, settings } = house;
  const publicProject = async ({ authority, slug }: Subject['Params']) => {
    const project = await findProject(db, authority, slug);
    const promise = project && (await publishedDeclaration(db, project.id));
    if (!project || !promise) throw projectNotPublic({ slug });
    return { project, promise, here: `/register/${authority}/projects/${slug}` };
  };

  app.get<Subject>('/register/:authority/projects/:slug/deletions', async (request, reply) => {
    const { project, here } = await publicProject(request.params);
    const owner = await findAuthority(db, project.authoritySlug);
    const deletions = await listDeletions(db, project.id);
    return sendPage(reply, 'register/deletions.njk', {
      page: pageFor(request, {
        title: 'What was deleted',
        nav: 'register',
        authority: { name: project.authorityName, slug: project.authoritySlug, accent: owner?.accent ?? null },
        breadcrumbs: [
          { text: 'Register', href: '/register' },
          { text: project.title, href: here },
          { text: 'What was deleted' },
        ],
      }),
      project,
      deletions: deletions.map((deletion) => ({
        ...deletion,
        href: `${here}/deletions/${deletion.ranAt.toISOString()}`,
      })),
      notCovered: NOT_COVERED,
      keysHref: KEYS,
    } as never);
  });

  app.get<Subject>('/register/:authority/projects/:slug/deletions/:at', async (request, reply) => {
    const { project, promise, here } = await publicProject(request.params);
    const ranAt = new Date(request.params.at);
    const [deletion] = Number.isNaN(ranAt.getTime()) ? [] : await listDeletions(db, project.id, { ranAt });
    if (!deletion) throw deletionUnknown({ at: request.params.at });
    const certified = {
      title: project.title,
      authority: project.authorityName,
      controller: promise.body.controller,
      page: settings.publicUrl + here,
    };
    const certificate = deletionCertificate(certified, deletion, settings.publicUrl + KEYS);
    const signature = signedCertificate(certificate, await signingKey(house));
    return openTo(reply, 'application/json; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="deletion-${project.slug}-${request.params.at.slice(0, 10)}.json"`,
      )
      .send(JSON.stringify({ certificate, signature }, null, 2));
  });

  app.get(KEYS, async (_request, reply) =>
    openTo(reply, 'application/jwk-set+json').send(JSON.stringify({ keys: await publicKeys(db) })),
  );
}
