import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  askedIn,
  type Conflict,
  pagesOf,
  provenanceOf,
  type Question,
  readAssessment,
  saveAnswers,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment } from '../assessment-page.ts';
import { shownValue } from '../parts/shown-answers.ts';
import { fieldOf, rawOf } from './question-form.ts';

type Typed = ReadonlyMap<string, unknown>;

/** The questions, one or a few a page. Continue saves and goes on; saving and coming back later needs no answer. */
export function answerPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code/answer/:question';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenAssessment,
    typed: Typed = new Map(),
    errors: FieldError[] = [],
    conflicts: readonly Conflict[] = [],
  ) => {
    const { home, read, project } = open;
    const { framework } = read.version;
    const { pages, at } = placeOf(open, request);
    const questions = pages[at]!;
    const changing = isChanging(request);
    const before = pages[at - 1]?.[0];
    const section = framework.sections.find((each) => each.questions.includes(questions[0]!))!;
    const fields = questions.map((question) => {
      const stored = read.answers.get(question.id);
      const conflict = conflicts.find((each) => each.questionId === question.id);
      return {
        question,
        field: fieldOf(framework, question, typed.has(question.id) ? typed.get(question.id) : stored?.value),
        revision: stored?.revision ?? 0,
        origin: stored && stored.origin !== 'typed' ? stored : null,
        comments: read.comments.filter((each) => each.questionId === question.id),
        review: read.reviews.get(question.id) ?? null,
        stale: read.stale.find((each) => each.question.id === question.id) ?? null,
        staleNow: shownNow(open, question),
        provenance: provenanceOf(framework, section, question),
        theirs: conflict && {
          by: conflict.theirs?.answeredByName ?? 'Somebody',
          at: conflict.theirs?.answeredAt ?? null,
          value: shownValue(framework, question, conflict.theirs?.value),
        },
      };
    });
    const model = {
      page: await pageForAssessment(db, request, open, {
        title: questions[0]!.ask,
        error: errors.length > 0,
        back: { text: 'Back', href: changing ? `${home}/check` : before ? `${home}/answer/${before.id}` : home },
      }),
      ...{ project, framework, section, fields, errors: showErrors(errors), hasConflict: conflicts.length > 0 },
      place: { number: at + 1, of: pages.length },
      alone: questions.length === 1,
      action: `${home}/answer/${questions[0]!.id}${changing ? '?change' : ''}`,
      addsRows: questions.some(({ answer, rows }) => (answer === 'rows' || answer === 'risks') && !rows),
    };
    return sendPage(reply, 'assessments/answer/question.njk', model);
  };

  app.get(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    requirePermission(open.person, 'assessment.write', open.project.authorityId);
    if (!placeOf(open, request).found || !isWritable(open)) return reply.redirect(open.home, 303);
    return show(request, reply, open);
  });

  app.post(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    requirePermission(open.person, 'assessment.write', open.project.authorityId);
    const place = placeOf(open, request);
    if (!place.found) return reply.redirect(open.home, 303);
    const questions = place.pages[place.at]!;
    const { framework, id } = open.read.version;
    const form = readForm(request.body);
    const typed = new Map(questions.map((question) => [question.id, rawOf(framework, question, form)]));
    const changes = questions.map((question) => ({
      questionId: question.id,
      raw: typed.get(question.id),
      revision: form.id(`r-${question.id}`),
    }));
    const { problems, conflicts } = await db
      .transaction()
      .execute((tx) => saveAnswers(tx, open.person, id, changes, clock));
    const after = {
      ...open,
      read: await readAssessment(db, open.person, { projectId: open.project.id, code: framework.framework }),
    };
    const field = (questionId: string) =>
      fieldOf(framework, questions.find((each) => each.id === questionId)!, undefined).id;
    const errors: FieldError[] = [
      ...problems.map(({ questionId, problem }) => ({ field: field(questionId), text: problem })),
      ...conflicts.map(({ questionId, theirs }) => ({
        field: field(questionId),
        text: `${theirs?.answeredByName ?? 'Somebody'} changed this answer while you were writing. Choose what it should be, then save again`,
      })),
    ];
    if (errors.length > 0) return show(request, reply, after, typed, errors, conflicts);
    const act = form.text('act');
    if (act === 'later') return reply.redirect(open.home, 303);
    if (act === 'more') return reply.redirect(`${request.url}#add`, 303);
    const missing = after.read.judgement.missing.filter(({ question }) =>
      questions.some((each) => each.id === question.id),
    );
    if (missing.length > 0) {
      const gaps = missing.map(({ question, why }) => ({ field: field(question.id), text: why }));
      return show(request, reply, after, typed, gaps);
    }
    return reply.redirect(nextOf(after, questions, isChanging(request)), 303);
  });
}

function isWritable({ read }: OpenAssessment): boolean {
  return read.version.state === 'draft' || read.version.state === 'to_correct';
}

function isChanging(request: FastifyRequest): boolean {
  return Object.hasOwn(request.query as object, 'change');
}

function placeOf(
  { read }: OpenAssessment,
  request: FastifyRequest,
): { pages: Question[][]; at: number; found: boolean } {
  const { question } = request.params as { question: string };
  const pages = pagesOf(askedIn(read.version.framework, valuesIn(read)));
  const at = pages.findIndex((page) => page.some(({ id }) => id === question));
  return { pages, at: Math.max(0, at), found: at >= 0 };
}

function valuesIn(read: OpenAssessment['read']) {
  return Object.fromEntries([...read.answers].map(([id, { value }]) => [id, value]));
}

/** On to the next page; when one answer is being changed, to what the change has opened, or back to the check. */
function nextOf({ home, read }: OpenAssessment, questions: readonly Question[], changing: boolean): string {
  const open = read.judgement.missing[0]?.question;
  if (changing) return open ? `${home}/answer/${open.id}?change` : `${home}/check`;
  const pages = pagesOf([...read.judgement.asked]);
  const next = pages[pages.findIndex((page) => page.some(({ id }) => id === questions[0]!.id)) + 1]?.[0];
  return next ? `${home}/answer/${next.id}` : `${home}/check`;
}

function shownNow({ read }: OpenAssessment, question: Question) {
  const found = read.stale.find((each) => each.question.id === question.id);
  return found ? shownValue(read.version.framework, question, found.now) : null;
}
