import type { KeyKind, ListedKey } from '../../../identity/index.ts';

/** What each kind of key is, in the words of the pages. */
export const KEY_KINDS: Record<KeyKind, { label: string; use: string }> = {
  person: { label: 'Your own', use: 'For your command line. It may do what your roles let you do, nothing more.' },
  analyst: {
    label: 'An analyst’s program',
    use: 'Reads readings of the authority that are not open. It changes nothing.',
  },
  source: { label: 'A source', use: 'Sends readings through one source. It reads nothing.' },
};

/** Days a key can live, with the words of the question; '' is no end. */
export const LIFETIMES = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: 'A year' },
  { value: '', text: 'Until it is revoked' },
];

/** Whether a key opens anything at this time. */
export function stateOf({ revokedAt, expiresAt }: ListedKey, now: Date): 'in use' | 'revoked' | 'expired' {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'in use';
}

/** What a key opens, in words. */
export function scopeWords({ kind, scope }: Pick<ListedKey, 'kind' | 'scope'>): string {
  if (kind === 'source') return 'Sending through its source';
  if (kind === 'person') return 'What the person’s roles open';
  if (scope.open) return 'Reading what anyone may';
  if (!scope.projectIds) return 'Reading every project of the authority';
  return scope.projectIds.length === 1 ? 'Reading one project' : `Reading ${scope.projectIds.length} projects`;
}
