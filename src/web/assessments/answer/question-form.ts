/** Between the inputs of a question page and answers. Pure. */
import {
  columnsOf,
  type Framework,
  type Question,
  type Row,
  YES_NO,
  YES_NO_WORDS,
} from '../../../assessments/index.ts';
import type { Form } from '../../projects/form.ts';

export interface ShownCell {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly optional: boolean;
  readonly value: string;
  readonly options: readonly { value: string; text: string; selected: boolean }[] | null;
}

export interface ShownField {
  readonly kind: 'radios' | 'checkboxes' | 'text' | 'number' | 'date' | 'lines' | 'rows';
  /** Name and id of its input, or of the first of them. */
  readonly name: string;
  readonly id: string;
  readonly value: string;
  readonly date: { day: string; month: string; year: string } | null;
  readonly items: readonly { value: string; text: string; hint: string | null; checked: boolean }[];
  readonly rows: readonly { title: string; key: string; hint: string | null; cells: ShownCell[] }[];
}

export const inputName = (question: Question) => `q-${question.id}`;

/** What an answer looks like in its inputs; `raw` is what was typed, an answer as stored, or nothing. */
export function fieldOf(framework: Framework, question: Question, raw: unknown): ShownField {
  const name = inputName(question);
  const chosen = [raw ?? []].flat().map(String);
  const items = itemsOf(question).map((item) => ({ ...item, checked: chosen.includes(item.value) }));
  const plain = Array.isArray(raw)
    ? (raw as unknown[]).filter((each) => typeof each !== 'object').join('\n')
    : String(raw ?? '');
  return {
    kind: KINDS[question.answer],
    name,
    id:
      question.answer === 'date'
        ? `${name}-day`
        : question.answer === 'rows' || question.answer === 'risks'
          ? `${name}-0-${columnsOf(framework, question)[0]!.id}`
          : name,
    value: plain,
    date: question.answer === 'date' ? dateParts(plain) : null,
    items,
    rows: question.answer === 'rows' || question.answer === 'risks' ? rowsOf(framework, question, raw) : [],
  };
}

const KINDS: Record<Question['answer'], ShownField['kind']> = {
  yes_no: 'radios',
  choice: 'radios',
  scale: 'radios',
  choices: 'checkboxes',
  text: 'text',
  number: 'number',
  date: 'date',
  list: 'lines',
  rows: 'rows',
  risks: 'rows',
};

function itemsOf(question: Question): { value: string; text: string; hint: string | null }[] {
  if (question.answer === 'yes_no') return YES_NO.map((value) => ({ value, text: YES_NO_WORDS[value]!, hint: null }));
  if (question.scale) {
    const { from, to, low, high } = question.scale;
    return Array.from({ length: to - from + 1 }, (_, index) => from + index).map((place) => ({
      value: String(place),
      text: place === from ? `${place}: ${low}` : place === to ? `${place}: ${high}` : String(place),
      hint: null,
    }));
  }
  return (question.options ?? []).map(({ value, text, hint }) => ({ value, text, hint: hint ?? null }));
}

function dateParts(day: string): { day: string; month: string; year: string } {
  const [year = '', month = '', date = ''] = day.split('-');
  return { day: date.replace(/^0(?=\d)/, ''), month: month.replace(/^0(?=\d)/, ''), year };
}

/** Fixed rows, or the rows there are and one more; one alone to begin with. */
function rowsOf(framework: Framework, question: Question, raw: unknown): ShownField['rows'] {
  const given = Array.isArray(raw) ? (raw as Row[]).filter((row) => typeof row === 'object') : [];
  const columns = columnsOf(framework, question);
  const titled: { title: string; key: string; hint: string | null; row: Row }[] = question.rows
    ? question.rows.map(({ value, text, hint }) => ({
        title: text,
        key: value,
        hint: hint ?? null,
        row: given.find((row) => row.row === value) ?? {},
      }))
    : [...given, {}].map((row, index) => ({
        title: `${question.answer === 'risks' ? 'Risk' : 'Row'} ${index + 1}`,
        key: '',
        hint: null,
        row,
      }));
  return titled.map(({ title, key, hint, row }, index) => ({
    title,
    key,
    hint,
    cells: columns.map((column) => ({
      name: `${inputName(question)}-${index}-${column.id}`,
      id: `${inputName(question)}-${index}-${column.id}`,
      label: column.label,
      optional: column.optional === true,
      value: row[column.id] ?? '',
      options: column.options
        ? [
            { value: '', text: 'Choose', selected: !row[column.id] },
            ...column.options.map(({ value, text }) => ({ value, text, selected: row[column.id] === value })),
          ]
        : null,
    })),
  }));
}

/** What was typed into a question's inputs, as `saveAnswers` takes it. */
export function rawOf(framework: Framework, question: Question, form: Form): unknown {
  const name = inputName(question);
  switch (question.answer) {
    case 'choices':
      return form.texts(name);
    case 'date': {
      const [day, month, year] = ['day', 'month', 'year'].map((part) => form.text(`${name}-${part}`));
      if (day === '' && month === '' && year === '') return '';
      return `${year!.padStart(4, '0')}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
    }
    case 'rows':
    case 'risks': {
      const columns = columnsOf(framework, question);
      const last = question.rows ? question.rows.length : 61;
      return Array.from({ length: last }, (_, index) => ({
        ...(question.rows ? { row: question.rows[index]!.value } : {}),
        ...Object.fromEntries(columns.map(({ id }) => [id, form.text(`${name}-${index}-${id}`)])),
      })).filter((row) => columns.some(({ id }) => (row as Record<string, string>)[id] !== ''));
    }
    default:
      return form.text(name);
  }
}
