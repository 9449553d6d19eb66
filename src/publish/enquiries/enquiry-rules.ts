/** What an enquiry may look like, which clocks run for it and how long it is kept. Pure: no clock, no database. */

export const ENQUIRY_KINDS = ['publication', 'complaint', 'comment'] as const;
export type EnquiryKind = (typeof ENQUIRY_KINDS)[number];

/** What can come of each kind. */
export const OUTCOMES = {
  publication: { published: 'Published', planned: 'Will be published', declined: 'Will not be published' },
  complaint: { upheld: 'You were right', not_upheld: 'We see it differently', noted: 'Noted' },
  comment: { noted: 'Noted' },
} as const satisfies Record<EnquiryKind, Record<string, string>>;
export type Outcome = 'published' | 'planned' | 'declined' | 'upheld' | 'not_upheld' | 'noted';

export const SHORTEST = 10;
export const LONGEST = 2_000;
export const LONGEST_ANSWER = 4_000;
export const MOST_LINKS = 2;
/** An authority that got more than this in a day gets no more by the form until tomorrow. */
export const MOST_A_DAY = 100;
/** How many one network may send in an hour. */
export const MOST_OF_A_NETWORK = 5;

const DAY_MS = 86_400_000;
/** Days to answer a wish to publish: our own promise. */
const ANSWER_DAYS = 30;
/** Days to acknowledge a complaint about data protection: Data (Use and Access) Act 2025, section 103†. */
const ACKNOWLEDGE_DAYS = 30;

/** The clocks that start when it is received. */
export function clocksOf(kind: EnquiryKind, receivedAt: Date): { acknowledgeBy: Date | null; answerBy: Date | null } {
  const after = (days: number) => new Date(receivedAt.getTime() + days * DAY_MS);
  return {
    acknowledgeBy: kind === 'complaint' ? after(ACKNOWLEDGE_DAYS) : null,
    answerBy: kind === 'publication' ? after(ANSWER_DAYS) : null,
  };
}

/** The clock that still runs: what is due next and by when; undefined when none does. */
export function clockRunning(enquiry: {
  acknowledgeBy: Date | null;
  acknowledgedAt: Date | null;
  answerBy: Date | null;
  answeredAt: Date | null;
}): { what: 'acknowledge' | 'answer'; by: Date } | undefined {
  if (enquiry.answeredAt) return undefined;
  if (enquiry.acknowledgeBy && !enquiry.acknowledgedAt) return { what: 'acknowledge', by: enquiry.acknowledgeBy };
  return enquiry.answerBy ? { what: 'answer', by: enquiry.answerBy } : undefined;
}

/** How long what people wrote is kept, in days; what became public stays public. */
export const KEPT_DAYS = { emailAfterAnswer: 30, wordsAfterAnswer: 365, unanswered: 730 } as const;

/** Why a text may not be sent, in words that complete "What you wrote …"; undefined when it may. */
export function textProblem(text: string): string | undefined {
  const length = [...text.trim()].length;
  if (length < SHORTEST) return `is shorter than ${SHORTEST} characters`;
  if (length > LONGEST) return `is longer than ${LONGEST} characters`;
  if ((text.match(/https?:\/\/|www\./gi)?.length ?? 0) > MOST_LINKS) return `has more than ${MOST_LINKS} links`;
  return undefined;
}

/** True for what looks like an email address that an answer can go to. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+$/.test(text);
}
