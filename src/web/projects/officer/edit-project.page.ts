import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { renameProject, setStage } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { STAGE_CHOICES } from '../words.ts';

/** Title and summary, and the stage: one form each. */
export function editProjectPages(app: FastifyInstance, { db }: House): void {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    form: 'edit' | 'stage',
    given?: { values: Record<string, string>; errors: FieldError[] },
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'project.edit', project.authorityId);
    const title = form === 'edit' ? 'Title and summary' : 'Which stage is the project at?';
    const model = {
      page: await pageForProject(db, request, project, {
        title,
        error: given !== undefined,
        back: { text: 'Back', href: home },
      }),
      ...{ project, home, stages: STAGE_CHOICES, values: given?.values ?? { ...project } },
      errors: showErrors(given?.errors ?? []),
    };
    return sendPage(reply, `projects/officer/${form}.njk`, model);
  };

  app.get('/projects/:authority/:slug/edit', (request, reply) => show(request, reply, 'edit'));
  app.get('/projects/:authority/:slug/stage', (request, reply) => show(request, reply, 'stage'));

  app.post('/projects/:authority/:slug/edit', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const values = { title: form.text('title'), summary: form.text('summary') };
    try {
      await db.transaction().execute((tx) => renameProject(tx, person, project.id, values));
    } catch (error) {
      return show(request, reply, 'edit', { values, errors: [asFieldError(error, 'title')] });
    }
    return reply.redirect(home, 303);
  });

  app.post('/projects/:authority/:slug/stage', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const stage = readForm(request.body).text('stage');
    try {
      await db.transaction().execute((tx) => setStage(tx, person, project.id, stage));
    } catch (error) {
      return show(request, reply, 'stage', { values: { stage }, errors: [asFieldError(error, 'stage')] });
    }
    return reply.redirect(home, 303);
  });
}
