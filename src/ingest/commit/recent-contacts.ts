import { type ContactLine, lacksChannel } from './accounts.ts';

const NEWS_AFTER_MS = 30_000;
const MOST_DEVICES = 500_000;

/**
 * Which devices were noted as heard a moment ago, with nothing missing: hearing them again is not worth a row. So the last
 * contact is true to half a minute.
 */
export class RecentContacts {
  readonly #notedMs = new Map<number, number>();

  isNews(line: ContactLine): boolean {
    if (lacksChannel(line)) return true;
    const { deviceId, atMs } = line;
    const notedMs = this.#notedMs.get(deviceId);
    return notedMs === undefined || atMs - notedMs >= NEWS_AFTER_MS || atMs < notedMs - NEWS_AFTER_MS;
  }

  /** Call after the commit. A device that lacked something is noted again next time, so that it can clear. */
  note(lines: readonly ContactLine[]): void {
    if (this.#notedMs.size > MOST_DEVICES) this.#notedMs.clear();
    for (const line of lines) {
      const { deviceId, atMs, lacked } = line;
      if (lacksChannel(line)) this.#notedMs.delete(deviceId);
      else if (lacked.length > 0) this.#notedMs.set(deviceId, atMs);
    }
  }
}
