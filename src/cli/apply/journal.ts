import { KINDS, type Kind } from './apply-file.ts';

export type Fate = 'created' | 'changed' | 'unchanged';

export interface JournalLine {
  readonly kind: Kind;
  readonly name: string;
  readonly fate: Fate;
  /** What is good to know about it: waits for approval, which fields moved. */
  readonly note?: string | undefined;
}

/** Something shown once and kept nowhere: a source's key, a person's link for a first password. */
export interface Secret {
  readonly what: string;
  readonly secret: string;
}

/** What an application did. */
export interface Journal {
  readonly lines: JournalLine[];
  readonly secrets: Secret[];
}

/** True when nothing of the file made a difference. */
export function isUnchanged({ lines }: Journal): boolean {
  return lines.every(({ fate }) => fate === 'unchanged');
}

const MOST_LISTED = 12;
const MARK = { created: '+', changed: '~', unchanged: '=' } as const;

/** The account a person reads: a line a kind, and under it what was created or changed, and every note. */
export function sayJournal(journal: Journal, dry: boolean): string[] {
  const said: string[] = [];
  for (const kind of KINDS) {
    const lines = journal.lines.filter((line) => line.kind === kind);
    if (lines.length === 0) continue;
    said.push(
      `${kind.padEnd(14)}${(['created', 'changed', 'unchanged'] as const)
        .map((fate) => count(lines, fate))
        .filter(Boolean)
        .join(', ')}`,
    );
    const worth = lines.filter(({ fate, note }) => fate !== 'unchanged' || note);
    for (const { fate, name, note } of worth.slice(0, MOST_LISTED))
      said.push(`  ${MARK[fate]} ${name}${note ? `: ${note}` : ''}`);
    if (worth.length > MOST_LISTED) said.push(`    … and ${worth.length - MOST_LISTED} more`);
  }
  if (isUnchanged(journal)) said.push('nothing to change');
  else if (dry) said.push('dry run: nothing was changed');
  return said;
}

function count(lines: readonly JournalLine[], fate: Fate): string {
  const matching = lines.filter((line) => line.fate === fate).length;
  return matching === 0 ? '' : `${matching} ${fate}`;
}
