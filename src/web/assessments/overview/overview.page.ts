import type { FastifyInstance } from 'fastify';
import {
  ASSESSMENT_STATE_WORDS,
  followFacts,
  listActions,
  type ReadAssessment,
  startAssessment,
  withdrawAssessment,
} from '../../../assessments/index.ts';
import type { House } from '../../../base/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../../projects/form.ts';
import { assessmentOf, type OpenAssessment, pageForAssessment, partsIn } from '../assessment-page.ts';
import { shownResult } from '../parts/shown-answers.ts';

/** One assessment: where it stands, what is next and for whom, and its sections as a task list. */
export function assessmentOverviewPages(app: FastifyInstance, { db, clock }: House): void {
  const path = '/projects/:authority/:slug/assessments/:code';

  app.get(path, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const { read, home, project } = open;
    const { version } = read;
    const part = partsIn(open);
    const actions = await listActions(db, version.assessmentId);
    const model = {
      page: await pageForAssessment(db, request, open, { title: version.framework.title }),
      ...{ project, home, version, part },
      framework: version.framework,
      state: ASSESSMENT_STATE_WORDS[version.state],
      done: DONE.get((request.query as { done?: string }).done ?? '') ?? null,
      next: nextOf(open, part),
      tasks: tasksOf(home, read, part.write),
      missing: read.judgement.missing.length,
      stale: read.stale.length,
      canFollow: part.write && read.stale.some((each) => each.canFollow),
      shown: shownResult(read),
      advice: read.advice,
      openActions: actions.filter(({ doneAt }) => doneAt === null).length,
      actions: actions.length,
    };
    return sendPage(reply, 'assessments/overview/overview.njk', model);
  });

  app.post(`${path}/follow`, async (request, reply) => {
    const { person, read, home } = await assessmentOf(db, request);
    await db.transaction().execute((tx) => followFacts(tx, person, read.version.id, clock));
    return reply.redirect(`${home}?done=followed`, 303);
  });

  app.post(`${path}/renew`, async (request, reply) => {
    const { person, project, read, home } = await assessmentOf(db, request);
    const wish = { projectId: project.id, code: read.version.framework.framework };
    await db.transaction().execute((tx) => startAssessment(tx, person, wish, clock));
    return reply.redirect(home, 303);
  });

  const showWithdraw = async (
    open: OpenAssessment,
    request: Parameters<typeof pageForAssessment>[1],
    reason = '',
    errors: FieldError[] = [],
  ) => ({
    page: await pageForAssessment(db, request, open, {
      title: 'Withdraw the assessment',
      error: errors.length > 0,
      back: { text: 'Back', href: open.home },
    }),
    ...{ project: open.project, home: open.home, version: open.read.version, reason, errors: showErrors(errors) },
  });

  app.get(`${path}/withdraw`, async (request, reply) => {
    const open = await assessmentOf(db, request);
    if (!partsIn(open).withdraw) return reply.redirect(open.home, 303);
    return sendPage(reply, 'assessments/overview/withdraw.njk', await showWithdraw(open, request));
  });

  app.post(`${path}/withdraw`, async (request, reply) => {
    const open = await assessmentOf(db, request);
    const reason = readForm(request.body).text('reason');
    try {
      await db
        .transaction()
        .execute((tx) => withdrawAssessment(tx, open.person, open.read.version.id, { reason }, clock));
    } catch (error) {
      const model = await showWithdraw(open, request, reason, [asFieldError(error, 'reason')]);
      return sendPage(reply, 'assessments/overview/withdraw.njk', model);
    }
    return reply.redirect(`${open.home}?done=withdrawn`, 303);
  });
}

const DONE = new Map([
  ['imported', 'The assessment is imported as a draft. Check every answer.'],
  ['followed', 'The answers that come from the declaration and the register are up to date.'],
  ['submitted', 'The assessment is submitted. Somebody else evaluates it.'],
  ['reviewed', 'Your review is saved.'],
  ['sent-back', 'The assessment went back to its authors. They see what you wrote.'],
  ['passed-on', 'The evaluation is done. Somebody else accepts it or sends it back.'],
  ['accepted', 'The assessment is accepted and public.'],
  ['advised', 'Your advice is kept with the assessment.'],
  ['withdrawn', 'The assessment is withdrawn. What it cleared is revoked.'],
]);

/** What is next, in a sentence, and the button for who may do it. */
function nextOf(
  { read, home }: OpenAssessment,
  part: ReturnType<typeof partsIn>,
): { says: string; button?: { text: string; href: string } } {
  const { version, judgement } = read;
  const first = judgement.missing[0]?.question.id;
  if (version.state === 'draft' || version.state === 'to_correct') {
    const says = version.state === 'to_correct' ? 'A reviewer asked for changes.' : 'It is being written.';
    if (!part.write) return { says };
    if (version.state === 'to_correct' || !first)
      return { says, button: { text: 'Check the answers', href: `${home}/check` } };
    return {
      says: `${says} ${judgement.missing.length} of ${judgement.asked.length} questions to go.`,
      button: { text: 'Answer the next question', href: `${home}/answer/${first}` },
    };
  }
  if (version.state === 'in_review') {
    if (part.advise)
      return {
        says: 'The authors ask for your advice.',
        button: { text: 'Read it and advise', href: `${home}/review` },
      };
    const says =
      version.evaluatedBy === null
        ? 'Somebody who wrote nothing of it evaluates it.'
        : `Evaluated by ${version.evaluatedByName}. A third person accepts it or sends it back.`;
    if (part.evaluate) return { says, button: { text: 'Evaluate it', href: `${home}/review` } };
    if (part.validate) return { says, button: { text: 'Accept it or send it back', href: `${home}/review` } };
    return { says };
  }
  if (version.state === 'accepted') return { says: `Accepted by ${version.validatedByName}.` };
  return { says: version.endedReason ? `Ended: ${version.endedReason}.` : 'It no longer counts.' };
}

/** The sections that are asked, each with how many of its questions are answered. */
function tasksOf(home: string, read: ReadAssessment, canWrite: boolean) {
  const asked = new Set(read.judgement.asked.map(({ id }) => id));
  const missing = new Set(read.judgement.missing.map(({ question }) => question.id));
  return read.version.framework.sections
    .map((section) => ({ section, questions: section.questions.filter(({ id }) => asked.has(id)) }))
    .filter(({ questions }) => questions.length > 0)
    .map(({ section, questions }) => {
      const gaps = questions.filter(({ id }) => missing.has(id));
      const stale = read.stale.filter(({ question }) => questions.includes(question)).length;
      const status =
        gaps.length === questions.length
          ? 'Not started'
          : gaps.length > 0
            ? `${gaps.length} to go`
            : stale > 0
              ? 'Out of date'
              : 'Done';
      const href = canWrite
        ? `${home}/answer/${(gaps[0] ?? questions[0]!).id}`
        : `${home}/versions/${read.version.version}#section-${section.id}`;
      return { title: section.title, href, status, done: status === 'Done' };
    });
}
