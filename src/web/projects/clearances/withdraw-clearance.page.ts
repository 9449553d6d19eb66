import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { findPolicy, findStanding, isClearanceKind, withdrawClearance } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { kindWords } from './clearance-words.ts';

/** Taking a clearance back: first what will happen, then the reason. */
export function withdrawClearancePage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/clearances/withdraw';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: string,
    reason = '',
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'clearance.revoke', project.authorityId);
    if (!isClearanceKind(kind)) return reply.redirect(`${home}/clearances`, 303);
    const standing = await findStanding(db, project.id);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Take a clearance back',
        error: errors.length > 0,
        back: { text: 'Back to the clearances', href: `${home}/clearances` },
      }),
      ...{ project, home, kind, reason, errors: showErrors(errors) },
      title: kindWords(kind),
      inForce: standing !== undefined,
      continuity: standing?.isContinuity,
      days: (await findPolicy(db, project.authorityId)).policy.at_risk_days,
    };
    return sendPage(reply, 'projects/clearances/withdraw.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply, (request.query as { kind?: string }).kind ?? ''));

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const [kind, reason] = [form.text('kind'), form.text('reason')];
    try {
      await db.transaction().execute((tx) => withdrawClearance(tx, person, project.id, { kind, reason }, clock));
    } catch (error) {
      return show(request, reply, kind, reason, [asFieldError(error, 'reason')]);
    }
    return reply.redirect(`${home}/clearances`, 303);
  });
}
