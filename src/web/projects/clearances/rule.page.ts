import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { declareEmergency, findStanding, LONGEST_EMERGENCY_DAYS, ruleOnContinuity } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { standingWords } from './clearance-words.ts';

const NOTHING = { about: 'emergency', decision: '', reason: '', until: '' };

/** What the senior information risk owner rules: an emergency, or readings of a project with a continuity plan. */
export function rulePage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/clearances/rule';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    values: typeof NOTHING,
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'risk.rule', project.authorityId);
    const continuity = values.about === 'continuity';
    const title = continuity ? 'Do readings go on?' : 'Let it run in an emergency';
    const model = {
      page: await pageForProject(db, request, project, {
        title,
        error: errors.length > 0,
        back: { text: 'Back to the clearances', href: `${home}/clearances` },
      }),
      ...{ project, home, title, values, continuity, errors: showErrors(errors), longest: LONGEST_EMERGENCY_DAYS },
      standing: standingWords(await findStanding(db, project.id)),
    };
    return sendPage(reply, 'projects/clearances/rule.njk', model);
  };

  app.get(path, (request, reply) =>
    show(request, reply, { ...NOTHING, about: (request.query as { about?: string }).about ?? 'emergency' }),
  );

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'risk.rule', project.authorityId);
    const form = readForm(request.body);
    const values = {
      about: form.text('about'),
      decision: form.text('decision'),
      reason: form.text('reason'),
      until: form.text('until'),
    };
    const { reason, decision } = values;
    const continuity = values.about === 'continuity';
    if (continuity && decision !== 'go_on' && decision !== 'stop')
      return show(request, reply, values, [{ field: 'decision', text: 'Choose whether readings go on or stop' }]);
    const until = new Date(`${values.until}T23:59:59Z`);
    if (decision !== 'stop' && Number.isNaN(until.getTime()))
      return show(request, reply, values, [{ field: 'until', text: 'Enter the day it ends' }]);
    try {
      await db.transaction().execute((tx) => {
        if (!continuity) return declareEmergency(tx, person, project.id, { reason, until }, clock);
        const ruling =
          decision === 'stop' ? ({ decision, reason } as const) : { decision: 'go_on' as const, reason, until };
        return ruleOnContinuity(tx, person, project.id, ruling, clock);
      });
    } catch (error) {
      return show(request, reply, values, [asFieldError(error, 'reason')]);
    }
    return reply.redirect(`${home}/clearances`, 303);
  });
}
