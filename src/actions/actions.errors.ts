import { defineError } from '../base/index.ts';

export const alertUnknown = defineError(
  'ACT_ALERT_UNKNOWN',
  'not_found',
  'There is no alert {id} that you may see.',
  'Open Actions and choose one from the list.',
);
export const alertSettled = defineError(
  'ACT_ALERT_SETTLED',
  'conflict',
  'This alert is already {state}{by}.',
  'Nothing more is needed. Open the alert to see what was said.',
);
export const alertNotReopened = defineError(
  'ACT_ALERT_NOT_REOPENED',
  'conflict',
  'This alert cannot be made new again: it is new already, its cause is over, or its cause raised another.',
  'Open Actions and look for the newest alert about the same thing.',
);
export const reasonNeeded = defineError(
  'ACT_REASON_NEEDED',
  'invalid',
  'Say why the alert is dismissed.',
  'Enter a reason of at least 5 characters; it feeds the evaluation of the project.',
);
export const webhookAddress = defineError(
  'ACT_WEBHOOK_ADDRESS',
  'invalid',
  '{url} cannot receive alerts: {why}.',
  'Enter an address that starts with https:// (http:// only for this machine itself).',
);
export const deliveryUnknown = defineError(
  'ACT_DELIVERY_UNKNOWN',
  'not_found',
  'There is no delivery {id} that you may see.',
  'Open the alert and choose a delivery there.',
);
