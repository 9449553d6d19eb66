/** Where the time comes from, so that rules and tests can be told what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved; for tests and for histories written after the event. */
export function aClockAt(start: Date | string): Clock & { set(at: Date | string): void; forward(ms: number): void } {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set: (at) => {
      now = new Date(at);
    },
    forward: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}
