import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can, requirePermission } from '../../../identity/index.ts';
import {
  chooseVerdict,
  findOutcome,
  type OutcomeVersion,
  VERDICT_SAYS,
  type Verdict,
  verdictOf,
} from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { VERDICT_CHOICES, VERDICT_WORDS } from '../words.ts';
import { stepsOf } from './check.page.ts';

/** The verdict explained, with the record's history; and going against it, with a reason that is published. */
export function resultPages(app: FastifyInstance, { db, clock }: House): void {
  app.get('/projects/:authority/:slug/decide/result', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const { draft, recorded, history } = await findOutcome(db, project.id);
    if (!recorded?.verdict) return reply.redirect(`${home}/decide`, 303);
    const { verdict, chosenVerdict, reason } = recorded;
    const { because = [], mind = [] } = verdictOf(recorded.answers) ?? {};
    const model = {
      page: await pageForProject(db, request, project, {
        title: VERDICT_SAYS[verdict].title,
        back: { text: 'Back to the project', href: home },
      }),
      project,
      home,
      recorded,
      because,
      mind,
      reason,
      draft: draft !== undefined,
      says: VERDICT_SAYS[verdict],
      against: chosenVerdict !== verdict && chosenVerdict ? VERDICT_SAYS[chosenVerdict] : null,
      chosen: chosenVerdict && VERDICT_WORDS[chosenVerdict],
      verdict,
      declares: (chosenVerdict ?? verdict) === 'smart_city_project',
      steps: stepsOf(recorded.answers, home),
      history: history.map(asHistory),
      may: { record: can(person, 'outcome.record', project.authorityId) },
    };
    return sendPage(reply, 'projects/decide/result.njk', model);
  });

  const showAgainst = async (
    request: FastifyRequest,
    reply: FastifyReply,
    values: { verdict?: string; reason?: string } = {},
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'outcome.record', project.authorityId);
    const { recorded } = await findOutcome(db, project.id);
    if (!recorded?.verdict) return reply.redirect(`${home}/decide`, 303);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Go against the verdict',
        error: errors.length > 0,
        back: { text: 'Back', href: `${home}/decide/result` },
      }),
      project,
      home,
      values,
      errors: showErrors(errors),
      verdict: VERDICT_WORDS[recorded.verdict],
      choices: VERDICT_CHOICES.filter((choice) => choice.value !== recorded.verdict),
    };
    return sendPage(reply, 'projects/decide/against.njk', model);
  };

  app.get('/projects/:authority/:slug/decide/against', (request, reply) => showAgainst(request, reply));

  app.post('/projects/:authority/:slug/decide/against', async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const values = { verdict: form.text('verdict'), reason: form.text('reason') };
    const errors: FieldError[] = [];
    if (!values.verdict) errors.push({ field: 'verdict', text: 'Choose what you will treat the project as' });
    if (!values.reason && form.text('act') !== 'follow') {
      errors.push({ field: 'reason', text: 'Write why you go against the verdict' });
    }
    if (errors.length > 0) return showAgainst(request, reply, values, errors);
    try {
      const choice = { verdict: values.verdict as Verdict, reason: values.reason };
      await db.transaction().execute((tx) => chooseVerdict(tx, person, project.id, choice, clock));
    } catch (error) {
      return showAgainst(request, reply, values, [asFieldError(error, 'verdict')]);
    }
    return reply.redirect(`${home}/decide/result`, 303);
  });
}

function asHistory({ version, verdict, chosenVerdict, reason, savedAt, savedBy }: OutcomeVersion) {
  const against = chosenVerdict !== verdict && chosenVerdict;
  return {
    title: `Version ${version}: ${verdict ? VERDICT_WORDS[verdict] : 'no verdict'}`,
    at: savedAt,
    by: savedBy,
    text: against ? `Treated as “${VERDICT_WORDS[against]}”. ${reason ?? ''}` : null,
  };
}
