import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { personOfLink, usePasswordLink } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { fieldErrors, queryText } from '../account-page.ts';
import { rawText } from './sign-in.page.ts';

/** The page of a one-time link: a person's first password, or a new one in place of a forgotten one. */
export function passwordPages(app: FastifyInstance, { db, clock }: House): void {
  async function show(request: FastifyRequest, reply: FastifyReply, token: string, errors: FieldError[] = []) {
    const { name, email } = await personOfLink(db, token, clock);
    const model = {
      page: pageFor(request, { title: 'Set your password', error: errors.length > 0 }),
      name,
      email,
      token,
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/sign-in/password.njk', model);
  }

  app.get('/password', (request, reply) => show(request, reply, queryText(request, 'token')));

  app.post('/password', async (request, reply) => {
    const token = readForm(request.body).text('token');
    const password = rawText(request.body, 'password');
    try {
      await db.transaction().execute((tx) => usePasswordLink(tx, token, password, clock));
    } catch (error) {
      return show(request, reply, token, fieldErrors([error], 'password'));
    }
    return reply.redirect('/sign-in?after=password', 303);
  });
}
