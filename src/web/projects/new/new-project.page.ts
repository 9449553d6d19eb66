import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { authoritiesWhere, forbidden, PERMISSIONS, personOf } from '../../../identity/index.ts';
import { createProject, slugOf } from '../../../projects/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';

type Values = { title: string; summary: string; slug: string; authority: string };

/** Starting a project: a title, a summary, and for which authority. */
export function newProjectPage(app: FastifyInstance, { db }: House): void {
  const show = (request: FastifyRequest, reply: FastifyReply, values: Partial<Values>, errors: FieldError[] = []) => {
    const places = placesToStartIn(request);
    const model = {
      page: pageFor(request, {
        title: 'Start a project',
        nav: 'projects',
        error: errors.length > 0,
        back: { text: 'Back to projects', href: '/projects' },
      }),
      values,
      places,
      errors: showErrors(errors),
      slugTaken: errors.some((error) => error.field === 'slug'),
    };
    return sendPage(reply, 'projects/new/new.njk', model);
  };

  app.get('/projects/new', async (request, reply) => show(request, reply, {}));

  app.post('/projects/new', async (request, reply) => {
    const places = placesToStartIn(request);
    const form = readForm(request.body);
    const values: Values = {
      title: form.text('title'),
      summary: form.text('summary'),
      slug: form.text('slug'),
      authority: form.text('authority'),
    };
    const place = places.length === 1 ? places[0] : places.find((each) => each.authoritySlug === values.authority);
    const errors = missing(values, place === undefined);
    if (errors.length > 0) return show(request, reply, values, errors);
    try {
      const input = { ...values, authorityId: place!.authorityId };
      const { slug } = await db.transaction().execute((tx) => createProject(tx, personOf(request), input));
      return reply.redirect(`/projects/${place!.authoritySlug}/${slug}`, 303);
    } catch (error) {
      return show(request, reply, { ...values, slug: values.slug || slugOf(values.title) }, [
        asFieldError(error, 'title'),
      ]);
    }
  });
}

function placesToStartIn(request: FastifyRequest) {
  const person = personOf(request);
  const allowed = authoritiesWhere(person, 'project.edit');
  const places = person.places.filter((place) => allowed.includes(place.authorityId));
  if (places.length === 0) throw forbidden({ allows: PERMISSIONS['project.edit'].allows, roles: 'project lead' });
  return places;
}

function missing(values: Values, noAuthority: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (values.title === '') errors.push({ field: 'title', text: 'Enter a title' });
  if (noAuthority) errors.push({ field: 'authority', text: 'Choose which authority the project belongs to' });
  return errors;
}
