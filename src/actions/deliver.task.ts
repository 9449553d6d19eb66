/**
 * The job that delivers one alert event to one webhook. Failures are tried again after growing pauses; after the last, or once
 * the webhook is paused, the delivery is dead, stays visible on the alert's page and can be sent again by hand.
 */
import type { House } from '../base/index.ts';
import { findAlert } from './alert.store.ts';
import { type Delivery, findDelivery, recordAttempt } from './delivery.store.ts';
import { signDelivery } from './signature.ts';

export const DELIVER_TASK = 'actions.deliver';

/** Pauses between attempts; one attempt more than pauses. */
export const PAUSES_MS = [10_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000] as const;
const TIMEOUT_MS = 10_000;

export async function deliver(house: House, deliveryId: number, pauses: readonly number[] = PAUSES_MS): Promise<void> {
  const delivery = await findDelivery(house.db, deliveryId);
  if (delivery?.state !== 'waiting') return;
  if (delivery.pausedAt) {
    const error = 'The webhook was paused before it was sent.';
    const outcome = { state: 'dead', status: null, error, nextAt: null, at: house.clock.now() } as const;
    return recordAttempt(house.db, delivery.id, outcome);
  }
  const alert = await findAlert(house.db, delivery.alertId);
  const body = JSON.stringify({
    event: delivery.event,
    delivery: delivery.id,
    alert: {
      id: alert!.id,
      severity: alert!.severity,
      title: alert!.title,
      detail: alert!.detail,
      raisedAt: alert!.raisedAt,
      overAt: alert!.overAt,
      state: alert!.state,
      page: `${house.settings.publicUrl}/actions/${alert!.id}`,
    },
  });
  const at = house.clock.now();
  const signature = signDelivery(house.secretBox.open(delivery.secretSealed), body, at);
  const { status, error } = await post(delivery, body, signature);
  if (error === null)
    return recordAttempt(house.db, delivery.id, { state: 'delivered', status, error, nextAt: null, at });
  const pause = pauses[delivery.attempts];
  const nextAt = pause === undefined ? null : new Date(at.getTime() + pause);
  house.log.warn(
    { delivery: delivery.id, status, attempt: delivery.attempts + 1 },
    nextAt ? 'a delivery failed' : 'a delivery is dead',
  );
  await house.db.transaction().execute(async (tx) => {
    await recordAttempt(tx, delivery.id, { state: nextAt ? 'waiting' : 'dead', status, error, nextAt, at });
    if (nextAt) await house.jobs.add(tx, DELIVER_TASK, { deliveryId }, { runAt: nextAt });
  });
}

/** One attempt. A redirect counts as a failure: the secret's owner said which address. */
async function post(
  delivery: Delivery,
  body: string,
  signature: string,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Lamppost',
        'x-lamppost-event': delivery.event,
        'x-lamppost-delivery': String(delivery.id),
        'x-lamppost-signature': signature,
      },
    });
    await response.body?.cancel();
    return { status: response.status, error: response.ok ? null : `The receiver answered ${response.status}.` };
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    const slow = (error as Error).name === 'TimeoutError';
    return {
      status: null,
      error: slow
        ? `No answer within ${TIMEOUT_MS / 1000} seconds.`
        : `No connection (${cause ?? (error as Error).name}).`,
    };
  }
}
