/** A pack's algorithm and where it runs, in the shape of the transparency standard. Pure. */
import { sayRetention } from '../../register/index.ts';
import type { AlgorithmRecord, AlgorithmUse, Appeal } from './algorithm-record.ts';
import type { AlgorithmUses } from './algorithm-use.store.ts';
import { ATRS, ATRS_VERSION, type AtrsKey } from './atrs-fields.ts';

export interface FilledField {
  readonly number: string;
  readonly key: AtrsKey;
  readonly label: string;
  /** Null where nobody filled it in, which is shown. */
  readonly value: string | null;
}

export interface FilledSection {
  readonly tier: 1 | 2;
  readonly title: string;
  readonly fields: readonly FilledField[];
}

/** Every field of the standard with what we know; a field without an answer is there and empty. */
export function atrsSections(record: AlgorithmRecord, used: AlgorithmUses, publicUrl: string): FilledSection[] {
  const known = answersOf(record, used, publicUrl);
  return ATRS.map(({ tier, title, fields }) => ({
    tier,
    title,
    fields: fields.map((field) => ({ ...field, value: known[field.key]?.trim() || null })),
  }));
}

/** The record for machines: metadata, both tiers by number, and the structured parts besides. */
export function atrsJson(record: AlgorithmRecord, used: AlgorithmUses, publicUrl: string) {
  const sections = atrsSections(record, used, publicUrl);
  const fieldsOf = (tier: 1 | 2) =>
    sections
      .filter((section) => section.tier === tier)
      .flatMap(({ title, fields }) => fields.map((field) => ({ ...field, section: title })));
  return {
    metadata: {
      id: `${publicUrl}/algorithms/${record.id}`,
      atrs_version: ATRS_VERSION,
      organisation: used.authorities,
      organisation_type: 'local-authority',
      function: record.function,
      capability: record.capability,
      task: record.task,
      phase: record.phase,
      region: 'london',
    },
    tier1: fieldsOf(1),
    tier2: fieldsOf(2),
    human_role: record.humanRole,
    appeals: record.appeals,
    risks: record.risks,
    method_version: record.methodVersion,
    used_in_projects: used.total,
    used_in: used.uses.map((use) => ({
      authority: use.authorityName,
      project: `${publicUrl}/register/${use.authoritySlug}/projects/${use.projectSlug}`,
      controller: use.controller,
      contact: use.contactEmail,
      since: use.since,
      properties: use.properties,
    })),
  };
}

function answersOf(record: AlgorithmRecord, used: AlgorithmUses, publicUrl: string): Partial<Record<AtrsKey, string>> {
  const { uses, total } = used;
  const each = (say: (use: AlgorithmUse) => string) => [...new Set(uses.map(say))].filter(Boolean).join('; ');
  const keeps = [...new Set(uses.flatMap(({ retentionDays }) => retentionDays))]
    .sort((a, b) => a - b)
    .map(sayRetention);
  const processors = each(({ processors: names }) => names.join(', '));
  return {
    ...(uses.length > 0
      ? {
          external_supplier_involvement: processors ? 'Yes' : 'No',
          external_supplier: processors,
          data_sources: `Readings that the declarations name: ${[...new Set(uses.flatMap(({ properties }) => properties))].join(', ')}.`,
          data_access_and_storage: `Readings are kept for ${keeps.join(' or ')}, as the declarations promise, then deleted.`,
          frequency_and_scale_of_usage: `In use in ${total} ${total === 1 ? 'project' : 'projects'}.`,
          process_integration: each(({ whoActs }) => whoActs),
        }
      : {}),
    ...record.answers,
    name: record.name,
    description: record.description,
    website: `${publicUrl}/algorithms/${record.id}`,
    contact_email: each(({ contactEmail }) => contactEmail),
    organisation: each(({ controller }) => controller),
    phase: record.phase,
    model_version: record.methodVersion,
    human_decisions_and_review: `${MODES[record.humanRole.mode]} ${record.humanRole.decides} ${record.humanRole.review}`,
    appeals_and_review: record.appeals.map(sayAppeal).join(' '),
    risks_and_mitigations: record.risks.map((risk) => `${risk.name}: ${risk.description} ${risk.mitigation}`).join(' '),
  };
}

const MODES = {
  advise: 'It advises; it decides nothing.',
  confirm: 'It proposes; a person says yes before anything happens.',
  automatic: 'It acts by itself within limits.',
};

/** A challenge in one sentence. */
export function sayAppeal({ layer, what, who, route, effect, withinDays }: Appeal): string {
  const against = layer === 'output' ? 'What the tool says' : 'What is done because of it';
  return `${against}: ${what} ${who} ${route.says} ${effect} Answered within ${withinDays} days.`;
}
