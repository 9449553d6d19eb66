import type { Clock } from '../../base/index.ts';
import { noteDeviceState } from '../../register/index.ts';
import type { Within } from './commit-group.ts';
import { transactionOn } from './transaction-on.ts';

/** A silent device that is heard is live again, in the transaction that keeps what it said. */
export function setAwakeLive(clock: Clock): Within {
  return async (client, { awake }) => {
    for (const { deviceId } of awake) {
      const change = { state: 'live' as const, reason: 'It was heard again.', at: clock.now() };
      await noteDeviceState(transactionOn(client), deviceId, change);
    }
  };
}
