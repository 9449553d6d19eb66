/**
 * The one engine of every framework: which questions are asked, what is missing, what the answers mean. An answer to a
 * question that is not asked counts for nothing. Pure.
 */
import { type Answers, type AnswerValue, columnsOf, type Row } from './answers.ts';
import { holds, type Known } from './condition.ts';
import type { Finding, Framework, Question, Result } from './framework.ts';
import { levelsOfRow, reaches } from './risk.ts';

export interface Missing {
  readonly question: Question;
  /** What is missing, in words that stand beside the input. */
  readonly why: string;
}

export interface Judgement {
  readonly asked: readonly Question[];
  readonly missing: readonly Missing[];
  readonly findings: readonly Finding[];
  /** The first result whose condition holds; only once nothing is missing. */
  readonly result: Result | undefined;
  /** The mean of the scales of each section that has any answered. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Everything that follows from the answers so far. */
export function judge(framework: Framework, answers: Answers): Judgement {
  const asked = askedIn(framework, answers);
  const counted = new Map(asked.map((question) => [question.id, answers[question.id]]));
  const scores = scoresOf(framework, counted);
  const known = knownFrom(framework, counted, scores);
  const found = new Set<string>();
  const findings = (framework.findings ?? []).filter((finding) => {
    const isFound = holds(finding.when, { ...known, finding: (id) => found.has(id) });
    if (isFound) found.add(finding.id);
    return isFound;
  });
  const missing = asked.flatMap((question) => missingIn(framework, question, counted.get(question.id)));
  const decided = { ...known, finding: (id: string) => found.has(id) };
  const result =
    missing.length > 0
      ? undefined
      : framework.results?.find((each) => each.when === undefined || holds(each.when, decided));
  return { asked, missing, findings, result, scores };
}

/** The questions that are asked, given the answers to those before them. */
export function askedIn(framework: Framework, answers: Answers): Question[] {
  const counted = new Map<string, AnswerValue | undefined>();
  const known = knownFrom(framework, counted, {});
  return framework.sections.flatMap((section) => {
    if (section.shown_when && !holds(section.shown_when, known)) return [];
    return section.questions.filter((question) => {
      if (question.shown_when && !holds(question.shown_when, known)) return false;
      counted.set(question.id, answers[question.id]);
      return true;
    });
  });
}

/** The questions that stand on one page: one, with those marked to stand beside it. */
export function pagesOf(asked: readonly Question[]): Question[][] {
  const pages: Question[][] = [];
  for (const question of asked) {
    if (question.beside && pages.length > 0) pages.at(-1)!.push(question);
    else pages.push([question]);
  }
  return pages;
}

function knownFrom(
  framework: Framework,
  counted: ReadonlyMap<string, AnswerValue | undefined>,
  scores: Readonly<Record<string, number>>,
): Known {
  const { matrix } = framework;
  return {
    answer: (id) => counted.get(id),
    score: (section) => scores[section],
    finding: () => false,
    riskReaches: (id, level, stage) =>
      matrix !== undefined &&
      rowsIn(counted.get(id)).some((row) => reaches(matrix, levelsOfRow(matrix, row)[stage], level)),
  };
}

function scoresOf(framework: Framework, counted: ReadonlyMap<string, AnswerValue | undefined>): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const section of framework.sections) {
    const given = section.questions
      .filter((question) => question.answer === 'scale')
      .map((question) => counted.get(question.id))
      .filter((value) => typeof value === 'number');
    if (given.length > 0) scores[section.id] = given.reduce((sum, value) => sum + value, 0) / given.length;
  }
  return scores;
}

function missingIn(framework: Framework, question: Question, value: AnswerValue | undefined): Missing[] {
  if (value === undefined) return question.optional ? [] : [{ question, why: WANTED[question.answer] }];
  if (question.answer !== 'rows' && question.answer !== 'risks') return [];
  const columns = columnsOf(framework, question);
  const rows = rowsIn(value);
  for (const [index, row] of rows.entries()) {
    const gone = row.effect === 'eliminated' ? ['likelihood_after', 'severity_after'] : [];
    const gap = columns.find((column) => !column.optional && !gone.includes(column.id) && row[column.id] === undefined);
    if (gap) return [{ question, why: `Fill in “${gap.label}” of ${nameOfRow(question, row, index)}` }];
  }
  const open = question.optional
    ? undefined
    : question.rows?.find(({ value: name }) => !rows.some((row) => row.row === name));
  return open ? [{ question, why: `Fill in the row “${open.text}”` }] : [];
}

const WANTED: Record<Question['answer'], string> = {
  yes_no: 'Choose yes, no or not sure',
  choice: 'Choose one of the answers',
  choices: 'Choose at least one of the answers',
  text: 'Write an answer',
  number: 'Write a number',
  scale: 'Choose a place on the scale',
  date: 'Write a date',
  list: 'Write at least one line',
  rows: 'Fill in at least one row',
  risks: 'Write down at least one risk',
};

function nameOfRow(question: Question, row: Row, index: number): string {
  const fixed = question.rows?.find((each) => each.value === row.row);
  return fixed ? `“${fixed.text}”` : `row ${index + 1}`;
}

function rowsIn(value: AnswerValue | undefined): readonly Row[] {
  return Array.isArray(value) ? (value as readonly Row[]).filter((row) => typeof row === 'object') : [];
}
