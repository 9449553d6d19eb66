/** Answers as pages draw them: section by section, each with where it comes from and what was said about it. Pure. */
import {
  type AnswerValue,
  columnsOf,
  type Framework,
  levelsOfRow,
  nameOfRow,
  optionText,
  provenanceOf,
  type Question,
  type ReadAssessment,
  type Row,
  riskMap,
  sayAnswer,
} from '../../../assessments/index.ts';

/** `kind` says which of the other parts there is. */
export interface ShownValue {
  readonly kind: 'none' | 'text' | 'list' | 'rows';
  readonly text?: string;
  readonly items?: readonly string[];
  readonly rows?: readonly {
    name: string;
    cells: { label: string; text: string }[];
    levels?: { before?: string; after?: string };
  }[];
  readonly maps?: ReturnType<typeof mapsOf>;
}

export function shownValue(framework: Framework, question: Question, value: AnswerValue | undefined): ShownValue {
  if (value === undefined) return { kind: 'none' };
  if (question.answer === 'list') return { kind: 'list', items: value as readonly string[] };
  if (question.answer === 'choices') {
    return { kind: 'list', items: (value as readonly string[]).map((each) => optionText(question.options, each)) };
  }
  if (question.answer !== 'rows' && question.answer !== 'risks')
    return { kind: 'text', text: sayAnswer(framework, question, value) };
  const rows = value as readonly Row[];
  return {
    kind: 'rows',
    rows: rows.map((row, index) => ({
      name: question.answer === 'risks' ? `Risk ${index + 1}` : nameOfRow(question, row, index),
      cells: columnsOf(framework, question)
        .filter(({ id }) => row[id] !== undefined)
        .map(({ id, label, options }) => ({ label, text: optionText(options, row[id]!) })),
      ...(question.answer === 'risks' ? { levels: levelWords(framework, row) } : {}),
    })),
    ...(question.answer === 'risks' ? { maps: mapsOf(framework, rows) } : {}),
  };
}

function levelWords(framework: Framework, row: Row): { before?: string; after?: string } {
  const { before, after } = levelsOfRow(framework.matrix!, row);
  const text = (level: string) => optionText(framework.matrix!.levels, level);
  return { ...(before ? { before: text(before) } : {}), ...(after ? { after: text(after) } : {}) };
}

function mapsOf(framework: Framework, rows: readonly Row[]) {
  const matrix = framework.matrix!;
  const map = (stage: 'before' | 'after') =>
    riskMap(matrix, rows, stage).map(({ likelihood, cells }) => ({
      likelihood,
      cells: cells.map(({ severity, level, numbers }) => ({
        severity,
        level: optionText(matrix.levels, level),
        rank: matrix.levels.findIndex(({ value }) => value === level),
        numbers,
      })),
    }));
  return { severities: matrix.severity.map(({ text }) => text), before: map('before'), after: map('after') };
}

const ORIGIN_WORDS = {
  fact: 'Filled in from',
  shared: 'Same answer as in',
  imported: 'Imported from',
  supplier: 'Answered by the supplier:',
  typed: '',
} as const;

/** Sections that are asked, with their questions. `onlyAsked` is what the engine asks, given the answers. */
export function shownSections(read: ReadAssessment) {
  const { version, answers, judgement, reviews, comments, stale, withheld } = read;
  const { framework } = version;
  const missing = new Map(judgement.missing.map(({ question, why }) => [question.id, why]));
  const asked = new Set(judgement.asked.map(({ id }) => id));
  return framework.sections
    .map((section) => ({
      id: section.id,
      title: section.title,
      about: section.about ?? null,
      score: judgement.scores[section.id] ?? null,
      questions: section.questions
        .filter(({ id }) => asked.has(id) || withheld.has(id))
        .map((question) => {
          const answer = answers.get(question.id);
          return {
            id: question.id,
            ask: question.ask,
            optional: question.optional === true,
            value: shownValue(framework, question, answer?.value),
            missing: missing.get(question.id) ?? null,
            origin: answer && answer.origin !== 'typed' ? `${ORIGIN_WORDS[answer.origin]} ${answer.originSays}` : null,
            answeredBy: answer?.answeredByName ?? null,
            answeredAt: answer?.answeredAt ?? null,
            review: reviews.get(question.id) ?? null,
            comments: comments.filter((each) => each.questionId === question.id),
            stale: staleOf(framework, question, stale),
            withheld: withheld.get(question.id) ?? null,
            assumption: question.assumption ?? null,
            provenance: provenanceOf(framework, section, question),
          };
        }),
    }))
    .filter(({ questions }) => questions.length > 0);
}

function staleOf(framework: Framework, question: Question, stale: ReadAssessment['stale']) {
  const found = stale.find((each) => each.question.id === question.id);
  if (!found) return null;
  const say = (value: AnswerValue | undefined) =>
    value === undefined ? 'nothing' : sayAnswer(framework, question, value);
  return { from: found.from, was: say(found.was), now: say(found.now) };
}

/** The result and why, once nothing is missing. */
export function shownResult({ version, judgement }: ReadAssessment) {
  const { framework } = version;
  const sourceOf = (id: string | undefined) => framework.sources.find((each) => each.id === id)?.title ?? null;
  return {
    result: judgement.result ?? null,
    findings: judgement.findings.map(({ says, source, assumption }) => ({
      says,
      source: sourceOf(source),
      assumption: assumption ?? null,
    })),
    scores: framework.sections
      .filter(({ id }) => judgement.scores[id] !== undefined)
      .map(({ id, title }) => ({ title, score: judgement.scores[id]! })),
    sources: framework.sources,
    matrixAssumption: framework.matrix?.assumption ?? null,
  };
}
