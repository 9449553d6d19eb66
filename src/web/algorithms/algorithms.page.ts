import { defineError, type House } from '../../base/index.ts';
import { ALGORITHMS } from '../../packs/index.ts';
import { type AlgorithmRecord, type AlgorithmUses, atrsSections, usesOfPurpose } from '../../publish/index.ts';

export const algorithmUnknown = defineError(
  'WEB_ALGORITHM_UNKNOWN',
  'not_found',
  'The register has no algorithm called {id}.',
  'See /algorithms for all of them.',
);

const MODES = {
  advise: 'It advises, people decide',
  confirm: 'It proposes, a person confirms',
  automatic: 'It acts by itself within limits',
};
const PHASES: Record<AlgorithmRecord['phase'], string> = {
  'pre-deployment': 'not in use yet',
  'beta-pilot': 'on trial',
  production: 'in use',
  retired: 'retired',
};

/** Every algorithm with where it runs; `q` looks in its name, what it does and who uses it. */
export async function algorithmListPage({ db }: House, q: string) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const known = await Promise.all(
    ALGORITHMS.map(async (record) => ({ record, used: await usesOfPurpose(db, record.purpose, 0) })),
  );
  const rows = known
    .filter(({ record, used }) => {
      const text = [record.name, record.description, ...used.authorities].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ record, used }) => ({
      name: { text: record.name, href: `/algorithms/${record.id}` },
      does: record.description,
      role: MODES[record.humanRole.mode],
      state: used.total === 0 ? 'used by nobody now' : PHASES[record.phase],
      where: used.authorities.join(', ') || 'Nowhere now',
    }));
  return { rows, q, total: rows.length, any: ALGORITHMS.length > 0 };
}

/** One algorithm with every field of the standard, filled in or not. */
export async function algorithmPage(house: House, id: string) {
  const { record, used } = await requireAlgorithm(house, id);
  const sections = atrsSections(record, used, house.settings.publicUrl);
  const fields = sections.flatMap((section) => section.fields);
  return {
    page: {
      title: record.name,
      breadcrumbs: [
        { text: 'Register', href: '/register' },
        { text: 'Algorithms', href: '/algorithms' },
        { text: record.name },
      ],
    },
    record,
    mode: MODES[record.humanRole.mode],
    more: Math.max(0, used.total - used.uses.length),
    uses: used.uses.map((use) => ({
      project: { text: use.projectTitle, href: `/register/${use.authoritySlug}/projects/${use.projectSlug}` },
      authority: use.authorityName,
      contact: `${use.contactName}, ${use.contactEmail}`,
      acts: use.whoActs,
    })),
    appeals: record.appeals.map((appeal) => ({
      ...appeal,
      against: appeal.layer === 'output' ? 'What the tool says' : 'What is done because of it',
    })),
    sections: sections.map(({ tier, title, fields: own }) => ({
      title: `${tier === 1 ? 'Summary' : title}`,
      tier,
      facts: own.map(({ number, label, value }) => ({ name: `${number} ${label}`, text: value ?? 'Not filled in' })),
    })),
    filled: { of: fields.length, count: fields.filter(({ value }) => value !== null).length },
  };
}

export async function requireAlgorithm(
  { db }: House,
  id: string,
): Promise<{ record: AlgorithmRecord; used: AlgorithmUses }> {
  const record = ALGORITHMS.find((one) => one.id === id);
  if (!record) throw algorithmUnknown({ id });
  return { record, used: await usesOfPurpose(db, record.purpose) };
}
