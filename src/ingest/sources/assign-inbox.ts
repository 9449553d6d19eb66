import { type Db, sql, type Tx } from '../../base/index.ts';
import { type AuditFacts, audit, authoritiesWhere, can, requirePermission, type Viewer } from '../../identity/index.ts';
import { deviceRetired, deviceUnknown, type IdentifierKind, updateDevice } from '../../register/index.ts';
import type { Shape } from '../gate/shape.ts';
import { inboxEntryUnknown, sourceUnknown } from '../ingest.errors.ts';
import { requireSource } from './create-source.ts';
import { findSourceById } from './source.store.ts';
import type { Source } from './source.ts';

/** A device that sends and that nobody has registered, by the shape of its messages. */
export interface InboxEntry {
  readonly sourceId: number;
  readonly sourceName: string;
  readonly authorityId: number;
  readonly kind: IdentifierKind;
  readonly identifier: string;
  readonly shape: Shape;
  readonly messages: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What waits in the inboxes of the authorities where the viewer may see sources, the last heard first. */
export async function listInbox(db: Db, viewer: Viewer): Promise<InboxEntry[]> {
  const { rows } = await sql<InboxEntry>`
    select i.source_id as "sourceId", s.name as "sourceName", i.authority_id as "authorityId", i.identifier_kind as kind,
      i.identifier, i.shape, i.messages, i.first_at as "firstAt", i.last_at as "lastAt"
    from ingest.inbox i join ingest.source s on s.id = i.source_id
    where i.authority_id = any(${authoritiesWhere(viewer, 'source.read')}::int[])
    order by i.last_at desc, i.identifier`.execute(db);
  return rows;
}

interface InboxKey {
  readonly sourceId: number;
  readonly kind: IdentifierKind;
  readonly identifier: string;
}

/**
 * Gives the identifier of an inbox entry to a registered device of the same authority: what it sends from now on is the
 * device's. Throws REG_DEVICE_UNKNOWN, REG_DEVICE_RETIRED, REG_IDENTIFIER_TAKEN.
 */
export async function assignInbox(tx: Tx, viewer: Viewer, entry: InboxKey, deviceId: number): Promise<void> {
  const source = await findSourceById(tx, entry.sourceId);
  if (!source || !can(viewer, 'source.read', source.authorityId)) throw sourceUnknown({ source: entry.sourceId });
  requirePermission(viewer, 'device.edit', source.authorityId);
  await requireDeviceInUse(tx, source.authorityId, deviceId);
  await takeOut(tx, entry);
  await note(tx, viewer, source, 'source.assign', { device: deviceId });
  const { rows } = await sql<{ kind: IdentifierKind; value: string }>`
    select kind, value from register.v_device_identifier
    where device_id = ${deviceId} and authority_id = ${source.authorityId}`.execute(tx);
  await updateDevice(tx, viewer, deviceId, { identifiers: [...rows, { kind: entry.kind, value: entry.identifier }] });
}

/** Forgets an entry; it comes back with the next message of that device. */
export async function dismissInbox(tx: Tx, viewer: Viewer, entry: InboxKey): Promise<void> {
  const source = await requireSource(tx, viewer, entry.sourceId);
  await takeOut(tx, entry);
  await note(tx, viewer, source, 'source.dismiss');
}

function note(tx: Tx, viewer: Viewer, { id, authorityId }: Source, action: `source.${string}`, facts: AuditFacts = {}) {
  return audit(tx, { authorityId, actor: viewer, action, subject: { kind: 'source', id }, facts });
}

async function requireDeviceInUse(tx: Tx, authorityId: number, deviceId: number): Promise<void> {
  const { rows } = await sql<{ name: string; state: string }>`
    select name, state from register.v_device where id = ${deviceId} and authority_id = ${authorityId}`.execute(tx);
  if (!rows[0]) throw deviceUnknown({ field: 'device', device: `number ${deviceId}` });
  if (rows[0].state === 'retired') throw deviceRetired({ field: 'device', device: rows[0].name });
}

async function takeOut(tx: Tx, { sourceId, kind, identifier }: InboxKey): Promise<void> {
  const { rows } = await sql`delete from ingest.inbox
    where source_id = ${sourceId} and identifier_kind = ${kind} and identifier = ${identifier} returning 1`.execute(tx);
  if (rows.length === 0) throw inboxEntryUnknown({ field: 'identifier' });
}
