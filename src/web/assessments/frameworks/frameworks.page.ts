import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { importFramework, listFrameworks, questionsOf } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { authorityUnknown, can, findAuthority, personOf, requirePermission } from '../../../identity/index.ts';
import { CLEARANCE_KINDS } from '../../../projects/index.ts';
import { readUploads } from '../../devices/models/uploads.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';

/** The frameworks an authority can answer, and importing one from a file. */
export function frameworkPages(app: FastifyInstance, { db, clock }: House): void {
  app.register(async (pages) => {
    readUploads(pages);
    const show = async (request: FastifyRequest, reply: FastifyReply, text = '', errors: FieldError[] = []) => {
      const authority = await authorityOf(request);
      const person = personOf(request);
      const frameworks = await listFrameworks(db, authority.id);
      const model = {
        page: pageFor(request, {
          title: 'Frameworks',
          nav: 'projects',
          error: errors.length > 0,
          authority: { name: authority.name, slug: authority.slug, accent: authority.accent },
          breadcrumbs: [{ text: 'Projects', href: '/projects' }, { text: 'Frameworks' }],
        }),
        ...{ authority, text, errors: showErrors(errors), may: can(person, 'framework.edit', authority.id) },
        imported: Object.hasOwn(request.query as object, 'imported'),
        frameworks: frameworks.map(({ framework, origin }) => ({
          title: framework.title,
          about: framework.about,
          edition: framework.edition,
          questions: questionsOf(framework).length,
          clears: framework.clearance ? CLEARANCE_KINDS[framework.clearance].title : null,
          sources: framework.sources,
          origin,
        })),
      };
      return sendPage(reply, 'assessments/frameworks/frameworks.njk', model as never);
    };

    /** For its members; to others it is not there. */
    async function authorityOf(request: FastifyRequest) {
      const { authority: slug } = request.params as { authority: string };
      const authority = await findAuthority(db, slug);
      if (!authority || !can(personOf(request), 'assessment.read', authority.id))
        throw authorityUnknown({ authority: slug });
      return authority;
    }

    pages.get('/frameworks/:authority', (request, reply) => show(request, reply));
    pages.post('/frameworks/:authority', async (request, reply) => {
      const authority = await authorityOf(request);
      requirePermission(request.viewer, 'framework.edit', authority.id);
      const form = readForm(request.body);
      const text = form.text('file') || form.text('text');
      if (text === '') return show(request, reply, text, [{ field: 'file', text: 'Choose a file, or paste its text' }]);
      try {
        const given = { authorityId: authority.id, text, name: 'you gave' };
        await db.transaction().execute((tx) => importFramework(tx, request.viewer, given, clock));
        return reply.redirect(`/frameworks/${authority.slug}?imported`, 303);
      } catch (error) {
        return show(request, reply, form.text('text'), [asFieldError(error, 'file')]);
      }
    });
  });
}
