/** How pages say where a project stands with its clearances. */
import {
  CLEARANCE_KINDS,
  type Clearance,
  type ClearanceKind,
  type MissingRequirement,
  type Standing,
} from '../../../projects/index.ts';
import { dayWords } from '../../face/time-words.ts';

export function kindWords(kind: ClearanceKind | null): string {
  return kind ? CLEARANCE_KINDS[kind].title : 'A clearance';
}

/** Why something is missing, in a sentence; empty where it simply was never given. */
export function whyMissing({ cause, overAt, words }: MissingRequirement): string {
  if (cause === 'missing' || overAt === null) return '';
  if (cause === 'withdrawn') return `Taken back on ${dayWords(overAt)}: ${words}`;
  return `It held until ${dayWords(overAt)}${words ? `: ${words}` : ''}.`;
}

/** What it rests on: an assessment here, or a document elsewhere. */
export function evidenceWords({ evidence }: Clearance, titles: ReadonlyMap<number, string>): string {
  if (evidence.kind === 'assessment') {
    const title = titles.get(evidence.assessmentId) ?? `Assessment ${evidence.assessmentId}`;
    return `${title}, version ${evidence.version}`;
  }
  return `${evidence.title}, ${evidence.reference}, dated ${dayWords(new Date(`${evidence.datedOn}T12:00:00Z`))}`;
}

/** Whether readings are taken and until when, for staff and the public; null while nothing is wrong. */
export function standingWords(standing: Standing | undefined): { word: string; says: string } | null {
  if (!standing) return null;
  const what = kindWords(standing.kind);
  const why = WHY[standing.cause ?? 'missing'];
  const reason = standing.words ? ` ${standing.words}` : '';
  if (standing.isSuspended)
    return { word: 'suspended', says: `No readings are taken: ${lower(what)} ${why}.${reason}` };
  if (standing.isEscalated)
    return {
      word: 'at risk',
      says: `${what} ${why}.${reason} The data protect life or property, so readings go on until the senior information risk owner decides.`,
    };
  if (!standing.isAtRisk) return null;
  const until = standing.suspendedFrom
    ? ` Without a new one, readings stop on ${dayWords(standing.suspendedFrom)}.`
    : ' Readings go on, as the senior information risk owner decided.';
  return { word: 'at risk', says: `${what} ${why}.${reason}${until}` };
}

const WHY: Record<NonNullable<Standing['cause']>, string> = {
  missing: 'is missing',
  expires: 'is out of date',
  lapsed: 'has lapsed',
  withdrawn: 'was taken back',
  emergency: 'is missing, and the emergency is over or ends soon',
  ruling: 'is missing, and the senior information risk owner stopped the readings',
};

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
