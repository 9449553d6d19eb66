import type { Clock, Log } from '../../base/index.ts';
import { messagesBetween } from './messages.ts';
import type { Sender } from './send-messages.ts';

export interface Sending {
  readonly seed: number;
  readonly clock: Clock;
  readonly log: Log;
  /** How often to look what fell due; two seconds unless told. */
  readonly everyMs?: number;
}

/**
 * From now on sends what the demo's devices measure, as it falls due. What could not be committed is sent again: it is
 * stored once. Never keeps the process alive by itself.
 */
export function keepSending(
  sender: Pick<Sender, 'send'>,
  fromMs: number,
  { seed, clock, log, everyMs = 2_000 }: Sending,
): void {
  let doneMs = fromMs;
  const again = () => setTimeout(sendDue, everyMs).unref();
  const sendDue = async () => {
    const untilMs = clock.now().getTime();
    try {
      const messages = messagesBetween(seed, doneMs, untilMs);
      if (messages.length > 0) await sender.send(messages);
      doneMs = Math.max(doneMs, untilMs);
    } catch (error) {
      log.debug({ err: error }, 'made-up readings wait');
    }
    again();
  };
  again();
}
