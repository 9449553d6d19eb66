/**
 * What the outcome record, the declaration and the register know already, as answers. Questions name a fact by its key;
 * the answer is filled in, stays linked, and is out of date once the fact moved. Pure.
 */
import type { OutcomeAnswers } from '../projects/index.ts';
import { type DeclarationBody, sayClass, sayInterval, sayLawfulBasis, sayRetention } from '../register/index.ts';
import type { AnswerValue } from './answers.ts';
import type { AnswerType } from './framework.ts';

/** What facts are made from; parts that do not exist yet are null. */
export interface FactSource {
  readonly title: string;
  readonly outcome: OutcomeAnswers | null;
  readonly declaration: { readonly version: number; readonly body: DeclarationBody } | null;
  readonly devices: {
    readonly count: number;
    readonly inDwellings: number;
    readonly suppliers: readonly string[];
    readonly models: readonly { readonly name: string; readonly supportEndsOn: string | null }[];
  };
  readonly nameOf: (property: string) => string;
}

interface FactKind {
  readonly type: AnswerType;
  /** Where it is known from, in words that follow "Filled in from". */
  readonly from: string;
  readonly of: (source: FactSource) => AnswerValue | undefined;
}

const body = (pick: (declaration: DeclarationBody) => AnswerValue | undefined) => (source: FactSource) =>
  source.declaration ? pick(source.declaration.body) : undefined;
const declared = (type: AnswerType, pick: (declaration: DeclarationBody) => AnswerValue | undefined): FactKind => ({
  type,
  from: 'the declaration',
  of: body(pick),
});
const recorded = (type: AnswerType, pick: (answers: OutcomeAnswers) => AnswerValue | undefined): FactKind => ({
  type,
  from: 'the outcome record',
  of: ({ outcome }) => (outcome ? pick(outcome) : undefined),
});
const registered = (type: AnswerType, pick: (devices: FactSource['devices']) => AnswerValue | undefined): FactKind => ({
  type,
  from: 'the register of devices',
  of: ({ devices }) => (devices.count > 0 ? pick(devices) : undefined),
});
const some = (list: readonly string[]) => (list.length > 0 ? list : undefined);
const yesNo = (is: boolean) => (is ? 'yes' : 'no');

/** Every fact, by the key a framework file uses. */
export const FACTS: Readonly<Record<string, FactKind>> = {
  'project.title': { type: 'text', from: 'the project', of: ({ title }) => title },
  'outcome.statement': recorded('text', ({ outcome }) => outcome?.statement),
  'outcome.action': recorded('text', ({ action }) =>
    action?.if_who
      ? `If ${action.if_who} had ${action.had_what ?? '…'}, then they could ${action.then_what ?? '…'}.`
      : undefined,
  ),
  'outcome.who_acts': recorded('text', ({ action }) => action?.who_acts),
  'outcome.why_not_enough': recorded('text', ({ data }) => data?.why_not_enough),
  'outcome.predictive': recorded('yes_no', ({ insight }) => insight?.predictive),
  'declaration.summary': declared('text', ({ summary }) => summary),
  'declaration.controller': declared('text', ({ controller }) => controller),
  'declaration.processors': declared('list', ({ processors }) => some(processors)),
  'declaration.lawful_basis': declared('text', ({ lawful_basis }) => sayLawfulBasis(lawful_basis)),
  'declaration.personal': declared('yes_no', ({ classes, lawful_basis }) =>
    yesNo(lawful_basis !== 'not_personal' || Object.values(classes).some((each) => each !== 'none')),
  ),
  'declaration.identifiable_capture': declared('yes_no', ({ classes }) => yesNo(classes.capture === 'identifiable')),
  'declaration.classes': declared('list', ({ classes }) => [
    `At capture: ${sayClass(classes.capture)}`,
    `Leaving the device: ${sayClass(classes.leaving_device)}`,
    `As stored: ${sayClass(classes.stored)}`,
    `As published: ${sayClass(classes.published)}`,
  ]),
  'declaration.purposes': declared('list', ({ purposes }) =>
    purposes.map(({ label, because }) => `${label}: ${because}`),
  ),
  'declaration.measured': {
    type: 'list',
    from: 'the declaration',
    of: ({ declaration, nameOf }) =>
      declaration?.body.properties.map(
        ({ property, shortest_interval_s: seconds }) => `${nameOf(property)}, ${sayInterval(seconds)}`,
      ),
  },
  'declaration.retention': {
    type: 'list',
    from: 'the declaration',
    of: ({ declaration, nameOf }) =>
      declaration?.body.properties.map(
        ({ property, retention_days: days }) => `${nameOf(property)}: ${sayRetention(days)}`,
      ),
  },
  'declaration.stored_in': declared('list', ({ stored_in }) => some(stored_in)),
  'declaration.processing': declared('list', ({ processing }) => some(processing)),
  'declaration.who_acts': declared('text', ({ who_acts }) => who_acts),
  'declaration.algorithms': declared('list', ({ algorithms }) => some(algorithms)),
  'declaration.has_algorithms': declared('yes_no', ({ algorithms }) => yesNo(algorithms.length > 0)),
  'declaration.capable_but_off': declared('list', ({ capable_but_off }) => some(capable_but_off)),
  'declaration.objections': declared('text', ({ objections }) => objections?.trim() || undefined),
  'declaration.licence': declared('text', ({ sharing }) => `${sharing.title}, ${sharing.licence}`),
  'declaration.why_not_open': declared('text', ({ sharing }) => sharing.why_not_open?.trim() || undefined),
  'declaration.ends_on': declared('date', ({ ends_on }) => ends_on),
  'declaration.review_on': declared('date', ({ review_on }) => review_on),
  'devices.count': registered('number', ({ count }) => count),
  'devices.in_dwellings': registered('yes_no', ({ inDwellings }) => yesNo(inDwellings > 0)),
  'devices.suppliers': registered('list', ({ suppliers }) => some(suppliers)),
  'devices.models': registered('list', ({ models }) => some(models.map(({ name }) => name))),
  'devices.support_ends': registered('list', ({ models }) =>
    some(models.map(({ name, supportEndsOn }) => `${name}: ${supportEndsOn ?? 'not known'}`)),
  ),
};

/** What is known of a fact now; undefined when nothing is. */
export function factOf(key: string, source: FactSource): AnswerValue | undefined {
  const value = FACTS[key]?.of(source);
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** Whether two answers say the same. */
export function isSame(one: AnswerValue | null | undefined, other: AnswerValue | null | undefined): boolean {
  return canonical(one ?? null) === canonical(other ?? null);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${key}:${canonical(part)}`)
    .join(',')}}`;
}
