/** What is wrong with a framework file, each problem with its place. Shape first, then what contradicts itself. Pure. */
import Value from 'typebox/value';
import { type Condition, namedIn } from './condition.ts';
import { FACTS } from './facts.ts';
import { type Framework, FrameworkSchema, type Question, questionsOf } from './framework.ts';

export type Path = readonly (string | number)[];

export interface Problem {
  readonly path: Path;
  readonly why: string;
}

/** Everything wrong with a file; empty means it can be used. */
export function problemsOf(value: unknown): Problem[] {
  const shape = shapeProblems(value);
  return shape.length > 0 ? shape : contradictions(value as Framework);
}

function shapeProblems(value: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { keyword, instancePath, params } of Value.Errors(FrameworkSchema, value)) {
    const path = instancePath
      .split('/')
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const given = params as Record<string, unknown>;
    const note = (at: Path, why: string) => {
      if (!problems.has(at.join('/'))) problems.set(at.join('/'), { path: at, why });
    };
    if (keyword === 'required')
      for (const name of given.requiredProperties as string[]) note([...path, name], 'is missing; add it');
    else if (keyword === 'additionalProperties')
      for (const name of given.additionalProperties as string[]) note([...path, name], 'there is no such field');
    else if (keyword !== 'boolean') note(path, saysOf(keyword, given));
  }
  return [...problems.values()];
}

function saysOf(keyword: string, given: Record<string, unknown>): string {
  if (keyword === 'enum') return `must be one of ${(given.allowedValues as string[]).join(', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(given.allowedValue)}`;
  if (keyword === 'type')
    return `must be ${String(given.type) === 'array' ? 'a list' : String(given.type) === 'string' ? 'text; put it in quotes' : `of the type ${given.type}`}`;
  if (keyword === 'pattern') return 'must be a short code: lower-case letters, digits, hyphens and underscores';
  if (keyword === 'minItems' || keyword === 'minLength') return 'is empty';
  if (keyword === 'maxItems') return `has more than ${given.limit} entries`;
  if (keyword === 'maxLength') return `is longer than ${given.limit} characters`;
  if (keyword === 'minimum') return `must be ${given.limit} or more`;
  if (keyword === 'maximum') return `must be ${given.limit} or less`;
  return 'is not as docs/frameworks.md says';
}

function contradictions(framework: Framework): Problem[] {
  const problems: Problem[] = [];
  const note = (path: Path, why: string) => problems.push({ path, why });
  const sources = new Set(framework.sources.map((each) => each.id));
  const knowsSource = (path: Path, name: string | undefined) => {
    if (name !== undefined && !sources.has(name)) note(path, `no source is called ${name}`);
  };
  const asked = new Map<string, Question>();
  const sections = new Set<string>();
  for (const [at, section] of framework.sections.entries()) {
    if (sections.has(section.id)) note(['sections', at, 'id'], `${section.id} stands here twice`);
    sections.add(section.id);
    knowsSource(['sections', at, 'source'], section.source);
    if (section.shown_when !== undefined)
      for (const why of conditionProblems(section.shown_when, asked, new Set(), new Set()))
        note(['sections', at, 'shown_when'], `${why} before this section`);
    for (const [index, question] of section.questions.entries()) {
      const path = ['sections', at, 'questions', index];
      if (asked.has(question.id)) note([...path, 'id'], `the question ${question.id} stands here twice`);
      knowsSource([...path, 'source'], question.source);
      for (const why of questionProblems(framework, question)) note(path, why);
      if (question.shown_when !== undefined)
        for (const why of conditionProblems(question.shown_when, asked, new Set(), new Set()))
          note([...path, 'shown_when'], `${why} before this question`);
      asked.set(question.id, question);
    }
  }
  const findings = new Set<string>();
  for (const [at, finding] of (framework.findings ?? []).entries()) {
    if (findings.has(finding.id)) note(['findings', at, 'id'], `${finding.id} stands here twice`);
    for (const why of conditionProblems(finding.when, asked, findings, sections)) note(['findings', at, 'when'], why);
    knowsSource(['findings', at, 'source'], finding.source);
    findings.add(finding.id);
  }
  for (const [at, result] of (framework.results ?? []).entries())
    if (result.when !== undefined)
      for (const why of conditionProblems(result.when, asked, findings, sections)) note(['results', at, 'when'], why);
  return [...problems, ...matrixProblems(framework)];
}

function questionProblems(framework: Framework, question: Question): string[] {
  const { answer, fact } = question;
  const wrong: string[] = [];
  const goes = (part: keyof Question, ...types: Question['answer'][]) => {
    if (question[part] !== undefined && !types.includes(answer)) wrong.push(`${part} belongs to ${types.join(' or ')}`);
  };
  goes('options', 'choice', 'choices');
  goes('scale', 'scale');
  goes('columns', 'rows');
  goes('rows', 'rows');
  if ((answer === 'choice' || answer === 'choices') && !question.options) wrong.push('it needs options');
  if (
    answer === 'scale' &&
    !(question.scale && question.scale.from < question.scale.to && question.scale.to - question.scale.from <= 10)
  )
    wrong.push('it needs a scale of at most eleven places, from the lower to the higher');
  if (answer === 'rows' && !question.columns) wrong.push('it needs columns');
  if (answer === 'risks' && !framework.matrix) wrong.push('risks need a matrix in the file');
  const type = fact === undefined ? undefined : FACTS[fact]?.type;
  if (fact !== undefined && type === undefined) wrong.push(`nothing is known as ${fact}`);
  if (type !== undefined && type !== answer) wrong.push(`${fact} is of the type ${type}, not ${answer}`);
  return wrong;
}

function conditionProblems(
  condition: Condition,
  questions: ReadonlyMap<string, Question>,
  findings: ReadonlySet<string>,
  sections: ReadonlySet<string>,
): string[] {
  if (!isCondition(condition)) return ['this is no condition'];
  const named = namedIn(condition);
  return [
    ...named.questions.filter((each) => !questions.has(each)).map((each) => `there is no question ${each}`),
    ...named.findings.filter((each) => !findings.has(each)).map((each) => `there is no finding ${each}`),
    ...named.sections.filter((each) => !sections.has(each)).map((each) => `there is no section ${each}`),
  ];
}

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null) return false;
  const part = value as Record<string, unknown>;
  for (const key of ['any', 'all', 'of'])
    if (key in part) return Array.isArray(part[key]) && (part[key] as unknown[]).every(isCondition);
  if ('not' in part) return isCondition(part.not);
  return ['answer', 'answered', 'row', 'risk', 'score', 'finding'].some((key) => typeof part[key] === 'string');
}

function matrixProblems({ matrix }: Framework): Problem[] {
  if (!matrix) return [];
  const levels = matrix.levels.map((each) => each.value);
  const fits =
    matrix.cells.length === matrix.likelihood.length &&
    matrix.cells.every((row) => row.length === matrix.severity.length && row.every((cell) => levels.includes(cell)));
  return fits
    ? []
    : [{ path: ['matrix', 'cells'], why: 'needs a row for each likelihood with one of the levels for each severity' }];
}

/** Ids of every question that several frameworks share, with the type of the answer, to see that they agree. */
export function sharedTypes(framework: Framework): Map<string, Question['answer']> {
  return new Map(questionsOf(framework).flatMap(({ shared, answer }) => (shared ? [[shared, answer] as const] : [])));
}
