import { OUTCOME_QUESTIONS, type OutcomeAnswers, type OutcomeQuestion } from './outcome.ts';
import { answersMalformed } from './projects.errors.ts';

const TEXT_LIMIT = 2_000;

/**
 * Reads answers from outside (a form, a file, an API) into the record's shape. Refuses steps, fields and choices that
 * do not exist and texts over 2,000 characters, naming the field; trims texts. Gaps are fine, a blank is a gap.
 */
export function parseAnswers(input: unknown): OutcomeAnswers {
  const parsed: Record<string, Record<string, string | string[]>> = {};
  for (const [step, fields] of Object.entries(asObject(input, 'answers'))) {
    if (fields === undefined || fields === null) continue;
    for (const [field, value] of Object.entries(asObject(fields, step))) {
      const question = OUTCOME_QUESTIONS.find((each) => each.step === step && each.field === field);
      if (!question) throw answersMalformed({ field: `${step}.${field}`, why: 'there is no such question' });
      parsed[step] ??= {};
      parsed[step][field] = parseAnswer(question, value ?? (question.many ? [] : ''));
    }
  }
  return parsed;
}

function parseAnswer(question: OutcomeQuestion, value: unknown): string | string[] {
  const field = `${question.step}.${question.field}`;
  if (question.many) {
    const values = [...new Set(Array.isArray(value) ? value : [value])].filter((each) => each !== '');
    for (const each of values) requireOffered(question, field, each);
    return values as string[];
  }
  if (typeof value !== 'string') throw answersMalformed({ field, why: 'it is not text' });
  const text = value.trim().replace(/\r\n/g, '\n');
  if (text.length > TEXT_LIMIT) throw answersMalformed({ field, why: `it has ${text.length} characters` });
  if (question.answers && text !== '') requireOffered(question, field, text);
  return text;
}

function requireOffered(question: OutcomeQuestion, field: string, value: unknown): void {
  if (question.answers!.includes(value as string)) return;
  throw answersMalformed({ field, why: `"${String(value).slice(0, 40)}" is none of ${question.answers!.join(', ')}` });
}

function asObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw answersMalformed({ field, why: 'it is not a group of answers' });
}

/** Answers with some replaced: fields not mentioned stay. */
export function withAnswers(answers: OutcomeAnswers, changes: OutcomeAnswers): OutcomeAnswers {
  const merged: OutcomeAnswers = structuredClone(answers);
  for (const step of Object.keys(changes) as (keyof OutcomeAnswers)[]) {
    merged[step] = { ...(merged[step] ?? {}), ...changes[step] } as never;
  }
  return merged;
}
