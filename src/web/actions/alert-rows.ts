import type { Alert, Delivery } from '../../actions/index.ts';
import { csvOf } from '../face/csv.ts';

/** Severity in words: packs give 10 to 100; drift of a device is 20, a quiet site 30, DAQI bands ten times the index. */
export function severityWord(severity: number): 'information' | 'attention' | 'serious' | 'urgent' {
  if (severity >= 100) return 'urgent';
  if (severity >= 70) return 'serious';
  return severity >= 30 ? 'attention' : 'information';
}

const SEVERITY_KINDS = { urgent: 'bad', serious: 'bad', attention: 'attention', information: 'known' } as const;
const STATE_WORDS = { open: 'new', acknowledged: 'acknowledged', dismissed: 'dismissed', over: 'over' } as const;

/** An alert as its list and page show it. */
export function alertRow(alert: Alert) {
  const word = severityWord(alert.severity);
  return {
    ...alert,
    href: `/actions/${alert.id}`,
    severityWord: word,
    severityKind: SEVERITY_KINDS[word],
    stateWord: STATE_WORDS[alert.state],
  };
}

const DELIVERY_WORDS = { waiting: 'waiting', delivered: 'delivered', dead: 'dead letter' } as const;

export function deliveryRow(delivery: Delivery) {
  const retrying = delivery.state === 'waiting' && delivery.attempts > 0;
  return { ...delivery, word: retrying ? 'retrying' : DELIVERY_WORDS[delivery.state] };
}

/** Alerts as CSV, as listed. */
export function alertsCsv(alerts: readonly Alert[]): string {
  return csvOf(
    ['id', 'state', 'severity', 'title', 'detail', 'raised_at', 'handled_by', 'handled_at', 'reason', 'over_at'],
    alerts.map((alert) => [
      alert.id,
      alert.state,
      severityWord(alert.severity),
      alert.title,
      alert.detail,
      alert.raisedAt,
      alert.handledByName,
      alert.handledAt,
      alert.reason,
      alert.overAt,
    ]),
  );
}
