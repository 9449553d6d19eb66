import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { submitAssessment } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment, partsIn } from '../assessment-page.ts';
import { shownResult, shownSections } from '../parts/shown-answers.ts';

/** Every answer on one page, each with a way to change it; then handing it in. */
export function checkAnswersPage(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/check';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenAssessment,
    errors: FieldError[] = [],
  ) => {
    const { home, project, read } = open;
    const model = {
      page: await pageForAssessment(db, request, open, {
        title: 'Check your answers',
        error: errors.length > 0,
        back: { text: 'Back to the assessment', href: home },
      }),
      ...{ project, home, framework: read.version.framework, errors: showErrors(errors) },
      sections: shownSections(read),
      shown: shownResult(read),
      missing: read.judgement.missing.map(({ question, why }) => ({ id: question.id, ask: question.ask, why })),
    };
    return sendPage(reply, 'assessments/answer/check.njk', model);
  };

  app.get(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    requirePermission(open.person, 'assessment.write', open.project.authorityId);
    return partsIn(open).write ? show(request, reply, open) : reply.redirect(open.home, 303);
  });

  app.post(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    try {
      await db.transaction().execute((tx) => submitAssessment(tx, open.person, open.read.version.id, clock));
    } catch (error) {
      return show(request, reply, open, [{ ...asFieldError(error, 'answers'), field: 'answers' }]);
    }
    return reply.redirect(`${open.home}?done=submitted`, 303);
  });
}
