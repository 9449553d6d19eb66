import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import {
  changePassword,
  endOwnSession,
  factorState,
  listSessions,
  personOf,
  ROLES,
  signInNeeded,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { accountTabs, fieldErrors, queryText } from '../account-page.ts';
import { rawText } from '../sign-in/sign-in.page.ts';
import { browserWords } from './browser-words.ts';

/** One's own account: roles, where one is signed in, the password. */
export function ownAccountPages(app: FastifyInstance, { db, clock }: House): void {
  async function show(request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) {
    const person = personOf(request);
    const sessions = await listSessions(db, person.personId, clock);
    const model = {
      page: pageFor(request, { title: 'Your account', nav: 'people', error: errors.length > 0 }),
      tabs: accountTabs('account'),
      person,
      places: person.places.map((place) => ({ ...place, roles: place.roles.map((role) => ROLES[role]) })),
      sessions: sessions.map((session) => ({
        ...session,
        browser: browserWords(session.userAgent),
        here: session.id === request.session?.id,
      })),
      factor: await factorState(db, person.personId),
      changed: queryText(request, 'after') === 'password',
      errors: showErrors(errors),
    };
    return sendPage(reply, 'account/own/account.njk', model);
  }

  app.get('/account', (request, reply) => show(request, reply));

  app.post('/account/sessions', async (request, reply) => {
    const session = readForm(request.body).text('session');
    await db.transaction().execute((tx) => endOwnSession(tx, request.viewer, session, clock));
    return reply.redirect('/account', 303);
  });

  app.post('/account/password', async (request, reply) => {
    if (!request.session) throw signInNeeded();
    const [current, next] = [rawText(request.body, 'current'), rawText(request.body, 'next')];
    const change = { current, next, sessionId: request.session.id, address: request.ip };
    try {
      await changePassword(db, request.viewer, change, clock);
    } catch (error) {
      const tooOften = error instanceof LamppostError && error.kind === 'too_many';
      const line = tooOften
        ? [{ field: 'current', text: `${error.message} ${error.cure}` }]
        : fieldErrors([error], 'next');
      return show(request, reply, line);
    }
    return reply.redirect('/account?after=password', 303);
  });
}
