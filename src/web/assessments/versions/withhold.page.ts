import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { latestReview, showAnswer, withholdAnswer } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment } from '../assessment-page.ts';

/** What of the assessment the public does not see, and why. */
export function withholdPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/withhold';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenAssessment,
    form: Form = readForm({}),
    errors: FieldError[] = [],
  ) => {
    requirePermission(open.person, 'assessment.validate', open.project.authorityId);
    const { home, project, read } = open;
    const asks = new Map(read.judgement.asked.map(({ id, ask }) => [id, ask]));
    const model = {
      page: await pageForAssessment(db, request, open, { title: 'What the public sees', error: errors.length > 0 }),
      ...{ project, home, framework: read.version.framework, errors: showErrors(errors) },
      withheld: [...read.withheld.values()].map((each) => ({
        ...each,
        ask: asks.get(each.questionId) ?? each.questionId,
      })),
      questions: [...asks]
        .filter(([id]) => !read.withheld.has(id))
        .map(([value, text]) => ({ value, text, selected: value === form.text('questionId') })),
      typed: { reason: form.text('reason'), reviewOn: form.text('reviewOn') || latestReview(clock.now(), 12) },
    };
    return sendPage(reply, 'assessments/versions/withhold.njk', model);
  };

  app.get(path, async (request, reply) => show(request, reply, await assessmentOf(db, request)));

  app.post(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const form = readForm(request.body);
    const { id } = open.read.version;
    const given = { questionId: form.text('questionId'), reason: form.text('reason'), reviewOn: form.text('reviewOn') };
    try {
      await db.transaction().execute(async (tx) => {
        if (form.text('act') === 'show') await showAnswer(tx, open.person, id, given.questionId);
        else await withholdAnswer(tx, open.person, id, given, clock);
      });
    } catch (error) {
      return show(request, reply, open, form, [asFieldError(error, 'reason')]);
    }
    return reply.redirect(`${open.home}/withhold`, 303);
  });
}
