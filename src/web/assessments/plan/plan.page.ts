import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { finishAction, listActions, planAction, questionsOf } from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { csvOf } from '../../face/csv.ts';
import { sendPage } from '../../face/page-for.ts';
import { securityHeaders } from '../../face/security-headers.ts';
import { asFieldError, type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment, partsIn } from '../assessment-page.ts';

/** The action plan: what is done, by whom, until when; also as CSV. */
export function planPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/plan';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenAssessment,
    form: Form = readForm({}),
    errors: FieldError[] = [],
  ) => {
    const { home, project, read } = open;
    const today = clock.now().toISOString().slice(0, 10);
    const actions = await listActions(db, read.version.assessmentId);
    const asks = new Map(questionsOf(read.version.framework).map(({ id, ask }) => [id, ask]));
    const model = {
      page: await pageForAssessment(db, request, open, { title: 'Action plan', error: errors.length > 0 }),
      ...{ project, home, framework: read.version.framework, errors: showErrors(errors), part: partsIn(open) },
      actions: actions.map((action) => ({
        ...action,
        ask: action.questionId ? (asks.get(action.questionId) ?? null) : null,
        status: action.doneAt ? 'done' : action.dueOn < today ? 'overdue' : 'open',
      })),
      typed: {
        body: form.text('body'),
        owner: form.text('owner'),
        questionId: form.text('questionId'),
        due: { day: form.text('due-day'), month: form.text('due-month'), year: form.text('due-year') },
      },
      questions: [
        { value: '', text: 'No single question' },
        ...read.judgement.asked.map(({ id, ask }) => ({ value: id, text: ask })),
      ],
    };
    return sendPage(reply, 'assessments/plan/plan.njk', model);
  };

  app.get(path, async (request, reply) => show(request, reply, await assessmentOf(db, request)));

  app.post(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const form = readForm(request.body);
    const [year, month, day] = ['year', 'month', 'day'].map((part) =>
      form.text(`due-${part}`).padStart(part === 'year' ? 4 : 2, '0'),
    );
    const wish = {
      body: form.text('body'),
      owner: form.text('owner'),
      dueOn: `${year}-${month}-${day}`,
      questionId: form.text('questionId'),
    };
    try {
      await db.transaction().execute((tx) => planAction(tx, open.person, open.read.version.id, wish, clock));
    } catch (error) {
      const found = asFieldError(error, 'body');
      return show(request, reply, open, form, [{ ...found, field: found.field === 'dueOn' ? 'due-day' : found.field }]);
    }
    return reply.redirect(`${open.home}/plan`, 303);
  });

  app.post(`${path}/done`, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const form = readForm(request.body);
    const given = { actionId: form.id('action'), note: form.text('note') };
    await db.transaction().execute((tx) => finishAction(tx, open.person, open.read.version.id, given, clock));
    return reply.redirect(`${open.home}/plan`, 303);
  });

  app.get('/projects/:authority/:slug/assessments/:code/plan.csv', async (request, reply) => {
    const { read, project } = await assessmentOf(db, request);
    const asks = new Map(questionsOf(read.version.framework).map(({ id, ask }) => [id, ask]));
    const rows = (await listActions(db, read.version.assessmentId)).map((action) => [
      action.body,
      action.owner,
      action.dueOn,
      action.doneAt ? 'done' : 'open',
      action.doneAt,
      action.doneNote,
      action.questionId ? (asks.get(action.questionId) ?? action.questionId) : '',
    ]);
    return reply
      .headers(securityHeaders('api'))
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="action-plan-${project.slug}-${read.version.framework.framework}.csv"`,
      )
      .send(csvOf(['action', 'owner', 'due', 'state', 'done_at', 'how', 'question'], rows));
  });
}
