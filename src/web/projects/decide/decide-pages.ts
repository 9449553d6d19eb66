/**
 * The four steps as pages, one thing a page: outcome, action (two pages), insight (two), data (three). A page asks for
 * fields of the outcome record; what is asked, in which order, and where one goes next is decided here and pure.
 */
import { missingAnswers, OUTCOME_QUESTIONS, type OutcomeAnswers, type OutcomeStep } from '../../../projects/index.ts';

export interface DecideField {
  readonly step: OutcomeStep;
  readonly field: string;
  readonly kind: 'text' | 'textarea' | 'radios' | 'checkboxes';
  readonly label: string;
  readonly hint?: string;
  /** What the error says when it is left out. */
  readonly needed: string;
}

export interface DecidePage {
  readonly slug: string;
  readonly step: 1 | 2 | 3 | 4;
  readonly stepName: string;
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly DecideField[];
}

export const DECIDE_PAGES: readonly DecidePage[] = [
  {
    slug: 'outcome',
    step: 1,
    stepName: 'Outcome',
    title: 'Who will be better off, and in what way?',
    lead: 'Write what will be different for people. Leave out how: no technology and no data, those come later.',
    fields: [
      {
        step: 'outcome',
        field: 'statement',
        kind: 'textarea',
        label: 'The outcome, in one or two sentences',
        hint: 'For example: children in our borough breathe cleaner air on their way to school.',
        needed: 'Write who will be better off, and in what way',
      },
    ],
  },
  {
    slug: 'action',
    step: 2,
    stepName: 'Action',
    title: 'What could somebody do if they knew?',
    lead: 'Complete the sentence: IF they HAD this information, THEN they could do this.',
    fields: [
      {
        step: 'action',
        field: 'if_who',
        kind: 'text',
        label: 'IF',
        hint: 'A team, a role, residents, or a system.',
        needed: 'Write who would act',
      },
      {
        step: 'action',
        field: 'had_what',
        kind: 'textarea',
        label: 'HAD this information',
        hint: 'What they would know, not where it comes from.',
        needed: 'Write what they would need to know',
      },
      {
        step: 'action',
        field: 'then_what',
        kind: 'textarea',
        label: 'THEN they could',
        hint: 'Something they would do that they do not do today.',
        needed: 'Write what they could then do',
      },
    ],
  },
  {
    slug: 'acting',
    step: 2,
    stepName: 'Action',
    title: 'Who acts, and what stops them today?',
    fields: [
      {
        step: 'action',
        field: 'who_acts',
        kind: 'text',
        label: 'Who is answerable for acting?',
        hint: 'A post rather than a name. It is shown to the public.',
        needed: 'Write who is answerable for acting',
      },
      {
        step: 'action',
        field: 'obstacle',
        kind: 'radios',
        label: 'What stops them from doing it today?',
        needed: 'Choose what stops them today',
      },
    ],
  },
  {
    slug: 'insight',
    step: 3,
    stepName: 'Insight',
    title: 'In which form do they need it?',
    fields: [
      {
        step: 'insight',
        field: 'forms',
        kind: 'checkboxes',
        label: 'In which form do they need it?',
        hint: 'Choose all that somebody would really use.',
        needed: 'Choose at least one form',
      },
    ],
  },
  {
    slug: 'timing',
    step: 3,
    stepName: 'Insight',
    title: 'When do they need it?',
    fields: [
      {
        step: 'insight',
        field: 'how_often',
        kind: 'radios',
        label: 'How often do they need it?',
        hint: 'As often as somebody would act on it.',
        needed: 'Choose how often they need it',
      },
      {
        step: 'insight',
        field: 'predictive',
        kind: 'radios',
        label: 'Does it have to look ahead?',
        needed: 'Choose whether it has to look ahead',
      },
    ],
  },
  {
    slug: 'data',
    step: 4,
    stepName: 'Data',
    title: 'Would existing data do?',
    lead: 'Look before you measure: your own records, other boroughs, national sources.',
    fields: [
      {
        step: 'data',
        field: 'looked_at',
        kind: 'textarea',
        label: 'Which existing data have you looked at?',
        needed: 'Write which existing data you have looked at',
      },
      {
        step: 'data',
        field: 'existing',
        kind: 'radios',
        label: 'Is it enough?',
        needed: 'Choose whether existing data is enough',
      },
    ],
  },
  {
    slug: 'gap',
    step: 4,
    stepName: 'Data',
    title: 'What is missing?',
    fields: [
      {
        step: 'data',
        field: 'why_not_enough',
        kind: 'textarea',
        label: 'Why is existing data not enough?',
        hint: 'For example: it is too old, too coarse, or about somewhere else. This is published.',
        needed: 'Write why existing data is not enough',
      },
      {
        step: 'data',
        field: 'new_data',
        kind: 'radios',
        label: 'Where would the missing data come from?',
        needed: 'Choose where the missing data would come from',
      },
    ],
  },
  {
    slug: 'people',
    step: 4,
    stepName: 'Data',
    title: 'Could the data be about people?',
    fields: [
      {
        step: 'data',
        field: 'personal',
        kind: 'radios',
        label: 'Could the data be about people?',
        hint: 'Somebody who could be told apart, even without a name: by a home, a vehicle, a face, a phone.',
        needed: 'Choose whether the data could be about people',
      },
    ],
  },
];

/** Whether the page is asked at all, given the answers so far. */
export function isAsked(page: DecidePage, answers: OutcomeAnswers): boolean {
  return page.fields.some((field) => {
    const question = OUTCOME_QUESTIONS.find((each) => each.step === field.step && each.field === field.field);
    return question?.asked?.(answers) ?? true;
  });
}

/** The first page with a question still open; undefined when every answer is there. */
export function firstOpenPage(answers: OutcomeAnswers): string | undefined {
  const missing = missingAnswers(answers);
  if (missing.some((question) => question.field === 'kept_because') && answers.outcome?.statement) return 'wording';
  return DECIDE_PAGES.find((page) =>
    page.fields.some((field) => missing.some((each) => each.step === field.step && each.field === field.field)),
  )?.slug;
}

/** Where Continue leads: on through the pages; when an answer is being changed, back to the check unless it opened a gap. */
export function pageAfter(slug: string, answers: OutcomeAnswers, changing: boolean): string {
  if (changing) return firstOpenPage(answers) ?? 'check';
  const at = DECIDE_PAGES.findIndex((page) => page.slug === slug);
  return DECIDE_PAGES.slice(at + 1).find((page) => isAsked(page, answers))?.slug ?? 'check';
}

/** Where Back leads: undefined is the project's page. */
export function pageBefore(slug: string, answers: OutcomeAnswers, changing: boolean): string | undefined {
  if (changing) return 'check';
  const at = DECIDE_PAGES.findIndex((page) => page.slug === slug);
  return DECIDE_PAGES.slice(0, Math.max(at, 0)).findLast((page) => isAsked(page, answers))?.slug;
}
