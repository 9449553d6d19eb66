import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { checkWording, type OutcomeAnswers, saveOutcome, sayNotes, type WordingNote } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { pageAfter } from './decide-pages.ts';
import { answersOf, isChanging } from './decide-question.page.ts';

/** After an outcome whose wording was caught: why, and two ways on. Change it, or keep it with a reason. */
export function wordingPage(app: FastifyInstance, { db }: House): void {
  const path = '/projects/:authority/:slug/decide/wording';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { statement?: string; kept_because?: string } = {},
    errors: FieldError[] = [],
  ) => {
    const { person, project, home } = await projectOf(db, request);
    requirePermission(person, 'outcome.record', project.authorityId);
    const { outcome = {} } = await answersOf(db, project.id);
    const change = isChanging(request) ? '?change' : '';
    const notes = checkWording(outcome.statement ?? '');
    if (notes.length === 0) return reply.redirect(`${home}/decide/outcome${change}`, 303);
    const model = {
      page: await pageForProject(db, request, project, {
        title: 'Look at the wording again',
        error: errors.length > 0,
        back: { text: 'Back', href: `${home}/decide/outcome${change}` },
      }),
      project,
      notes: sayNotes(notes),
      change,
      errors: showErrors(errors),
      action: `${home}/decide/wording${change}`,
      pieces: piecesOf(outcome.statement!, notes),
      values: { ...outcome, ...typed },
    };
    return sendPage(reply, 'projects/decide/wording.njk', model);
  };

  app.get(path, (request, reply) => show(request, reply));

  app.post(path, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    const form = readForm(request.body);
    const keep = form.text('act') === 'keep';
    const typed = keep ? { kept_because: form.text('kept_because') } : { statement: form.text('statement') };
    if (Object.values(typed)[0] === '') {
      const error = keep
        ? { field: 'kept_because', text: 'Write why the wording stays as it is' }
        : { field: 'statement', text: 'Write who will be better off, and in what way' };
      return show(request, reply, typed, [error]);
    }
    let answers: OutcomeAnswers;
    try {
      const outcome = keep ? typed : { ...typed, kept_because: '' };
      answers = await db.transaction().execute((tx) => saveOutcome(tx, person, project.id, { outcome }));
    } catch (error) {
      const { field, text } = asFieldError(error, 'statement', () =>
        keep ? 'Why does it stay as it is?' : 'Who will be better off, and in what way?',
      );
      return show(request, reply, typed, [{ field: field.split('.').at(-1)!, text }]);
    }
    const change = isChanging(request) ? '?change' : '';
    const again = !keep && checkWording(answers.outcome?.statement ?? '').length > 0;
    const next = again ? 'wording' : pageAfter('outcome', answers, change !== '');
    return reply.redirect(`${home}/decide/${next}${next === 'check' ? '' : change}`, 303);
  });
}

/** The statement cut into pieces, the caught ones marked, so that the page can show where. */
function piecesOf(statement: string, notes: readonly WordingNote[]): { text: string; caught: boolean }[] {
  const pieces: { text: string; caught: boolean }[] = [];
  let from = 0;
  for (const { at, words } of notes) {
    pieces.push({ text: statement.slice(from, at), caught: false }, { text: words, caught: true });
    from = at + words.length;
  }
  return [...pieces, { text: statement.slice(from), caught: false }].filter((piece) => piece.text !== '');
}
