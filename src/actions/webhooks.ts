import { type Clock, type House, isEncrypted, newToken, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { webhookAddress } from './actions.errors.ts';
import { insertWebhook, setWebhookPaused } from './webhook.store.ts';

/** Registers where alerts of an authority are sent. The signing secret is shown once and kept sealed. */
export async function createWebhook(
  tx: Tx,
  house: Pick<House, 'secretBox'>,
  viewer: Viewer,
  webhook: { authorityId: number; name: string; url: string },
): Promise<{ id: number; secret: string }> {
  requirePermission(viewer, 'webhook.edit', webhook.authorityId);
  checkAddress(webhook.url);
  const secret = `lpw_${newToken(24)}`;
  const id = await insertWebhook(tx, {
    ...webhook,
    name: webhook.name.trim() || new URL(webhook.url).host,
    secretSealed: house.secretBox.seal(secret),
    createdBy: viewer.kind === 'person' ? viewer.personId : null,
  });
  const { authorityId } = webhook;
  await audit(tx, { authorityId, actor: viewer, action: 'webhook.create', subject: { kind: 'webhook', id } });
  return { id, secret };
}

/** Stops or resumes sending to a webhook. Alerts raised while it is paused are not sent later. */
export async function pauseWebhook(
  tx: Tx,
  viewer: Viewer,
  authorityId: number,
  id: number,
  paused: boolean,
  clock: Clock,
): Promise<void> {
  requirePermission(viewer, 'webhook.edit', authorityId);
  await setWebhookPaused(tx, id, authorityId, paused ? clock.now() : null);
  const action = paused ? 'webhook.pause' : 'webhook.resume';
  await audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'webhook', id } }, clock);
}

/** Alerts leave the house encrypted: https, or http to this machine itself. */
function checkAddress(url: string): void {
  if (!URL.canParse(url)) throw webhookAddress({ field: 'url', url, why: 'it is not a web address' });
  const address = new URL(url);
  if (!isEncrypted(address)) throw webhookAddress({ field: 'url', url, why: 'it is not encrypted' });
  if (address.username) throw webhookAddress({ field: 'url', url: address.hostname, why: 'it carries a user name' });
}
