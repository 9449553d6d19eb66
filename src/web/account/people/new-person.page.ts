import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { ALL_ROLES, invitePerson, isRole, ROLES, type Role } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { fieldErrors } from '../account-page.ts';
import { editablePlace } from './person-paths.ts';
import { sendLinkPage } from './send-link-page.ts';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/** Adding a person: name, address, roles; then the one-time link for their first password, shown once. */
export function newPersonPages(app: FastifyInstance, house: House): void {
  const { db, clock } = house;

  function show(request: FastifyRequest, reply: FastifyReply, values: Values, errors: FieldError[] = []) {
    const place = editablePlace(request);
    const model = {
      page: pageFor(request, {
        title: 'Add a person',
        nav: 'people',
        error: errors.length > 0,
        back: { text: 'Back to people', href: `/people?authority=${place.authoritySlug}` },
      }),
      place,
      values,
      roles: ALL_ROLES.map((role) => ({
        value: role,
        text: ROLES[role].label,
        hint: { text: ROLES[role].duty },
        checked: values.roles.includes(role),
      })),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/people/new.njk', model);
  }

  app.get('/people/:authority/new', async (request, reply) => show(request, reply, { name: '', email: '', roles: [] }));

  app.post('/people/:authority/new', async (request, reply) => {
    const place = editablePlace(request);
    const form = readForm(request.body);
    const values = { name: form.text('name'), email: form.text('email'), roles: form.texts('roles').filter(isRole) };
    if (values.roles.length === 0) {
      return show(request, reply, values, [{ field: 'roles', text: 'Choose at least one role.' }]);
    }
    const wanted = { ...values, authorityId: place.authorityId };
    try {
      const invited = await db.transaction().execute((tx) => invitePerson(tx, request.viewer, wanted, clock));
      return sendLinkPage(house, request, reply, { ...invited, place });
    } catch (error) {
      return show(request, reply, values, fieldErrors([error], 'roles').map(onForm));
    }
  });
}

/** The roles are one question on this form. */
function onForm(error: FieldError): FieldError {
  return error.field === 'role' ? { ...error, field: 'roles' } : error;
}
