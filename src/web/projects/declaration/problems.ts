/** What is wrong with a draft, in the words of the form and at its inputs. Pure. */
import type { DeclarationProblem } from '../../../register/index.ts';
import type { FieldError } from '../form.ts';
import type { Section, SectionField } from './sections.ts';

export interface SectionProblem extends FieldError {
  readonly section: string;
}

/** Every problem with the section it is mended in; one of a field no section has goes to the first. */
export function problemsBySection(
  problems: readonly DeclarationProblem[],
  sections: readonly Section[],
): SectionProblem[] {
  const told = new Set<string>();
  return problems.flatMap((problem) => {
    const section = sectionOf(problem.field, sections);
    const field = section.fields.find(
      (each) =>
        each.path === problem.field ||
        problem.field.startsWith(`${each.path}.`) ||
        each.path.startsWith(`${problem.field}.`),
    );
    const error = { section: section.slug, field: inputOf(problem.field, field), text: inWords(problem, field) };
    const seen = `${error.section} ${error.field}`;
    if (told.has(seen)) return [];
    told.add(seen);
    return [error];
  });
}

/** The section a path belongs to: the one whose own beginning is the longest. */
export function sectionOf(path: string, sections: readonly Section[]): Section {
  const fits = (start: string) => path === start || path.startsWith(`${start}.`);
  const length = (section: Section) => Math.max(0, ...section.owns.filter(fits).map((start) => start.length));
  return sections.reduce((best, each) => (length(each) > length(best) ? each : best), sections[0]!);
}

function inputOf(path: string, field: SectionField | undefined): string {
  if (path.startsWith('purposes')) return `purpose-${/^purposes\.(\d+)/.exec(path)?.[1] ?? 0}`;
  if (field?.kind === 'date') return `${field.path}-day`;
  return field?.path ?? path;
}

function inWords({ field: path, why }: DeclarationProblem, field: SectionField | undefined): string {
  const label = field ? field.label.replace(/ \((optional|only .*)\)$/, '') : purposeWords(path);
  const missing = /(is missing|is empty|at least 1 entry|must be one of)/.test(why);
  const chosen = field && ['radios', 'checkboxes', 'select', 'audience'].includes(field.kind);
  if (field?.kind === 'date' && /YYYY|missing/.test(why)) return `Enter day, month and year for “${label}”`;
  if (missing && field) return `${chosen ? 'Choose' : 'Enter'} an answer to “${label}”`;
  if (missing) return `${label}: say which, and why`;
  const rest = why.startsWith(path) ? why.slice(path.length).trim() : why;
  return `${label}: ${rest}`;
}

function purposeWords(path: string): string {
  const row = /^purposes\.(\d+)/.exec(path)?.[1];
  return row === undefined ? 'Purposes' : `Purpose ${Number(row) + 1}`;
}
