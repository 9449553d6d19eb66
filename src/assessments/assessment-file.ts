/** An assessment as a JSON file that can be taken away and imported again. Pure. */
import { type Static, Type } from 'typebox';
import Value from 'typebox/value';
import type { PlannedAction } from './action.store.ts';
import { type AnswerValue, readAnswer } from './answers.ts';
import { importInvalid } from './assessments.errors.ts';
import { type Framework, questionsOf } from './framework.ts';
import type { ReadAssessment } from './read-assessment.ts';

const closed = { additionalProperties: false };
const text = Type.String();
const maybe = Type.Union([Type.String(), Type.Null()]);

export const AssessmentFile = Type.Object(
  {
    lamppost_assessment: Type.Literal(1),
    framework: text,
    edition: text,
    title: text,
    version: Type.Integer(),
    state: text,
    result: maybe,
    submitted_at: maybe,
    evaluated_at: maybe,
    accepted_at: maybe,
    review_on: maybe,
    answers: Type.Record(text, Type.Unknown()),
    comments: Type.Array(Type.Object({ question: maybe, body: text, by: maybe, at: text }, closed)),
    advice: Type.Array(Type.Object({ kind: text, body: text, at: text, answer: maybe, reason: maybe }, closed)),
    actions: Type.Array(
      Type.Object({ question: maybe, body: text, owner: text, due_on: text, done_at: maybe }, closed),
    ),
  },
  closed,
);
export type AssessmentFile = Static<typeof AssessmentFile>;

export function assessmentFile(read: ReadAssessment, actions: readonly PlannedAction[]): AssessmentFile {
  const { version, answers, comments, advice } = read;
  const at = (when: Date | null) => when?.toISOString() ?? null;
  return {
    lamppost_assessment: 1,
    framework: version.framework.framework,
    edition: version.framework.edition,
    title: version.framework.title,
    version: version.version,
    state: version.state,
    result: version.result,
    submitted_at: at(version.submittedAt),
    evaluated_at: at(version.evaluatedAt),
    accepted_at: at(version.validatedAt),
    review_on: version.reviewOn,
    answers: Object.fromEntries(
      questionsOf(version.framework).flatMap(({ id }) => (answers.has(id) ? [[id, answers.get(id)!.value]] : [])),
    ),
    comments: comments.map((each) => ({
      question: each.questionId,
      body: each.body,
      by: each.writtenBy,
      at: at(each.writtenAt)!,
    })),
    advice: advice.map((each) => ({
      kind: each.kind,
      body: each.body,
      at: at(each.givenAt)!,
      answer: each.answer,
      reason: each.answerReason,
    })),
    actions: actions.map((each) => ({
      question: each.questionId,
      body: each.body,
      owner: each.owner,
      due_on: each.dueOn,
      done_at: at(each.doneAt),
    })),
  };
}

const MOST_SHOWN = 8;

/** A file, parsed. Throws ASM_IMPORT_INVALID with the places that are wrong. */
export function readAssessmentFile(json: string): AssessmentFile {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw importInvalid({ field: 'file', problems: `it is not JSON (${(error as Error).message})` });
  }
  const problems = [...Value.Errors(AssessmentFile, value)].map(
    ({ instancePath, message }) => `${instancePath.slice(1).replaceAll('/', '.') || 'the file'} ${message}`,
  );
  if (problems.length > 0)
    throw importInvalid({ field: 'file', problems: [...new Set(problems)].slice(0, MOST_SHOWN).join('; ') });
  return value as AssessmentFile;
}

/** The answers of a file that the framework asks for. Throws ASM_IMPORT_INVALID, naming questions whose answers do not fit. */
export function answersOfFile(framework: Framework, file: AssessmentFile): Map<string, AnswerValue> {
  const answers = new Map<string, AnswerValue>();
  const problems: string[] = [];
  for (const question of questionsOf(framework)) {
    const read = readAnswer(framework, question, file.answers[question.id]);
    if ('problem' in read) problems.push(`answers.${question.id}: ${read.problem}`);
    else if (read.value !== undefined) answers.set(question.id, read.value);
  }
  if (problems.length > 0) throw importInvalid({ field: 'file', problems: problems.slice(0, MOST_SHOWN).join('; ') });
  return answers;
}
