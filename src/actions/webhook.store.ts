import { type Db, sql, type Tx } from '../base/index.ts';

export interface Webhook {
  readonly id: number;
  readonly authorityId: number;
  readonly name: string;
  readonly url: string;
  readonly createdAt: Date;
  readonly pausedAt: Date | null;
}

export async function insertWebhook(
  tx: Tx,
  webhook: { authorityId: number; name: string; url: string; secretSealed: Buffer; createdBy: number | null },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into actions.webhook (authority_id, name, url, secret_sealed, created_by)
    values (${webhook.authorityId}, ${webhook.name}, ${webhook.url}, ${webhook.secretSealed}, ${webhook.createdBy}) returning id`.execute(
    tx,
  );
  return rows[0]!.id;
}

export async function listWebhooksOf(db: Db, authorityId: number): Promise<Webhook[]> {
  const { rows } = await sql<Webhook>`
    select id, authority_id as "authorityId", name, url, created_at as "createdAt", paused_at as "pausedAt"
    from actions.webhook where authority_id = ${authorityId} order by name, id`.execute(db);
  return rows;
}

export async function setWebhookPaused(
  tx: Tx,
  id: number,
  authorityId: number,
  pausedAt: Date | null,
): Promise<boolean> {
  const { rows } = await sql`
    update actions.webhook set paused_at = ${pausedAt} where id = ${id} and authority_id = ${authorityId} returning id`.execute(
    tx,
  );
  return rows.length > 0;
}
