import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  acceptAssessment,
  answerAdvice,
  giveAdvice,
  latestReview,
  passOn,
  reviewQuestions,
  sendBack,
} from '../../../assessments/index.ts';
import type { House, Tx } from '../../../base/index.ts';
import { CLEARANCE_KINDS, mayClear } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment, partsIn } from '../assessment-page.ts';
import { shownResult, shownSections } from '../parts/shown-answers.ts';

/** The page of evaluator, validator and data protection officer: every answer, what each of them can say, and the decision. */
export function reviewPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/review';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenAssessment,
    typed: Form = readForm({}),
    errors: FieldError[] = [],
  ) => {
    const { home, project, read, person } = open;
    const { version } = read;
    const { clearance, review_months: months } = version.framework;
    const part = partsIn(open);
    const clears = clearance ?? null;
    const model = {
      page: await pageForAssessment(db, request, open, {
        title: 'Review',
        error: errors.length > 0,
        back: { text: 'Back to the assessment', href: home },
      }),
      ...{ project, home, version, part, framework: version.framework, errors: showErrors(errors) },
      sections: shownSections(read).map((section) => ({
        ...section,
        questions: section.questions.map((question) => ({
          ...question,
          chosen:
            typed.text(`state-${question.id}`) ||
            (question.review && !question.review.isOld ? question.review.state : ''),
          typedComment: typed.text(`comment-${question.id}`),
        })),
      })),
      shown: shownResult(read),
      remark: typed.text('remark'),
      advice: read.advice.filter((each) => each.versionId === version.id),
      adviceText: typed.text('advice'),
      typedReason: typed.text('reason'),
      clears: clears && CLEARANCE_KINDS[clears].title,
      mayClear: !part.validate || clears === null || (await mayClear(db, person.personId, project.id, clears)),
      reviewOn: typed.text('reviewOn') || latestReview(clock.now(), months),
      canAnswer: open.may('assessment.validate'),
    };
    return sendPage(reply, 'assessments/review/review.njk', model);
  };

  app.get(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    return open.read.version.state === 'in_review' ? show(request, reply, open) : reply.redirect(open.home, 303);
  });

  /** Does one thing and says so; what goes wrong is shown beside what was typed. */
  const act = async (
    request: FastifyRequest,
    reply: FastifyReply,
    field: string,
    work: (tx: Tx, open: OpenAssessment, form: Form) => Promise<string>,
  ) => {
    const open = await assessmentOf(db, request);
    const form = readForm(request.body);
    let done: string;
    try {
      done = await db.transaction().execute((tx) => work(tx, open, form));
    } catch (error) {
      return show(request, reply, open, form, [asFieldError(error, field)]);
    }
    return reply.redirect(`${open.home}?done=${done}`, 303);
  };

  app.post(path, (request, reply) =>
    act(request, reply, 'remark', async (tx, { person, read }, form) => {
      const { id } = read.version;
      const judged = read.judgement.asked.map(({ id: questionId }) => ({
        questionId,
        state: stateIn(form, questionId),
        comment: form.text(`comment-${questionId}`),
      }));
      const remark = form.text('remark');
      await reviewQuestions(tx, person, id, judged, clock);
      switch (form.text('act')) {
        case 'back':
          await sendBack(tx, person, id, { remark });
          return 'sent-back';
        case 'pass':
          await passOn(tx, person, id, { remark }, clock);
          return 'passed-on';
        case 'accept':
          await acceptAssessment(tx, person, id, { remark, reviewOn: form.text('reviewOn') }, clock);
          return 'accepted';
        default:
          return 'reviewed';
      }
    }),
  );

  app.post(`${path}/advice`, (request, reply) =>
    act(request, reply, 'advice', async (tx, { person, read }, form) => {
      await giveAdvice(tx, person, read.version.id, { body: form.text('advice') }, clock);
      return 'advised';
    }),
  );

  app.post(`${path}/answer`, (request, reply) =>
    act(request, reply, 'reason', async (tx, { person, read }, form) => {
      const answer = form.text('answer') === 'followed' ? ('followed' as const) : ('overruled' as const);
      const given = { adviceId: form.id('adviceId'), answer, reason: form.text('reason') };
      await answerAdvice(tx, person, read.version.id, given, clock);
      return 'reviewed';
    }),
  );
}

function stateIn(form: Form, questionId: string): 'fine' | 'to_correct' | undefined {
  const state = form.text(`state-${questionId}`);
  return state === 'fine' || state === 'to_correct' ? state : undefined;
}
