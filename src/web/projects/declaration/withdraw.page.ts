import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { declarationHistory, withdrawDeclaration } from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { deviceCounts } from '../officer/overview.store.ts';
import { pageForProject, projectOf } from '../page.ts';

/** Withdrawing a promise: first what will happen, then the reason, then it stops. */
export function withdrawDeclarationPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/declaration/withdraw';

  const show = async (request: FastifyRequest, reply: FastifyReply, reason = '', errors: FieldError[] = []) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'declaration.withdraw', project.authorityId);
    const history = await declarationHistory(db, person, project.id);
    const standing =
      history.find((each) => each.state === 'in_force') ?? history.find((each) => each.state === 'submitted');
    if (!standing) return reply.redirect(`${home}/declaration`, 303);
    const devices = await deviceCounts(db, project.id);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Withdraw the declaration',
        error: errors.length > 0,
        back: { text: 'Back to the declaration', href: `${home}/declaration` },
      }),
      ...{ project, home, standing, reason, errors: showErrors(errors) },
      devices: devices
        .filter((each) => !['planned', 'retired'].includes(each.state))
        .reduce((sum, each) => sum + each.count, 0),
    };
    return sendPage(reply, 'projects/declaration/withdraw.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply));

  app.post(path, async (request, reply) => {
    const { person, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const reason = form.text('reason');
    if (reason === '') return show(request, reply, reason, [{ field: 'reason', text: 'Write why it is withdrawn' }]);
    const id = form.id('declaration');
    try {
      await db.transaction().execute((tx) => withdrawDeclaration(tx, person, id, { reason, at: clock.now() }));
    } catch (error) {
      return show(request, reply, reason, [asFieldError(error, 'reason')]);
    }
    return reply.redirect(`${home}/declaration?done=withdrawn`, 303);
  });
}
