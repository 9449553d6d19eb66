import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { requirePermission } from '../../../identity/index.ts';
import { checkWording, findOutcome, type OutcomeAnswers, saveOutcome } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type FieldWords, type Form, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { ANSWER_CHOICES } from '../words.ts';
import { alreadyMeasured } from './already-measured.store.ts';
import { DECIDE_PAGES, type DecidePage, firstOpenPage, pageAfter, pageBefore } from './decide-pages.ts';

type Values = Record<string, string | string[]>;

/** The question pages of the four steps: Continue saves and goes on; saving and coming back later needs no answer. */
export function decideQuestionPages(app: FastifyInstance, { db }: House): void {
  app.get('/projects/:authority/:slug/decide', async (request, reply) => {
    const { project, home } = await projectOf(db, request);
    const { draft, recorded } = await findOutcome(db, project.id);
    if (!draft && recorded) return reply.redirect(`${home}/decide/result`, 303);
    return reply.redirect(`${home}/decide/${firstOpenPage(draft?.answers ?? {}) ?? 'check'}`, 303);
  });

  for (const decidePage of DECIDE_PAGES) {
    const path = `/projects/:authority/:slug/decide/${decidePage.slug}`;
    const show = async (request: FastifyRequest, reply: FastifyReply, typed?: Values, errors: FieldError[] = []) => {
      const { person, project, home } = await projectOf(db, request);
      requirePermission(person, 'outcome.record', project.authorityId);
      const answers = await answersOf(db, project.id);
      const changing = isChanging(request);
      const before = pageBefore(decidePage.slug, answers, changing);
      const model = {
        page: await pageForProject(db, request, project, {
          title: decidePage.title,
          error: errors.length > 0,
          back: { text: 'Back', href: before ? `${home}/decide/${before}` : home },
        }),
        project,
        home,
        decidePage,
        errors: showErrors(errors),
        action: `${home}/decide/${decidePage.slug}${changing ? '?change' : ''}`,
        fields: fieldsOf(decidePage, typed ?? valuesOf(decidePage, answers)),
        measured: decidePage.slug === 'data' ? await alreadyMeasured(db) : null,
        searchHref: decidePage.slug === 'data' ? searchFor(project, answers) : null,
      };
      return sendPage(reply, 'projects/decide/question.njk', model);
    };

    app.get(path, (request, reply) => show(request, reply));

    app.post(path, async (request, reply) => {
      const { person, project, home } = await projectOf(db, request);
      const form = readForm(request.body);
      const typed = typedIn(decidePage, form);
      const later = form.text('act') === 'later';
      const errors = later ? [] : missingIn(decidePage, typed);
      if (errors.length > 0) return show(request, reply, typed, errors);
      let answers: OutcomeAnswers;
      try {
        const changes = changesOf(decidePage, typed, await answersOf(db, project.id));
        answers = await db.transaction().execute((tx) => saveOutcome(tx, person, project.id, changes));
      } catch (error) {
        const { field, text } = asFieldError(error, decidePage.fields[0]!.field, wordsOf(decidePage));
        return show(request, reply, typed, [{ field: field.split('.').at(-1)!, text }]);
      }
      if (later) return reply.redirect(home, 303);
      const changing = isChanging(request);
      const caught = decidePage.slug === 'outcome' && checkWording(answers.outcome?.statement ?? '').length > 0;
      const next = caught ? 'wording' : pageAfter(decidePage.slug, answers, changing);
      return reply.redirect(`${home}/decide/${next}${changing && next !== 'check' ? '?change' : ''}`, 303);
    });
  }
}

/** The search for existing data, with what the people who act would need to know as its first words. */
function searchFor({ authoritySlug, slug }: { authoritySlug: string; slug: string }, answers: OutcomeAnswers): string {
  const q = answers.action?.had_what ?? answers.outcome?.statement ?? '';
  return `/data/elsewhere?${new URLSearchParams({ for: `${authoritySlug}/${slug}`, q: q.slice(0, 300) })}`;
}

/** True when the page was reached by a Change link of the check page. */
export function isChanging(request: FastifyRequest): boolean {
  return Object.hasOwn(request.query as object, 'change');
}

/** The answers as they stand: the draft's, else the record's. */
export async function answersOf(db: House['db'], projectId: number): Promise<OutcomeAnswers> {
  const { draft, recorded } = await findOutcome(db, projectId);
  return (draft ?? recorded)?.answers ?? {};
}

function valuesOf({ fields }: DecidePage, answers: OutcomeAnswers): Values {
  return Object.fromEntries(
    fields.map(({ step, field, kind }) => {
      const value = (answers[step] as Values | undefined)?.[field];
      return [field, value ?? (kind === 'checkboxes' ? [] : '')];
    }),
  );
}

function typedIn({ fields }: DecidePage, form: Form): Values {
  return Object.fromEntries(
    fields.map(({ field, kind }) => [field, kind === 'checkboxes' ? form.texts(field) : form.text(field)]),
  );
}

function missingIn({ fields }: DecidePage, typed: Values): FieldError[] {
  return fields.filter(({ field }) => typed[field]!.length === 0).map(({ field, needed }) => ({ field, text: needed }));
}

/** What a page calls the answer an error is about. */
function wordsOf({ fields }: DecidePage): FieldWords {
  return (path) => fields.find(({ step, field }) => path === `${step}.${field}`)?.label;
}

/** The answers of a page; a new statement drops the reason that was given for the old wording. */
function changesOf({ fields }: DecidePage, typed: Values, before: OutcomeAnswers): OutcomeAnswers {
  const changes: Record<string, Values> = {};
  for (const { step, field } of fields) changes[step] = { ...changes[step], [field]: typed[field]! };
  if (changes.outcome && changes.outcome.statement !== before.outcome?.statement) changes.outcome.kept_because = '';
  return changes as OutcomeAnswers;
}

function fieldsOf({ fields }: DecidePage, values: Values) {
  return fields.map((field) => ({
    ...field,
    value: values[field.field],
    choices: ANSWER_CHOICES[field.field]?.map((choice) => ({
      ...choice,
      checked: [values[field.field] ?? []].flat().includes(choice.value),
    })),
  }));
}
