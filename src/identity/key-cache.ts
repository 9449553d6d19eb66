import type { Viewer } from './viewer.ts';

export interface CachedKey {
  readonly viewer: Viewer;
  readonly prefix: string;
  /** Milliseconds since 1970; not used after. */
  readonly until: number;
}

/** How long a key is believed without asking the database: revoked in another process, it opens no longer than this. */
export const BELIEVED_FOR_MS = 10_000;
const MOST_ENTRIES = 20_000;

/**
 * Keys that were right a moment ago, so that one message is not one query. A key revoked in this process is out at
 * once and stays out, even if a look-up that began before is still on its way.
 */
export class KeyCache {
  readonly #keys = new Map<string, CachedKey>();
  readonly #revoked = new Set<string>();

  get(key: string, now: number): Viewer | undefined {
    const found = this.#keys.get(key);
    return found !== undefined && found.until > now ? found.viewer : undefined;
  }

  put(key: string, entry: CachedKey): void {
    if (this.#revoked.has(entry.prefix)) return;
    if (this.#keys.size >= MOST_ENTRIES) this.#keys.clear();
    this.#keys.set(key, entry);
  }

  revoke(prefix: string): void {
    this.#revoked.add(prefix);
    this.#dropWhere((entry) => entry.prefix === prefix);
  }

  isRevoked(prefix: string): boolean {
    return this.#revoked.has(prefix);
  }

  /** A person's roles changed: their keys are looked up again. */
  forgetPerson(personId: number): void {
    this.#dropWhere((entry) => entry.viewer.kind === 'person' && entry.viewer.personId === personId);
  }

  #dropWhere(matches: (entry: CachedKey) => boolean): void {
    for (const [key, entry] of this.#keys) if (matches(entry)) this.#keys.delete(key);
  }
}

/** The cache of this process. Keys are random, so several databases in one process (tests) do not meet in it. */
export const keyCache = new KeyCache();
