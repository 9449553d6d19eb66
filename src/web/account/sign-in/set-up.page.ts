import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type House, LamppostError } from '../../../base/index.ts';
import {
  checkFirstSetUp,
  FIRST_ROLES,
  type FirstPerson,
  type FirstSetUp,
  ROLES,
  requireSetUpLink,
  useSetupLink,
} from '../../../identity/index.ts';
import { pageFor, sendPage } from '../../face/page-for.ts';
import { readForm, showErrors } from '../../projects/form.ts';
import { fieldErrors, queryText } from '../account-page.ts';
import { rawText } from './sign-in.page.ts';

const NIGHT_BLUE = '#12263f';
const WHO = [
  { prefix: 'first', legend: 'The first person', part: 'Proposes: writes declarations, runs devices, manages people.' },
  { prefix: 'second', legend: 'The second person', part: 'Approves what the first has written.' },
] as const;

/** The page of the link that `npm start` prints on an empty data folder: an authority and its first two people. */
export function setUpPages(app: FastifyInstance, { db, clock }: House): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    answers: FirstSetUp,
    error?: unknown,
  ) {
    await requireSetUpLink(db, token, clock);
    const problems = error === undefined ? [] : checkFirstSetUp(answers);
    const lines = fieldErrors(problems.length > 0 || error === undefined ? problems : [error], 'name');
    const model = {
      page: pageFor(request, { title: 'Set up Lamppost', error: lines.length > 0 }),
      token,
      authority: answers.authority,
      people: WHO.map((who, index) => ({
        ...who,
        name: answers.people[index]!.name,
        email: answers.people[index]!.email,
        roles: FIRST_ROLES[index]!.map((role) => ROLES[role].label.toLowerCase()).join(' and '),
      })),
      errors: showErrors(lines),
    };
    return sendPage(reply, 'account/sign-in/set-up.njk', model);
  }

  app.get('/setup', (request, reply) => show(request, reply, queryText(request, 'token'), answersIn({})));

  app.post('/setup', async (request, reply) => {
    const token = readForm(request.body).text('token');
    const answers = answersIn(request.body);
    try {
      await db.transaction().execute((tx) => useSetupLink(tx, token, answers, clock));
    } catch (error) {
      if (!(error instanceof LamppostError)) throw error;
      return show(request, reply, token, answers, error);
    }
    return reply.redirect('/sign-in?after=set-up', 303);
  });
}

function answersIn(body: unknown): FirstSetUp {
  const form = readForm(body);
  const person = (prefix: string): FirstPerson => ({
    name: form.text(`${prefix}-name`),
    email: form.text(`${prefix}-email`),
    password: rawText(body, `${prefix}-password`),
  });
  const authority = {
    name: form.text('name'),
    slug: form.text('slug'),
    accent: form.text('accent') || NIGHT_BLUE,
  };
  return { authority, people: [person('first'), person('second')] };
}
