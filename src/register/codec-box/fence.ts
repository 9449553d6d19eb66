/**
 * Stops a codec that has used its share of the processor. It counts the thread's own processor time, so that a busy machine does
 * not fail a codec that only waited. The interpreter asks every few thousand steps; long work inside one built-in does not ask,
 * and is ended from outside with the whole thread.
 */
export interface Fence {
  arm(): void;
  /** Asked by the interpreter while it runs. */
  shouldStop(): boolean;
  readonly stopped: boolean;
}

export function createFence(deadlineMs: number): Fence {
  let since: NodeJS.CpuUsage | undefined;
  let stopped = false;
  return {
    arm() {
      since = undefined;
      stopped = false;
    },
    shouldStop() {
      if (since === undefined) {
        since = process.threadCpuUsage();
        return false;
      }
      const used = process.threadCpuUsage(since);
      stopped ||= (used.user + used.system) / 1000 >= deadlineMs;
      return stopped;
    },
    get stopped() {
      return stopped;
    },
  };
}
