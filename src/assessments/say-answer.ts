/** An answer as people read it. Pure. */
import { type AnswerValue, columnsOf, type Row } from './answers.ts';
import type { Framework, Question } from './framework.ts';

export const YES_NO_WORDS: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No', not_sure: 'Not sure' };

/** One text; lines and rows are joined. */
export function sayAnswer(framework: Framework, question: Question, value: AnswerValue): string {
  if (question.answer === 'yes_no') return YES_NO_WORDS[String(value)] ?? String(value);
  if (question.answer === 'choice' || question.answer === 'choices')
    return [value]
      .flat()
      .map((each) => optionText(question.options, String(each)))
      .join(', ');
  if (question.answer === 'scale') return `${value} of ${question.scale!.to}`;
  if (question.answer === 'list') return (value as readonly string[]).join('\n');
  if (question.answer === 'rows' || question.answer === 'risks')
    return (value as readonly Row[])
      .map((row, index) => `${nameOfRow(question, row, index)}: ${cellsOf(framework, question, row)}`)
      .join('\n');
  return String(value);
}

/** The name of a row: the fixed one it is, or its number. */
export function nameOfRow(question: Question, row: Row, index: number): string {
  return question.rows?.find(({ value }) => value === row.row)?.text ?? `Row ${index + 1}`;
}

/** The text of an option; its value when it is none. */
export function optionText(options: readonly { value: string; text: string }[] | undefined, value: string): string {
  return options?.find((option) => option.value === value)?.text ?? value;
}

function cellsOf(framework: Framework, question: Question, row: Row): string {
  return columnsOf(framework, question)
    .filter(({ id }) => row[id] !== undefined)
    .map(({ id, label, options }) => `${label}: ${optionText(options, row[id]!)}`)
    .join('; ');
}
