import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { listPeople, requirePermission } from '../../../identity/index.ts';
import { addProjectPerson, listProjectPeople, PARTS, removeProjectPerson } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';

/** Who has which part in a project: add a member of the authority, or take a part back. */
export function projectPeoplePage(app: FastifyInstance, { db }: House): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'project.edit', project.authorityId);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'People of the project',
        error: errors.length > 0,
        back: { text: 'Back to the project', href: home },
      }),
      project,
      home,
      parts: PARTS,
      errors: showErrors(errors),
      people: await listProjectPeople(db, project.id),
      members: await listPeople(db, project.authorityId),
    };
    return sendPage(reply, 'projects/officer/people.njk', model);
  };

  app.get('/projects/:authority/:slug/people', (request, reply) => show(request, reply));

  app.post('/projects/:authority/:slug/people', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const change = form.text('act') === 'remove' ? removeProjectPerson : addProjectPerson;
    const part = { personId: form.id('person'), part: form.text('part') };
    try {
      await db.transaction().execute((tx) => change(tx, person, project.id, part));
    } catch (error) {
      return show(request, reply, [
        { ...asFieldError(error, 'person'), field: part.personId === 0 ? 'person' : 'part' },
      ]);
    }
    return reply.redirect(`${home}/people`, 303);
  });
}
