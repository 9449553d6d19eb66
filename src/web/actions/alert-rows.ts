import type { Alert, AlertState, Delivery } from '../../actions/index.ts';
import { csvOf } from '../face/csv.ts';
import type { StatusKind } from '../face/status-words.ts';

/** Severity in words: packs give 10 to 100; drift of a device is 20, a quiet site 30, DAQI bands ten times the index. */
export function severityWord(severity: number): 'information' | 'attention' | 'serious' | 'urgent' {
  if (severity >= 100) return 'urgent';
  if (severity >= 70) return 'serious';
  return severity >= 30 ? 'attention' : 'information';
}

const SEVERITY_KINDS = { urgent: 'bad', serious: 'bad', attention: 'attention', information: 'known' } as const;
const STATES: Record<AlertState, { word: string; kind: StatusKind }> = {
  open: { word: 'new', kind: 'known' },
  acknowledged: { word: 'in hand', kind: 'waiting' },
  done: { word: 'done', kind: 'good' },
  dismissed: { word: 'dismissed', kind: 'quiet' },
  over: { word: 'over', kind: 'quiet' },
};

/** An alert as its list and page show it. */
export function alertRow(alert: Alert) {
  const word = severityWord(alert.severity);
  return {
    ...alert,
    href: `/actions/${alert.id}`,
    severityWord: word,
    severityKind: SEVERITY_KINDS[word],
    stateWord: STATES[alert.state].word,
    stateKind: STATES[alert.state].kind,
  };
}

const DELIVERY_WORDS = { waiting: 'waiting', delivered: 'delivered', dead: 'dead letter' } as const;

const EVENT_WORDS: Record<string, string> = { 'alert.raised': 'the new alert', 'alert.over': 'that its cause is over' };

/** A delivery as the alert's page and the list of dead letters show it. */
export function deliveryRow(delivery: Delivery) {
  const retrying = delivery.state === 'waiting' && delivery.attempts > 0;
  const what = EVENT_WORDS[delivery.event] ?? delivery.event;
  return { ...delivery, what, word: retrying ? 'retrying' : DELIVERY_WORDS[delivery.state] };
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
