import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import {
  discardOutcomeDraft,
  findOutcome,
  missingAnswers,
  OUTCOME_QUESTIONS,
  type OutcomeAnswers,
  recordOutcome,
} from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { answerWords } from '../words.ts';
import { DECIDE_PAGES, firstOpenPage, isAsked } from './decide-pages.ts';

/** Check your answers, then record them; or throw the changes away. */
export function checkPage(app: FastifyInstance, { db, clock }: House): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = []) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'outcome.record', project.authorityId);
    const { draft, recorded } = await findOutcome(db, project.id);
    const version = draft ?? recorded;
    if (!version) return reply.redirect(`${home}/decide/outcome`, 303);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Check your answers',
        error: errors.length > 0,
        back: { text: 'Back to the project', href: home },
      }),
      project,
      home,
      errors: showErrors(errors),
      steps: stepsOf(version.answers, home),
      missing: missingAnswers(version.answers),
      openPage: firstOpenPage(version.answers),
      draft: draft !== undefined,
      recorded: recorded !== undefined,
    };
    return sendPage(reply, 'projects/decide/check.njk', model);
  };

  app.get('/projects/:authority/:slug/decide/check', (request, reply) => show(request, reply));

  app.post('/projects/:authority/:slug/decide/check', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    try {
      await db.transaction().execute((tx) => recordOutcome(tx, person, project.id, clock));
    } catch (error) {
      return show(request, reply, [{ ...asFieldError(error, 'steps'), field: 'steps' }]);
    }
    return reply.redirect(`${home}/decide/result`, 303);
  });

  app.post('/projects/:authority/:slug/decide/discard', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    await db.transaction().execute((tx) => discardOutcomeDraft(tx, person, project.id));
    return reply.redirect(home, 303);
  });
}

const KEPT = OUTCOME_QUESTIONS.find((question) => question.field === 'kept_because')!;

/** The answers by step, each with the page that changes it. */
export function stepsOf(answers: OutcomeAnswers, home: string) {
  const asked = DECIDE_PAGES.filter((page) => isAsked(page, answers));
  return [...new Set(asked.map((page) => page.stepName))].map((name) => ({
    name,
    rows: asked
      .filter((page) => page.stepName === name)
      .flatMap((page) => [
        ...page.fields.map(({ field, label }) => ({
          name: label,
          text: answerWords(answers, OUTCOME_QUESTIONS.find((question) => question.field === field)!),
          href: `${home}/decide/${page.slug}?change`,
        })),
        ...(page.slug === 'outcome' && KEPT.asked!(answers)
          ? [
              {
                name: 'Why the wording stays as it is',
                text: answerWords(answers, KEPT),
                href: `${home}/decide/wording?change`,
              },
            ]
          : []),
      ]),
  }));
}
