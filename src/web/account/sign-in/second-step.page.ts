import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, type LamppostError, STATUS_OF } from '../../../base/index.ts';
import {
  finishEnrolment,
  finishSignIn,
  nextPath,
  offerFactorForTicket,
  type SignedIn,
  sessionCookie,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm, showErrors } from '../../projects/form.ts';
import { offeredFactor } from '../second-factor/factor-page.ts';
import { aboutCode } from '../second-factor/second-factor.page.ts';

interface Ticketed {
  readonly ticket: string;
  readonly next: string;
}

type Show = (request: FastifyRequest, reply: FastifyReply, signed: SignedIn, next: string) => Promise<unknown>;

/** The step behind the password: a code, or setting up the second factor that an authority asks for. */
export function secondStepPages(app: FastifyInstance, house: House): { show: Show } {
  const { db, clock, settings } = house;
  const cookie = sessionCookie(settings.publicUrl);

  function showCode(request: FastifyRequest, reply: FastifyReply, shown: Ticketed, error?: LamppostError) {
    const page = pageFor(request, { title: 'Enter your code', error: error !== undefined });
    const model = { page, ...shown, errors: errorsOf(error) };
    return sendPage(reply, 'account/sign-in/code.njk', model, statusOf(error));
  }

  async function showEnrol(request: FastifyRequest, reply: FastifyReply, shown: Ticketed, error?: LamppostError) {
    const offered = offeredFactor(await offerFactorForTicket(db, house, shown.ticket, clock));
    const page = pageFor(request, { title: 'Set up a second factor', error: error !== undefined });
    const model = { page, ...shown, offered, errors: errorsOf(error) };
    return sendPage(reply, 'account/sign-in/enrol.njk', model, statusOf(error));
  }

  app.post('/sign-in/code', async (request, reply) => {
    const { ticket, next, code } = ticketIn(request);
    try {
      const userAgent = request.headers['user-agent'];
      const { token } = await finishSignIn(db, house, { ticket, code, address: request.ip, userAgent }, clock);
      cookie.set(reply, token);
      return reply.redirect(nextPath(next), 303);
    } catch (error) {
      return showCode(request, reply, { ticket, next }, aboutCode(error));
    }
  });

  app.post('/sign-in/enrol', async (request, reply) => {
    const { ticket, next, code } = ticketIn(request);
    try {
      const userAgent = request.headers['user-agent'];
      const { token, recoveryCodes } = await finishEnrolment(db, house, { ticket, code, userAgent }, clock);
      cookie.set(reply, token);
      const page = pageFor(request, { title: 'Your recovery codes' });
      reply.header('cache-control', 'no-store');
      const model = { page, codes: recoveryCodes, next: nextPath(next) };
      return sendPage(reply, 'account/second-factor/codes.njk', model);
    } catch (error) {
      return showEnrol(request, reply, { ticket, next }, aboutCode(error));
    }
  });

  return {
    async show(request, reply, signed, next) {
      if (signed.step === 'done') {
        cookie.set(reply, signed.token);
        return reply.redirect(nextPath(next), 303);
      }
      reply.header('cache-control', 'no-store'); // the page holds a ticket
      const shown = { ticket: signed.ticket, next: nextPath(next) };
      return signed.step === 'code' ? showCode(request, reply, shown) : showEnrol(request, reply, shown);
    },
  };
}

function ticketIn(request: FastifyRequest) {
  const form = readForm(request.body);
  return { ticket: form.text('ticket'), next: nextPath(form.text('next')), code: form.text('code') };
}

function errorsOf(error: LamppostError | undefined) {
  return showErrors(error ? [{ field: 'code', text: `${error.message} ${error.cure}` }] : []);
}

function statusOf(error: LamppostError | undefined) {
  return error ? { status: STATUS_OF[error.kind] } : {};
}
