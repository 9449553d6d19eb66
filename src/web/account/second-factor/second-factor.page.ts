import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError, STATUS_OF } from '../../../base/index.ts';
import {
  factorState,
  offerOwnFactor,
  personOf,
  removeOwnFactor,
  renewRecoveryCodes,
  signInNeeded,
  takeOwnFactor,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm, showErrors } from '../../projects/form.ts';
import { offeredFactor } from './factor-page.ts';

/** One's own second factor: set it up, make new recovery codes, remove it. */
export function secondFactorPages(app: FastifyInstance, house: House): void {
  const { db, clock } = house;

  async function show(request: FastifyRequest, reply: FastifyReply, error?: LamppostError) {
    const state = await factorState(db, personOf(request).personId);
    const offered = state.since
      ? undefined
      : offeredFactor(await db.transaction().execute((tx) => offerOwnFactor(tx, house, request.viewer, clock)));
    const title = offered ? 'Set up a second factor' : 'Your second factor';
    const back = { text: 'Back to your account', href: '/account' };
    const model = {
      page: pageFor(request, { title, nav: 'people', back, error: error !== undefined }),
      state,
      offered,
      errors: showErrors(error ? [{ field: 'code', text: `${error.message} ${error.cure}` }] : []),
    };
    const status = error ? { status: STATUS_OF[error.kind] } : {};
    return sendPage(reply, 'account/second-factor/second-factor.njk', model, status);
  }

  function showCodes(request: FastifyRequest, reply: FastifyReply, codes: readonly string[]) {
    const page = pageFor(request, { title: 'Your recovery codes', nav: 'people' });
    const model = { page, codes, next: '/account' };
    return sendPage(reply, 'account/second-factor/codes.njk', model);
  }

  app.get('/account/second-factor', (request, reply) => show(request, reply));

  app.post('/account/second-factor', async (request, reply) => {
    if (!request.session) throw signInNeeded();
    const taken = { code: readForm(request.body).text('code'), sessionId: request.session.id };
    try {
      const codes = await db.transaction().execute((tx) => takeOwnFactor(tx, house, request.viewer, taken, clock));
      return showCodes(request, reply, codes);
    } catch (error) {
      return show(request, reply, aboutCode(error));
    }
  });

  app.post('/account/second-factor/change', async (request, reply) => {
    const form = readForm(request.body);
    const from = { code: form.text('code'), address: request.ip };
    try {
      if (form.text('act') === 'codes') {
        return showCodes(request, reply, await renewRecoveryCodes(db, house, request.viewer, from, clock));
      }
      await removeOwnFactor(db, house, request.viewer, from, clock);
      return reply.redirect('/account', 303);
    } catch (error) {
      return show(request, reply, aboutCode(error));
    }
  });
}

/** The error if it is one for the form's code field; throws it on otherwise. */
export function aboutCode(error: unknown): LamppostError {
  if (error instanceof LamppostError && error.field === 'code') return error;
  throw error;
}
