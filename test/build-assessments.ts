/** Builders of assessments: people of every part, answers that fit a framework, and versions in each state. */

import {
  type AnswerValue,
  acceptAssessment,
  answerAdvice,
  askedIn,
  columnsOf,
  type Framework,
  giveAdvice,
  passOn,
  type Question,
  readAssessment,
  saveAnswers,
  startAssessment,
  submitAssessment,
} from '../src/assessments/index.ts';
import { type Clock, type Db, systemClock } from '../src/base/index.ts';
import type { Role } from '../src/identity/index.ts';
import { aPerson, type BuiltPerson } from './build-identity.ts';

export interface AssessmentPeople {
  readonly author: BuiltPerson;
  readonly evaluator: BuiltPerson;
  readonly validator: BuiltPerson;
  readonly officer: BuiltPerson;
}

/** Author, evaluator, validator and data protection officer of an authority, four people. */
export async function assessmentPeople(db: Db, authorityId: number): Promise<AssessmentPeople> {
  const every: Role[] = ['information_governance', 'security', 'ethics_reviewer', 'approver', 'siro'];
  return {
    author: await aPerson(db, { authorityId, roles: ['project_lead'], name: 'Ann Author' }),
    evaluator: await aPerson(db, { authorityId, roles: every, name: 'Eve Evaluator' }),
    validator: await aPerson(db, { authorityId, roles: every, name: 'Val Validator' }),
    officer: await aPerson(db, { authorityId, roles: ['data_protection_officer'], name: 'Dee Officer' }),
  };
}

/** An answer that completes a question; choices take the first option, yes or no takes no. */
export function anAnswerTo(framework: Framework, question: Question): AnswerValue {
  switch (question.answer) {
    case 'yes_no':
      return 'no';
    case 'choice':
      return question.options![0]!.value;
    case 'choices':
      return [question.options![0]!.value];
    case 'number':
      return 12;
    case 'scale':
      return question.scale!.to;
    case 'date':
      return '2027-03-27';
    case 'list':
      return ['One line', 'Another line'];
    case 'rows':
    case 'risks': {
      const cells = Object.fromEntries(
        columnsOf(framework, question).map(({ id, options }) => [id, options ? options[0]!.value : `Words for ${id}`]),
      );
      return question.rows ? question.rows.map(({ value }) => ({ ...cells, row: value })) : [cells];
    }
    default:
      return 'An answer in words.';
  }
}

/** Complete answers to whatever the framework asks, beside those given. */
export function completeAnswers(
  framework: Framework,
  given: Record<string, AnswerValue> = {},
): Record<string, AnswerValue> {
  const answers = { ...given };
  for (let round = 0; round < 6; round++) {
    const open = askedIn(framework, answers).filter(({ id }) => answers[id] === undefined);
    if (open.length === 0) break;
    for (const question of open) answers[question.id] = anAnswerTo(framework, question);
  }
  return answers;
}

interface Wish {
  projectId: number;
  code?: string;
  answers?: Record<string, AnswerValue>;
  clock?: Clock;
}

/** A version of a framework (the DPIA screening unless told) with every question answered by the author. */
export async function anAnsweredAssessment(db: Db, people: AssessmentPeople, wish: Wish): Promise<number> {
  const { projectId, code = 'dpia-screening', clock = systemClock } = wish;
  const { viewer } = people.author;
  const started = await db.transaction().execute((tx) => startAssessment(tx, viewer, { projectId, code }, clock));
  const { version, answers } = await readAssessment(db, viewer, { projectId, code });
  const held = Object.fromEntries([...answers].map(([id, { value }]) => [id, value]));
  const wanted = completeAnswers(version.framework, { ...held, ...wish.answers });
  const changes = Object.entries(wanted).map(([questionId, raw]) => ({
    questionId,
    raw,
    revision: answers.get(questionId)?.revision ?? 0,
  }));
  await db.transaction().execute((tx) => saveAnswers(tx, viewer, started.versionId, changes, clock));
  return started.versionId;
}

/** The same, submitted. */
export async function aSubmittedAssessment(db: Db, people: AssessmentPeople, wish: Wish): Promise<number> {
  const versionId = await anAnsweredAssessment(db, people, wish);
  await db.transaction().execute((tx) => submitAssessment(tx, people.author.viewer, versionId, wish.clock));
  return versionId;
}

/** The same, evaluated, advised on where the framework asks for it, and accepted. */
export async function anAcceptedAssessment(db: Db, people: AssessmentPeople, wish: Wish): Promise<number> {
  const versionId = await aSubmittedAssessment(db, people, wish);
  const { clock } = wish;
  await db.transaction().execute(async (tx) => {
    await passOn(tx, people.evaluator.viewer, versionId, { remark: 'Complete.' }, clock);
    const { projectId, code = 'dpia-screening' } = wish;
    const { version } = await readAssessment(tx, people.author.viewer, { projectId, code });
    if (version.framework.advice) {
      await giveAdvice(tx, people.officer.viewer, versionId, { body: 'Tell the tenants twice.' }, clock);
      const { advice } = await readAssessment(tx, people.author.viewer, { projectId, code });
      const given = {
        adviceId: advice[0]!.id,
        answer: 'followed' as const,
        reason: 'We write to them in May and June.',
      };
      await answerAdvice(tx, people.validator.viewer, versionId, given, clock);
    }
    await acceptAssessment(tx, people.validator.viewer, versionId, {}, clock);
  });
  return versionId;
}
