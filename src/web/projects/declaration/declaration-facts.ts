/** A declaration as facts by section, in the words that signs and differences use too. Pure. */
import { type DeclarationBody, differences } from '../../../register/index.ts';
import { type Draft, withGaps } from './draft.ts';
import { sectionOf } from './problems.ts';
import type { Section } from './sections.ts';

const NOTHING = withGaps({}) as unknown as DeclarationBody;

export interface SectionFacts {
  readonly section: Section;
  readonly facts: readonly { name: string; text: string }[];
}

/** What a draft or a version says so far, section by section; what is not said yet is left out. */
export function factsBySection(
  draft: Draft,
  sections: readonly Section[],
  nameOf: (code: string) => string,
): SectionFacts[] {
  const said = differences(sayable(draft), NOTHING, nameOf);
  return sections.map((section) => ({
    section,
    facts: said
      .filter(({ path }) => sectionOf(path, sections) === section)
      .map(({ label, after }) => ({ name: label.replace(`${section.title}: `, ''), text: after ?? '' }))
      .map((fact) => ({ ...fact, name: fact.name.charAt(0).toUpperCase() + fact.name.slice(1) })),
  }));
}

/** A draft that the wording of facts can read: numbers still missing or mistyped are left out. */
function sayable(draft: Draft): DeclarationBody {
  const properties = (draft.properties as Draft[]).map((property) => ({ purposes: [], audiences: [], ...property }));
  return { ...draft, properties } as unknown as DeclarationBody;
}
