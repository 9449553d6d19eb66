export { type Alert, type AlertState, countAlerts, listAlerts } from './alert.store.ts';
export { type Delivery, listDeliveries } from './delivery.store.ts';
export { DRIFT_NEWS, listenForAlerts } from './listen.ts';
export { raiseAlert } from './raise-alert.ts';
export { redeliver } from './redeliver.ts';
export { acknowledgeAlert, dismissAlert, finishAlert, requireAlert, undoSettling } from './settle-alert.ts';
export { signDelivery, verifySignature } from './signature.ts';
export { listWebhooksOf, type Webhook } from './webhook.store.ts';
export { createWebhook, pauseWebhook } from './webhooks.ts';
