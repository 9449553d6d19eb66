import type { Metrics } from '../base/index.ts';
import type { Receipt } from './receipt.ts';

/** Readings by outcome, how long commits take, how many messages they hold, how many wait. */
export function createIngestMetrics(metrics: Metrics, countWaiting: () => number) {
  const readings = metrics.counter('ingest_readings_total', 'Readings by what became of them.', ['outcome']);
  const seconds = metrics.histogram(
    'ingest_commit_seconds',
    'How long the transaction of a group took.',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  );
  const messages = metrics.histogram(
    'ingest_group_messages',
    'How many messages were committed together.',
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000],
  );
  const waiting = metrics.gauge('ingest_waiting_messages', 'Messages that wait for a commit.');

  return {
    note(receipts: readonly Receipt[], took: number): void {
      const sum = { stored: 0, duplicate: 0, blank: 0, simulated: 0 };
      for (const receipt of receipts) {
        sum.stored += receipt.stored;
        sum.duplicate += receipt.duplicate;
        sum.blank += receipt.blank;
        sum.simulated += receipt.simulated;
        for (const reason in receipt.refused) {
          readings.inc({ outcome: `refused:${reason}` }, receipt.refused[reason as keyof typeof receipt.refused]!);
        }
      }
      for (const [outcome, count] of Object.entries(sum)) if (count > 0) readings.inc({ outcome }, count);
      seconds.observe(took);
      messages.observe(receipts.length);
      waiting.set(countWaiting());
    },
  };
}
