import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError, STATUS_OF } from '../../../base/index.ts';
import { isSetUpNeeded, nextPath, openDirectories, sessionCookie, signIn, signOut } from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { queryText } from '../account-page.ts';
import { directoryPages } from './directory.page.ts';
import { secondStepPages } from './second-step.page.ts';

/** What a page before this one has to say, by the `after` in the address. */
const AFTER = new Map([
  ['set-up', 'The authority is set up. Sign in as the first person to start a project, as the second to approve.'],
  ['password', 'Your password is set. Sign in with it.'],
  ['sign-out', 'You are signed out.'],
]);

/** Signing in and out with an email address and a password. */
export function signInPages(app: FastifyInstance, house: House): void {
  const { db, clock, settings } = house;
  const secondStep = secondStepPages(app, house);
  const cookie = sessionCookie(settings.publicUrl);

  async function show(request: FastifyRequest, reply: FastifyReply, shown: Shown = {}) {
    const model = {
      page: pageFor(request, { title: 'Sign in', error: shown.error !== undefined }),
      email: shown.email ?? '',
      next: nextPath(shown.next),
      notice: AFTER.get(queryText(request, 'after')),
      directories: await openDirectories(db),
      setUpNeeded: await isSetUpNeeded(db),
      errors: showErrors(shown.error ? [shown.error] : []),
    };
    return sendPage(reply, 'account/sign-in/sign-in.njk', model, shown.status ? { status: shown.status } : {});
  }

  directoryPages(app, house, (request, reply, error) => {
    const text = `${error.message} ${error.cure}`;
    return show(request, reply, { status: STATUS_OF[error.kind], error: { field: 'email', text } });
  });

  app.get('/sign-in', async (request, reply) => {
    const next = queryText(request, 'next');
    if (request.session) return reply.redirect(nextPath(next), 303);
    return show(request, reply, { next });
  });

  app.post('/sign-in', async (request, reply) => {
    const form = readForm(request.body);
    const [email, next] = [form.text('email'), form.text('next')];
    const password = rawText(request.body, 'password');
    const userAgent = request.headers['user-agent'];
    try {
      const signed = await signIn(db, { email, password, address: request.ip, userAgent }, clock);
      return await secondStep.show(request, reply, signed, next);
    } catch (error) {
      if (!(error instanceof LamppostError) || !['unauthenticated', 'too_many'].includes(error.kind)) throw error;
      const text = `${error.message} ${error.cure}`;
      return show(request, reply, { email, next, status: STATUS_OF[error.kind], error: { field: 'email', text } });
    }
  });

  app.post('/sign-out', async (request, reply) => {
    const token = cookie.read(request);
    if (token) await signOut(db, token, clock);
    cookie.clear(reply);
    return reply.redirect('/sign-in?after=sign-out', 303);
  });
}

interface Shown {
  email?: string;
  next?: string;
  status?: number;
  error?: FieldError;
}

/** A field as it was typed: a password may begin or end with a space. */
export function rawText(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
