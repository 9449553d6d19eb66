/** Between a section's inputs and the draft. Pure. What cannot be a number stays as typed, and is then named as wrong. */
import { DETAILS } from '../../../register/index.ts';
import type { Form } from '../form.ts';
import { type Draft, valueAt, withProperties, withPurposes, withValueAt } from './draft.ts';
import { PURPOSES, type Section, type SectionField } from './sections.ts';

type Audience = { audience: string; detail: string };

/** The draft with what the form says in this section. */
export function readSection(draft: Draft, section: Section, form: Form): Draft {
  const begun = section.slug === 'until' ? { trial: { fixed: true }, continuity: {}, ...draft } : draft;
  const read = withoutEmpty(section.fields.reduce<Draft>((each, field) => readField(each, field, form), begun));
  return section.slug === 'why' ? withPurposes(read, readPurposes(form)) : read;
}

/** Neither a trial nor a continuity plan stands there before something is said of it. */
function withoutEmpty(draft: Draft): Draft {
  const { trial, continuity, ...rest } = draft as Draft & { trial?: Draft; continuity?: Draft };
  const said = (group: Draft | undefined) =>
    group && Object.entries(group).some(([name, value]) => name !== 'fixed' && value !== undefined && value !== '');
  return { ...rest, ...(said(trial) ? { trial } : {}), ...(said(continuity) ? { continuity } : {}) };
}

function readField(draft: Draft, field: SectionField, form: Form): Draft {
  const { path, kind } = field;
  const text = form.text(path);
  if (kind === 'checkboxes' && path === 'properties') return withProperties(draft, offered(field, form.texts(path)));
  if (kind === 'checkboxes') return withValueAt(draft, path, form.texts(path));
  if (kind === 'lines') return withValueAt(draft, path, linesOf(text));
  if (kind === 'date') return withValueAt(draft, path, dateOf(form, path));
  if (kind === 'number') return withValueAt(draft, path, numberOf(text, field.times));
  if (kind === 'audience') return withAudience(draft, path, text);
  return withValueAt(draft, path, field.optional && text === '' ? undefined : text);
}

function offered({ choices = [] }: SectionField, values: readonly string[]): string[] {
  return values.filter((value) => choices.some((choice) => choice.value === value));
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function numberOf(text: string, times = 1): number | string | undefined {
  if (text === '') return undefined;
  const value = Number(text.replaceAll(',', ''));
  return Number.isFinite(value) ? Number((value * times).toPrecision(12)) : text;
}

function dateOf(form: Form, path: string): string {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => form.text(`${path}-${part}`));
  if (!day && !month && !year) return '';
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

function withAudience(draft: Draft, path: string, detail: string): Draft {
  const [, code, , audience] = path.split('.');
  const at = `properties.${code}.audiences`;
  const others = ((valueAt(draft, at) as Audience[] | undefined) ?? []).filter((each) => each.audience !== audience);
  return withValueAt(draft, at, detail === '' ? others : [...others, { audience: audience!, detail }]);
}

/** The purposes typed: a row without a reason and without words is taken out. */
function readPurposes(form: Form): { code: string; label: string; because: string }[] {
  const rows = form.texts('purpose-code').length;
  return Array.from({ length: rows }, (_, row) => {
    const chosen = form.texts('purpose-code')[row] ?? '';
    const because = form.texts('purpose-because')[row] ?? '';
    const known = PURPOSES.find((each) => each.value === chosen)?.text;
    const label = form.texts('purpose-label')[row] || (known ?? '');
    const code =
      chosen ||
      label
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_+|_+$/g, '')
        .slice(0, 60);
    return { code, label, because };
  }).filter(({ code, because }) => code !== '' || because !== '');
}

/** What an input shows: texts for texts, a list for checkboxes, three parts for a day. */
export function shownValue(
  draft: Draft,
  field: SectionField,
): string | string[] | { day: string; month: string; year: string } {
  const { path, kind } = field;
  if (kind === 'audience') {
    const [, code, , audience] = path.split('.');
    const audiences = (valueAt(draft, `properties.${code}.audiences`) as Audience[] | undefined) ?? [];
    const details = audiences.filter((each) => each.audience === audience).map((each) => each.detail);
    return DETAILS.find((detail) => details.includes(detail)) ?? ''; // the finest covers the others
  }
  const value = valueAt(draft, path);
  if (path === 'properties') return (value as { property: string }[]).map((each) => each.property);
  if (kind === 'checkboxes') return (value as string[] | undefined) ?? [];
  if (kind === 'lines') return ((value as string[] | undefined) ?? []).join('\n');
  if (kind === 'date') {
    const [year = '', month = '', day = ''] = String(value ?? '').split('-');
    return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
  }
  if (typeof value === 'number') return String(value / (field.times ?? 1));
  return String(value ?? '');
}
