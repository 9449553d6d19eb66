import { Settings } from 'typebox/system';
import type { Db } from '../../../base/index.ts';
import { can, forbidden, PERMISSIONS, type PersonViewer } from '../../../identity/index.ts';
import { findOutcome, findUnfinishedForm, type Project } from '../../../projects/index.ts';
import {
  declarationHistory,
  type HistoricDeclaration,
  listProperties,
  type ObservedProperty,
  problemsOf,
} from '../../../register/index.ts';
import { byCode, type Draft, startOfDraft, withGaps } from './draft.ts';
import { problemsBySection, type SectionProblem } from './problems.ts';
import { type Section, sectionsOf } from './sections.ts';

Settings.Set({ maxErrors: 500 }); // a form says everything that is wrong at once; TypeBox would stop at eight

/** The declaration's form of a project as it stands: what was typed, in which sections, and what is still wrong. */
export interface DeclarationForm {
  readonly draft: Draft;
  /** Somebody has typed something that is not handed in yet. */
  readonly begun: boolean;
  readonly savedAt: Date | null;
  readonly savedBy: string | null;
  /** Ids of those who typed what is not handed in yet. */
  readonly writers: readonly number[];
  readonly sections: Section[];
  readonly problems: SectionProblem[];
  readonly vocabulary: readonly ObservedProperty[];
  readonly history: readonly HistoricDeclaration[];
  nameOf(code: string): string;
}

/** An untouched form begins with the newest version, or with what the project has said already. */
export async function declarationForm(db: Db, person: PersonViewer, project: Project): Promise<DeclarationForm> {
  const [unfinished, history, outcome, vocabulary] = await Promise.all([
    findUnfinishedForm(db, project.id, 'declaration'),
    declarationHistory(db, person, project.id),
    findOutcome(db, project.id),
    listProperties(db),
  ]);
  const newest = history[0];
  const draft = withGaps(
    unfinished?.answers ?? newest?.body ?? startOfDraft(project, outcome.recorded?.answers, person),
  );
  return {
    ...formOf(draft, vocabulary),
    begun: unfinished !== undefined || newest?.state === 'draft',
    savedAt: unfinished?.savedAt ?? null,
    savedBy: unfinished?.savedBy ?? null,
    writers: unfinished?.writers ?? [],
    vocabulary,
    history,
    nameOf: (code) => vocabulary.find((each) => each.code === code)?.name ?? code,
  };
}

/** The sections of a draft and what is wrong with it. */
export function formOf(
  draft: Draft,
  vocabulary: readonly ObservedProperty[],
): { draft: Draft; sections: Section[]; problems: SectionProblem[] } {
  const sections = sectionsOf(draft, vocabulary);
  const found = problemsOf(draft, new Set(vocabulary.map((each) => each.code)));
  const inForm = found.map(({ field, why }) => ({
    field: byCode(field, draft),
    why: why.replace(field, byCode(field, draft)),
  }));
  const problems = problemsBySection(inForm, sections);
  return { draft, sections, problems };
}

/** Throws IDN_FORBIDDEN for those who may not write declarations of the project. */
export function requireWriter(person: PersonViewer, project: Project): void {
  if (can(person, 'declaration.submit', project.authorityId)) return;
  throw forbidden({
    allows: PERMISSIONS['declaration.submit'].allows,
    roles: 'project lead or information governance',
  });
}
