/**
 * What a framework file looks like (TypeBox, so that shipped files, imported ones and the types are one thing). Sections
 * are principles or steps; each asks questions; findings and results say what the answers mean. Pure.
 * docs/decisions/0006-frameworks-are-files.md tells why it is a file, and docs/frameworks.md how to write one.
 */
import { type Static, Type } from 'typebox';
import { ALL_ROLES } from '../identity/index.ts';
import type { Condition } from './condition.ts';

export const ANSWER_TYPES = [
  'yes_no',
  'choice',
  'choices',
  'text',
  'number',
  'scale',
  'date',
  'list',
  'rows',
  'risks',
] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** What acceptance can clear (room `projects`). */
export const CLEARANCES = ['screening', 'dpia', 'equality', 'ethics', 'security', 'supplier', 'evaluation'] as const;

const closed = { additionalProperties: false };
const id = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$', description });
const words = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description });
const choice = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });
const condition = Type.Unsafe<Condition>({ description: 'A condition over the answers.' });
const isTrue = (description: string) => Type.Unsafe<true>({ type: 'boolean', const: true, description });

const Option = Type.Object(
  {
    value: id('How it is stored.'),
    text: words(200, 'How it reads.'),
    hint: Type.Optional(words(400, 'What it means.')),
  },
  closed,
);

const Column = Type.Object(
  {
    id: id('How it is stored.'),
    label: words(120, 'How it reads.'),
    options: Type.Optional(
      Type.Array(Option, { minItems: 2, maxItems: 12, description: 'A choice; free text without.' }),
    ),
    optional: Type.Optional(isTrue('The cell may stay empty.')),
  },
  closed,
);

export const QuestionSchema = Type.Object(
  {
    id: id('Unique in the file.'),
    ask: words(300, 'The question, in plain words.'),
    help: Type.Optional(words(1500, 'What is meant, for somebody who has never done this.')),
    good: Type.Optional(words(600, 'An answer that helps.')),
    bad: Type.Optional(words(600, 'An answer that does not.')),
    answer: choice(ANSWER_TYPES, 'The type of the answer.'),
    options: Type.Optional(Type.Array(Option, { minItems: 2, maxItems: 40, description: 'For choice and choices.' })),
    scale: Type.Optional(
      Type.Object(
        {
          from: Type.Integer(),
          to: Type.Integer(),
          low: words(100, 'Words of the lowest.'),
          high: words(100, 'Words of the highest.'),
        },
        closed,
      ),
    ),
    columns: Type.Optional(Type.Array(Column, { minItems: 1, maxItems: 8, description: 'For rows.' })),
    rows: Type.Optional(
      Type.Array(Option, { minItems: 1, maxItems: 40, description: 'Fixed rows; people add their own without.' }),
    ),
    optional: Type.Optional(isTrue('May stay unanswered.')),
    beside: Type.Optional(isTrue('Asked on the page of the question before it.')),
    shown_when: Type.Optional(condition),
    shared: Type.Optional(id('The fact it asks for; an answer to the same fact in another framework is offered.')),
    fact: Type.Optional(Type.String({ description: 'What the register or the declaration knows of it already.' })),
    source: Type.Optional(id('The source it follows; that of its section when left out.')),
    own: Type.Optional(isTrue('No source: the question is of this project.')),
    assumption: Type.Optional(words(600, 'A legal statement that is a working assumption; shown as one.')),
  },
  closed,
);

const SectionSchema = Type.Object(
  {
    id: id('Unique in the file.'),
    title: words(200, 'The principle, step or part.'),
    about: Type.Optional(words(1500, 'What it is about.')),
    source: Type.Optional(id('The source its questions follow.')),
    shown_when: Type.Optional(condition),
    questions: Type.Array(QuestionSchema, { minItems: 1, maxItems: 60, description: 'What it asks.' }),
  },
  closed,
);

export const FrameworkSchema = Type.Object(
  {
    lamppost_framework: Type.Unsafe<1>({ type: 'integer', const: 1, description: 'The version of this format.' }),
    framework: id('Short name, used in addresses.'),
    edition: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$', description: 'Which edition this is.' }),
    title: words(120, 'What it is called.'),
    about: words(1500, 'What it is for and when it is needed.'),
    scope: choice(['project', 'authority'], 'Answered for a project, or once for the authority.'),
    clearance: Type.Optional(choice(CLEARANCES, 'What acceptance clears.')),
    review_months: Type.Integer({ minimum: 1, maximum: 60, description: 'Months after which it is looked at again.' }),
    evaluated_by: Type.Optional(Type.Array(choice(ALL_ROLES, 'A role.'), { minItems: 1, maxItems: 12 })),
    validated_by: Type.Optional(Type.Array(choice(ALL_ROLES, 'A role.'), { minItems: 1, maxItems: 12 })),
    advice: Type.Optional(choice(['data_protection_officer'], 'Whose advice acceptance needs.')),
    sources: Type.Array(
      Type.Object(
        {
          id: id('How questions name it.'),
          title: words(300, 'What it is and whose.'),
          seen: Type.Optional(
            Type.Boolean({ description: 'False: from general knowledge, not checked against the text.' }),
          ),
          note: Type.Optional(words(600, 'What to mind.')),
        },
        closed,
      ),
      { maxItems: 20, description: 'Where ids, titles and rules come from.' },
    ),
    matrix: Type.Optional(
      Type.Object(
        {
          likelihood: Type.Array(Option, {
            minItems: 2,
            maxItems: 6,
            description: 'From the least to the most likely.',
          }),
          severity: Type.Array(Option, { minItems: 2, maxItems: 6, description: 'From the least to the most severe.' }),
          levels: Type.Array(Option, { minItems: 2, maxItems: 6, description: 'From the lowest to the highest.' }),
          cells: Type.Array(Type.Array(Type.String(), { minItems: 2, maxItems: 6 }), {
            description: 'A list of levels for each likelihood, in the order of severity.',
          }),
          source: Type.Optional(id('The source it follows.')),
          assumption: Type.Optional(words(600, 'What of it is an assumption.')),
        },
        closed,
      ),
    ),
    sections: Type.Array(SectionSchema, { minItems: 1, maxItems: 40, description: 'Principles, steps or parts.' }),
    findings: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: id('Unique among findings.'),
            when: condition,
            says: words(400, 'What was found.'),
            source: Type.Optional(id('The source of the rule.')),
            assumption: Type.Optional(words(600, 'What of the rule is an assumption.')),
          },
          closed,
        ),
        { maxItems: 60, description: 'What single answers or combinations mean.' },
      ),
    ),
    results: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: id('Unique among results.'),
            when: Type.Optional(condition),
            says: words(200, 'The result.'),
            means: Type.Optional(words(600, 'What follows from it.')),
            tone: choice(['good', 'attention', 'bad'], 'How it is shown.'),
            asks_for: Type.Optional(
              Type.Array(choice(CLEARANCES, 'A clearance.'), {
                maxItems: 7,
                description: 'What is needed too, because of it.',
              }),
            ),
            refuses: Type.Optional(isTrue('With this result it cannot be accepted.')),
          },
          closed,
        ),
        { maxItems: 20, description: 'The first whose condition holds is the result.' },
      ),
    ),
  },
  closed,
);

export type Framework = Static<typeof FrameworkSchema>;
export type Section = Framework['sections'][number];
export type Question = Section['questions'][number];
export type Source = Framework['sources'][number];
export type Finding = NonNullable<Framework['findings']>[number];
export type Result = NonNullable<Framework['results']>[number];
export type Matrix = NonNullable<Framework['matrix']>;
export type RowColumn = NonNullable<Question['columns']>[number];

/** Every question of a framework, in the order asked. */
export function questionsOf(framework: Framework): Question[] {
  return framework.sections.flatMap((section) => section.questions);
}

/** Where a question comes from, as the page says it: a source that was seen, one that was not, or none but its section's. */
export function provenanceOf(
  framework: Framework,
  section: Section,
  question: Question,
): { kind: 'source' | 'unseen' | 'own'; source?: Source } {
  const source = framework.sources.find((each) => each.id === (question.source ?? section.source));
  if (question.own || !source) return source ? { kind: 'own', source } : { kind: 'own' };
  return { kind: source.seen === false ? 'unseen' : 'source', source };
}
