/** What an answer is, by the type of its question, and how one is read from a form or a file. Pure. */
import type { Framework, Question, RowColumn } from './framework.ts';

export type Row = Readonly<Record<string, string>>;
/** A text, a number, the chosen values or lines, or rows of cells; `row` names the fixed row. */
export type AnswerValue = string | number | readonly string[] | readonly Row[];
export type Answers = Readonly<Record<string, AnswerValue | undefined>>;

export const YES_NO = ['yes', 'no', 'not_sure'] as const;
const MOST_CHARACTERS = 8000;
const MOST_ROWS = 60;

/** The columns of a question of rows; those of risks follow the ICO's steps 5 and 6. */
export function columnsOf(framework: Framework, question: Question): RowColumn[] {
  if (question.answer === 'rows') return question.columns ?? [];
  if (question.answer !== 'risks' || !framework.matrix) return [];
  const { likelihood, severity } = framework.matrix;
  return [
    { id: 'risk', label: 'What could happen to people, and from what' },
    { id: 'likelihood', label: 'Likelihood before', options: likelihood },
    { id: 'severity', label: 'Severity before', options: severity },
    { id: 'measures', label: 'What is done about it' },
    { id: 'effect', label: 'What that does to the risk', options: EFFECT_OPTIONS },
    { id: 'likelihood_after', label: 'Likelihood after', options: likelihood },
    { id: 'severity_after', label: 'Severity after', options: severity },
  ];
}

const EFFECT_OPTIONS = [
  { value: 'eliminated', text: 'It is gone' },
  { value: 'reduced', text: 'It is smaller' },
  { value: 'accepted', text: 'It is accepted as it is' },
];

export type ReadAnswer = { value: AnswerValue | undefined } | { problem: string };

/**
 * An answer of the right type, undefined for none, or what is wrong with it in words that stand beside the input. Rows
 * may have gaps (they are saved as one goes); `engine.ts` says what is missing.
 */
export function readAnswer(framework: Framework, question: Question, raw: unknown): ReadAnswer {
  if (raw === undefined || raw === null || raw === '') return { value: undefined };
  switch (question.answer) {
    case 'yes_no':
      return oneOf(YES_NO, raw, 'Choose yes, no or not sure');
    case 'choice':
      return oneOf(valuesOf(question.options), raw, 'Choose one of the answers');
    case 'choices':
      return listOf(raw, valuesOf(question.options));
    case 'text':
      return textOf(raw);
    case 'number':
      return numberOf(raw, -1e12, 1e12);
    case 'scale': {
      const { from, to } = question.scale!;
      const read = numberOf(raw, from, to);
      return 'value' in read && !Number.isInteger(read.value)
        ? { problem: 'Choose a whole number of the scale' }
        : read;
    }
    case 'date':
      return dateOf(raw);
    case 'list':
      return listOf(raw);
    case 'rows':
    case 'risks':
      return rowsOf(raw, columnsOf(framework, question), question.rows ? valuesOf(question.rows) : undefined);
  }
}

const valuesOf = (options: readonly { value: string }[] = []) => options.map((option) => option.value);

function oneOf(values: readonly string[], raw: unknown, problem: string): ReadAnswer {
  return typeof raw === 'string' && values.includes(raw) ? { value: raw } : { problem };
}

function textOf(raw: unknown): ReadAnswer {
  if (typeof raw !== 'string') return { problem: 'Write an answer in words' };
  const text = raw.replaceAll('\r\n', '\n').trim();
  if (text.length > MOST_CHARACTERS) return { problem: `Shorten the answer to ${MOST_CHARACTERS} characters or fewer` };
  return { value: text === '' ? undefined : text };
}

function numberOf(raw: unknown, from: number, to: number): ReadAnswer {
  const value = typeof raw === 'number' ? raw : Number(String(raw).trim().replaceAll(',', '') || Number.NaN);
  if (!Number.isFinite(value)) return { problem: 'Write a number, such as 12 or 3.5' };
  return value >= from && value <= to ? { value } : { problem: `Write a number from ${from} to ${to}` };
}

function dateOf(raw: unknown): ReadAnswer {
  const day = String(raw).trim();
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  const real = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  return real ? { value: day } : { problem: 'Write a real date, such as 27 3 2027' };
}

function listOf(raw: unknown, allowed?: readonly string[]): ReadAnswer {
  const texts = (Array.isArray(raw) ? raw : String(raw).split('\n')).map((each) => String(each).trim());
  const list = [...new Set(texts)].filter((each) => each !== '');
  if (allowed && list.some((each) => !allowed.includes(each))) return { problem: 'Choose from the answers offered' };
  if (list.length > MOST_ROWS * 2) return { problem: `Keep the list to ${MOST_ROWS * 2} lines` };
  if (list.some((each) => each.length > 1000)) return { problem: 'Keep each line to 1,000 characters' };
  return { value: list.length === 0 ? undefined : list };
}

function rowsOf(raw: unknown, columns: readonly RowColumn[], fixed?: readonly string[]): ReadAnswer {
  if (!Array.isArray(raw)) return { problem: 'Give rows' };
  const rows: Row[] = [];
  for (const [index, each] of raw.entries()) {
    if (typeof each !== 'object' || each === null) return { problem: `Row ${index + 1} is not a row` };
    const cells = each as Record<string, unknown>;
    const row: Record<string, string> = {};
    for (const column of columns) {
      const cell = String(cells[column.id] ?? '').trim();
      if (cell === '') continue;
      if (column.options && !column.options.some((option) => option.value === cell))
        return { problem: `Row ${index + 1}: choose from the answers offered for “${column.label}”` };
      if (cell.length > 2000) return { problem: `Row ${index + 1}: shorten “${column.label}” to 2,000 characters` };
      row[column.id] = cell;
    }
    if (Object.keys(row).length === 0) continue;
    if (fixed) {
      const name = String(cells.row ?? fixed[index] ?? '');
      if (!fixed.includes(name)) return { problem: `There is no row “${name}”` };
      row.row = name;
    }
    rows.push(row);
  }
  if (rows.length > MOST_ROWS) return { problem: `Keep to ${MOST_ROWS} rows` };
  return { value: rows.length === 0 ? undefined : rows };
}
