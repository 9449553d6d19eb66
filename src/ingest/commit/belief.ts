/** Groups passed over after as many failures in a row: a file of old readings costs next to nothing in vain. */
const MOST_PASSED_OVER = 64;

/**
 * Whether the next group is believed to be usual. Each disappointment in a row doubles how many groups are not tried at once; a
 * success ends that.
 */
export class Belief {
  #toPassOver = 0;
  #afterFailure = 1;

  /** `attempt` unless groups are passed over; undefined then, or where the attempt is. */
  tryAtOnce<T>(attempt: () => Promise<T> | undefined): Promise<T> | undefined {
    if (this.#toPassOver > 0) {
      this.#toPassOver--;
      return undefined;
    }
    const tried = attempt();
    tried?.then(
      () => {
        this.#afterFailure = 1;
      },
      () => {
        this.#toPassOver = this.#afterFailure;
        this.#afterFailure = Math.min(this.#afterFailure * 2, MOST_PASSED_OVER);
      },
    );
    return tried;
  }
}
