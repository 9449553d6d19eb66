/** A declaration, and what changes in it, as facts in the words that signs use too. Pure. */
import { type DeclarationBody, type Difference, differences } from '../../../register/index.ts';
import { dayWords } from '../../face/time-words.ts';
import { TECHNOLOGIES } from './choices.ts';
import { type Draft, withGaps } from './draft.ts';
import { sectionOf } from './problems.ts';
import type { Section } from './sections.ts';

const NOTHING = withGaps({}) as unknown as DeclarationBody;

type NameOf = (code: string) => string;

export interface SectionFacts {
  readonly section: Section;
  readonly facts: readonly { name: string; text: string }[];
}

/** What a draft or a version says so far, section by section; what is missing or mistyped is left out. */
export function factsBySection(draft: Draft, sections: readonly Section[], nameOf: NameOf): SectionFacts[] {
  const { body, unsaid } = sayable(draft);
  const said = differences(body, NOTHING, nameOf).filter(
    ({ path }) => !unsaid.has(path) && !path.endsWith('.property'),
  );
  return sections.map((section) => ({
    section,
    facts: said
      .filter(({ path }) => sectionOf(path, sections) === section)
      .map(({ path, label, after }) => ({
        name: label.replace(`${section.title}: `, ''),
        text: inWords(path, after ?? ''),
      }))
      .map((fact) => ({ ...fact, name: fact.name.charAt(0).toUpperCase() + fact.name.slice(1) })),
  }));
}

/** What changes from one version to another; a property that is no longer measured is one line, not one for each promise. */
export function changesBetween(after: DeclarationBody, before: DeclarationBody, nameOf: NameOf): Difference[] {
  const changes = differences(after, before, nameOf);
  const gone = changes
    .filter(({ path, after: now }) => path.endsWith('.property') && now === null)
    .map(({ path }) => path.slice(0, -'property'.length));
  return changes
    .filter(({ path }) => path.endsWith('.property') || !gone.some((start) => path.startsWith(start)))
    .map((change) => ({
      ...change,
      before: change.before && inWords(change.path, change.before),
      after: change.after && inWords(change.path, change.after),
    }));
}

function inWords(path: string, text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = new Date(`${text}T12:00:00Z`);
    return Number.isNaN(day.getTime()) ? text : dayWords(day);
  }
  if (path !== 'technologies') return text;
  const named = text.split(', ').map((id) => TECHNOLOGIES.find((each) => each.value === id)?.text ?? id);
  return named.join(', ');
}

const NUMBERS = {
  shortest_interval_s: 1e9,
  decimals: 6,
  place_precision_m: 1e6,
  retention_days: 1e6,
  suppress_below: 1e9,
};

/** A draft that can be put in words, and the paths of numbers that cannot. */
function sayable(draft: Draft): { body: DeclarationBody; unsaid: Set<string> } {
  const unsaid = new Set<string>();
  const properties = (draft.properties as Draft[]).map((property) => {
    const said: Draft = { purposes: [], audiences: [], ...property };
    for (const [name, limit] of Object.entries(NUMBERS)) {
      const value = said[name];
      if (typeof value === 'number' && Math.abs(value) <= limit && (name !== 'decimals' || Number.isInteger(value)))
        continue;
      said[name] = 0;
      unsaid.add(`properties.${property.property}.${name}`);
    }
    return said;
  });
  return { body: { ...draft, properties } as unknown as DeclarationBody, unsaid };
}
