/**
 * Checks the wording of an outcome: who is better off, in what way. It names no technology and no data, because naming
 * them decides the means before the end is known. A note explains and suggests; it never stops anyone. Pure.
 */
import {
  CLEVER,
  DATA,
  INSTALLING,
  MEASURE,
  NOT_THE_GOAL,
  PLATFORM,
  PLATFORM_TO_STAND_ON,
  TECHNOLOGY,
  TECHNOLOGY_IN_CAPITALS,
  THINGS,
} from './wording-words.ts';

export interface WordingNote {
  readonly kind: 'technology' | 'data' | 'measuring';
  /** The words that were caught, as written. */
  readonly words: string;
  /** Where they begin in the text, in characters. */
  readonly at: number;
  readonly says: string;
  readonly suggests: string;
}

const TECHNOLOGY_RE = whole([...TECHNOLOGY, PLATFORM], 'giu');
const CAPITALS_RE = whole(TECHNOLOGY_IN_CAPITALS, 'gu');
const CLEVER_RE = whole([`${CLEVER}\\s+(?:\\w+\\s+)?(?:${THINGS.join('|')})`], 'giu');
const INSTALLED_RE = new RegExp(
  String.raw`(?<=\b(?:${INSTALLING.join('|')})\s+(?:[^.;!?]*\s)?)(?:${THINGS.join('|')})(?![\p{L}\p{N}])`,
  'giu',
);
const DATA_RE = whole(DATA, 'giu');
const MEASURE_RE = whole([MEASURE], 'giu');

/** What an outcome statement names that it should not, in order of the text; empty when it passes. */
export function checkWording(text: string): WordingNote[] {
  const found = [
    ...matches(text, TECHNOLOGY_RE, 'technology').filter((note) => !stoodOn(text, note)),
    ...matches(text, CAPITALS_RE, 'technology'),
    ...matches(text, CLEVER_RE, 'technology'),
    ...matches(text, INSTALLED_RE, 'technology'),
    ...matches(text, DATA_RE, 'data').filter((note) => !NOT_THE_GOAL.test(text.slice(note.at + note.words.length))),
    ...matches(text, MEASURE_RE, 'measuring'),
  ];
  return withoutOverlaps(found);
}

/** Notes of one kind told together, so that nobody reads the same sentence twice. */
export function sayNotes(notes: readonly WordingNote[]): string[] {
  return [...new Set(notes.map((note) => note.kind))].map((kind) => {
    const same = notes.filter((note) => note.kind === kind);
    const words = [...new Set(same.map((note) => `“${note.words}”`))];
    const { says, suggests } = same[0]!;
    if (words.length === 1) return `${says} ${suggests}`;
    return `${says} ${suggests} The same goes for ${words.slice(1).join(' and ')}.`;
  });
}

function matches(text: string, pattern: RegExp, kind: WordingNote['kind']): WordingNote[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind,
    words: match[0],
    at: match.index,
    ...explain(kind, match[0]),
  }));
}

function stoodOn(text: string, note: WordingNote): boolean {
  return /^platform/i.test(note.words) && PLATFORM_TO_STAND_ON.test(text.slice(0, note.at));
}

/** Of notes on the same words, the longest stays. */
function withoutOverlaps(notes: WordingNote[]): WordingNote[] {
  const kept: WordingNote[] = [];
  for (const note of notes.sort((a, b) => b.words.length - a.words.length || a.at - b.at)) {
    const end = note.at + note.words.length;
    if (!kept.some((other) => note.at < other.at + other.words.length && other.at < end)) kept.push(note);
  }
  return kept.sort((a, b) => a.at - b.at);
}

function explain(kind: WordingNote['kind'], words: string): { says: string; suggests: string } {
  if (kind === 'technology') {
    return {
      says: `“${words}” is a technology. It may turn out to be the way, but it is not what gets better for anybody.`,
      suggests: 'Ask what would be different for someone once it worked, and write that down instead.',
    };
  }
  if (kind === 'data') {
    return {
      says: `“${words}” makes data the goal. Data is a means: somebody has to be better off because of it.`,
      suggests: 'Say who would use it and what would then go better for whom.',
    };
  }
  return {
    says: `“${words}” makes measuring the goal. Measuring alone leaves everything as it is.`,
    suggests: 'Say what would change, and for whom, because somebody knew.',
  };
}

function whole(words: readonly string[], flags: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})(?![\p{L}\p{N}])`, flags);
}
