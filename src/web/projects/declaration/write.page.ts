import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { changeUnfinishedForm, forgetUnfinishedForm } from '../../../projects/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { type FieldError, readForm, showErrors } from '../form.ts';
import { pageForProject, projectOf } from '../page.ts';
import { type DeclarationForm, declarationForm, formOf, requireWriter } from './declaration-form.ts';
import { sectionUnknown } from './declaration-pages.errors.ts';
import { carryOver, type Draft, withGaps } from './draft.ts';
import { readSection, shownValue } from './section-form.ts';
import { PURPOSES, type Section, sectionsOf, withOthers } from './sections.ts';

/** The sections of the declaration's form, a page each. Whatever is typed is saved; Continue also says what is wrong. */
export function writeDeclarationPages(app: FastifyInstance, { db }: House): void {
  const base = '/projects/:authority/:slug/declaration';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    form: DeclarationForm,
    section: Section,
    errors: FieldError[] = [],
  ) => {
    const { project, home } = await projectOf(db, request);
    const changing = isChanging(request);
    const before = form.sections[form.sections.indexOf(section) - 1];
    const back = changing ? '/check' : before ? `/write/${before.slug}` : '';
    const model = {
      page: await pageForProject(db, request, project, {
        title: section.title,
        error: errors.length > 0,
        back: { text: 'Back', href: `${home}/declaration${back}` },
      }),
      ...{ project, section, errors: showErrors(errors) },
      place: { number: form.sections.indexOf(section) + 1, of: form.sections.length },
      action: `${home}/declaration/write/${section.slug}${changing ? '?change' : ''}`,
      fields: section.fields.map((field) => ({ ...field, ...shown(form.draft, field, errors) })),
      purposes: section.slug === 'why' ? purposeRows(form.draft) : null,
    };
    return sendPage(reply, 'projects/declaration/section.njk', model);
  };

  app.get(`${base}/write`, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    requireWriter(person, project);
    const form = await declarationForm(db, person, project);
    const wrong = form.sections.find((section) => form.problems.some((problem) => problem.section === section.slug));
    const next = form.begun && wrong ? `write/${wrong.slug}` : form.begun ? 'check' : `write/${form.sections[0]!.slug}`;
    return reply.redirect(`${home}/declaration/${next}`, 303);
  });

  app.get(`${base}/write/:section`, async (request, reply) => {
    const { person, project } = await projectOf(db, request);
    requireWriter(person, project);
    const form = await declarationForm(db, person, project);
    return show(request, reply, form, requireSection(request, form.sections));
  });

  app.post(`${base}/write/:section`, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    requireWriter(person, project);
    const before = await declarationForm(db, person, project);
    const typed = readForm(request.body);
    const form = { projectId: project.id, form: 'declaration', start: before.draft } as const;
    const draft = await db.transaction().execute((tx) =>
      changeUnfinishedForm(tx, person, form, (answers) => {
        const now = withGaps(answers);
        const section = requireSection(request, sectionsOf(now, before.vocabulary));
        return carryOver(readSection(now, section, typed), section.slug.replace('property-', ''));
      }),
    );
    if (typed.text('act') === 'later') return reply.redirect(`${home}/declaration`, 303);
    const after = { ...before, ...formOf(withGaps(draft), before.vocabulary) };
    const section = requireSection(request, after.sections);
    if (typed.text('act') === 'more') {
      const rows = (after.draft.purposes as unknown[]).length;
      return reply.redirect(`${request.url}#purpose-${rows}`, 303);
    }
    const errors = after.problems.filter((problem) => problem.section === section.slug);
    if (errors.length > 0) return show(request, reply, after, section, errors);
    return reply.redirect(`${home}/declaration/${nextOf(after, section, isChanging(request))}`, 303);
  });

  app.post(`${base}/forget`, async (request, reply) => {
    const { person, project, home } = await projectOf(db, request);
    await db.transaction().execute((tx) => forgetUnfinishedForm(tx, person, project.id, 'declaration'));
    return reply.redirect(`${home}/declaration`, 303);
  });
}

function isChanging(request: FastifyRequest): boolean {
  return Object.hasOwn(request.query as object, 'change');
}

function requireSection(request: FastifyRequest, sections: readonly Section[]): Section {
  const { section: slug } = request.params as { section: string };
  const section = sections.find((each) => each.slug === slug);
  if (!section) throw sectionUnknown({ section: slug });
  return section;
}

/** On to the next section; when one is being changed, to a section the change has opened, or back to the check. */
function nextOf(
  { sections, problems }: Pick<DeclarationForm, 'sections' | 'problems'>,
  section: Section,
  changing: boolean,
): string {
  const at = sections.indexOf(section);
  const next = changing
    ? sections.find((each) => problems.some((problem) => problem.section === each.slug))
    : sections[at + 1];
  if (!next) return 'check';
  return `write/${next.slug}${changing ? '?change' : ''}`;
}

function shown(draft: Draft, field: Section['fields'][number], errors: readonly FieldError[]) {
  const value = shownValue(draft, field);
  const chosen = [value].flat();
  const choices = field.choices?.map((choice) => ({ ...choice, checked: chosen.includes(choice.value) }));
  return {
    value,
    id: field.path.replaceAll('.', '-'),
    error: errors.find((error) => error.field === field.path || error.field === `${field.path}-day`),
    choices,
    groups: field.grouped ? groupsOf(choices ?? []) : null,
  };
}

/** Choices under the headings they are given as hints. */
function groupsOf<T extends { hint?: string }>(choices: readonly T[]): { heading: string; choices: T[] }[] {
  const groups = Map.groupBy(choices, (choice) => choice.hint ?? '');
  return [...groups].map(([heading, each]) => ({ heading, choices: each }));
}

/** The purposes with two empty rows after them; at least three rows in all. */
function purposeRows(draft: Draft) {
  const purposes = draft.purposes as { code: string; label: string; because: string }[];
  const empty = { code: '', label: '', because: '' };
  const rows = [...purposes, ...Array.from({ length: Math.max(1, 3 - purposes.length) }, () => empty)];
  const choices = [
    { value: '', text: 'Choose, or write your own below' },
    ...withOthers(
      PURPOSES,
      purposes.map((each) => each.code),
    ),
  ];
  return rows.map((row) => ({
    ...row,
    label: PURPOSES.find((each) => each.value === row.code)?.text === row.label ? '' : row.label,
    choices: choices.map((choice) => ({ ...choice, selected: choice.value === row.code })),
  }));
}
