import type { Clock, Log } from '../../base/index.ts';
import { messagesBetween } from './messages.ts';
import type { Sender } from './send-messages.ts';

const TICK_MS = 2_000;

/**
 * From now on sends what the demo's devices measure, as it falls due. What could not be committed is sent again: it is
 * stored once. Never keeps the process alive by itself.
 */
export function keepSending(
  sender: Sender,
  fromMs: number,
  { seed, clock, log }: { seed: number; clock: Clock; log: Log },
): void {
  let doneMs = fromMs;
  const tick = async () => {
    const untilMs = clock.now().getTime();
    try {
      const messages = messagesBetween(seed, doneMs, untilMs);
      if (messages.length > 0) await sender.send(messages);
      doneMs = Math.max(doneMs, untilMs);
    } catch (error) {
      log.debug({ err: error }, 'made-up readings wait');
    }
    setTimeout(tick, TICK_MS).unref();
  };
  setTimeout(tick, TICK_MS).unref();
}
