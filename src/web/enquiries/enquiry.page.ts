import type { LamppostError } from '../../base/index.ts';
import { clockRunning, type Enquiry, OUTCOMES } from '../../publish/index.ts';
import { csvOf } from '../face/csv.ts';
import type { StatusKind } from '../face/status-words.ts';
import { KIND_WORDS } from './contact.page.ts';

const SOON_MS = 7 * 86_400_000;

/** A clock as officers see it: what is due, by when, and how near that is. */
export function clockShown(
  enquiry: Enquiry,
  now: Date,
): { word: string; kind: StatusKind; text: string; by: Date } | undefined {
  const running = clockRunning(enquiry);
  if (!running) return undefined;
  const leftMs = running.by.getTime() - now.getTime();
  const text = running.what === 'acknowledge' ? 'say that it was read by' : 'answer by';
  if (leftMs < 0) return { word: 'overdue', kind: 'bad', text, by: running.by };
  return leftMs < SOON_MS
    ? { word: 'due', kind: 'attention', text, by: running.by }
    : { word: 'waiting', kind: 'waiting', text, by: running.by };
}

/** A row of the officers' list. */
export function enquiryRow(enquiry: Enquiry, now: Date) {
  return {
    ...enquiry,
    href: `/enquiries/${enquiry.id}`,
    what: { text: `${KIND_WORDS[enquiry.kind].title}: ${beginningOf(enquiry.body)}`, href: `/enquiries/${enquiry.id}` },
    about: enquiry.subject ?? 'The authority',
    clock: clockShown(enquiry, now),
  };
}

/** What the page of one enquiry shows: what was written, the clock, and the answer as saved or as it was just typed. */
export function enquiryModel(
  enquiry: Enquiry,
  now: Date,
  typed:
    | {
        answer?: string | undefined;
        outcome?: string | undefined;
        public?: string | undefined;
        shown?: string | undefined;
      }
    | undefined,
  problem: LamppostError | undefined,
) {
  const outcome = typed ? typed.outcome : enquiry.outcome;
  return {
    enquiry,
    kindTitle: KIND_WORDS[enquiry.kind].title,
    clock: clockShown(enquiry, now),
    outcomes: Object.entries(OUTCOMES[enquiry.kind]).map(([value, text]) => ({
      value,
      text,
      checked: value === outcome,
    })),
    fields: typed
      ? { answer: typed.answer, public: typed.public === 'yes', shown: typed.shown }
      : { answer: enquiry.answer, public: enquiry.shownBody !== null, shown: enquiry.shownBody ?? enquiry.body },
    problem: problem && { field: problem.field ?? 'answer', text: `${problem.message} ${problem.cure}` },
  };
}

/** Everything but addresses and who answered. */
export function enquiriesCsv(enquiries: readonly Enquiry[]): string {
  return csvOf(
    [
      'id',
      'authority',
      'kind',
      'about',
      'received',
      'acknowledge_by',
      'acknowledged',
      'answer_by',
      'answered',
      'outcome',
      'public',
      'text',
      'answer',
    ],
    enquiries.map((one) => [
      one.id,
      one.authorityName,
      one.kind,
      one.subject,
      one.receivedAt,
      one.acknowledgeBy,
      one.acknowledgedAt,
      one.answerBy,
      one.answeredAt,
      one.outcome,
      one.shownBody === null ? 'no' : 'yes',
      one.body,
      one.answer,
    ]),
  );
}

export function beginningOf(text: string | null): string {
  const words = (text ?? 'deleted').replace(/\s+/g, ' ');
  return words.length <= 80 ? words : `${words.slice(0, 79)}…`;
}
