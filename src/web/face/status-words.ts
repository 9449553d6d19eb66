/** How a status looks. The word says it; the kind only chooses icon and colour. */
export type StatusKind = 'good' | 'attention' | 'bad' | 'waiting' | 'known' | 'quiet';

const kinds: Record<string, StatusKind> = {
  live: 'good',
  'in force': 'good',
  accepted: 'good',
  approved: 'good',
  done: 'good',
  met: 'good',
  delivered: 'good',
  silent: 'attention',
  'to correct': 'attention',
  lapsed: 'attention',
  missing: 'attention',
  'out of date': 'attention',
  due: 'attention',
  provisional: 'attention',
  maintenance: 'attention',
  retrying: 'attention',
  'at risk': 'attention',
  suspended: 'bad',
  faulty: 'bad',
  refused: 'bad',
  overdue: 'bad',
  'not met': 'bad',
  withdrawn: 'bad',
  'dead letter': 'bad',
  'in review': 'waiting',
  'waiting for approval': 'waiting',
  waiting: 'waiting',
  submitted: 'waiting',
  new: 'known',
  open: 'known',
  planned: 'known',
  acknowledged: 'known',
  draft: 'quiet',
  retired: 'quiet',
  superseded: 'quiet',
  dismissed: 'quiet',
  closed: 'quiet',
};

/** The kind of a status word of the domain; a word it does not know is quiet, never alarming. */
export function statusKind(word: string): StatusKind {
  return kinds[word.trim().toLowerCase().replaceAll('_', ' ')] ?? 'quiet';
}
