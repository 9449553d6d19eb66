/** Holds: for as long as one stands, retention deletes nothing that it covers. */
import { type Clock, type Db, isDay, sql, type Tx } from '../base/index.ts';
import { audit, authoritiesWhere, requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { holdInvalid, holdUnknown, reasonMissing } from './register.errors.ts';
import { personOf } from './write-declaration.ts';

export interface WantedHold {
  readonly projectId: number;
  /** This device's readings alone; all of the project's when left out. */
  readonly deviceId?: number;
  readonly reason: string;
  readonly legalBasis: string;
  /** The day by which somebody asks whether it is still needed, YYYY-MM-DD. It does not end by itself. */
  readonly reviewOn: string;
  /** Kept off the public page. */
  readonly isConfidential?: boolean;
}

/** Places a hold, at once. One person may: keeping for longer can be undone, deleting cannot. */
export async function placeHold(tx: Tx, viewer: Viewer, wanted: WantedHold, clock: Clock): Promise<number> {
  const { authorityId } = await requireProjectById(tx, wanted.projectId);
  requirePermission(viewer, 'hold.edit', authorityId);
  const [reason, legalBasis] = [wanted.reason.trim(), wanted.legalBasis.trim()];
  if (reason === '') throw reasonMissing({ field: 'reason' });
  if (legalBasis === '') throw holdInvalid({ field: 'legalBasis', why: 'it names no legal basis' });
  if (!isDay(wanted.reviewOn) || wanted.reviewOn <= clock.now().toISOString().slice(0, 10))
    throw holdInvalid({ field: 'reviewOn', why: 'its review is not on a day to come' });
  const deviceId = wanted.deviceId ?? null;
  if (deviceId !== null && !(await isDeviceOf(tx, deviceId, wanted.projectId)))
    throw holdInvalid({ field: 'deviceId', why: 'the device does not belong to the project' });
  const { rows } = await sql<{ id: number }>`
    insert into register.hold (authority_id, project_id, device_id, reason, legal_basis, review_on, is_confidential,
      starts_at, placed_by)
    values (${authorityId}, ${wanted.projectId}, ${deviceId}, ${reason}, ${legalBasis}, ${wanted.reviewOn},
      ${wanted.isConfidential ?? false}, ${clock.now()}, ${personOf(viewer)}) returning id`.execute(tx);
  const id = rows[0]!.id;
  const facts = { project: wanted.projectId, device: deviceId };
  const subject = { kind: 'hold', id };
  await audit(tx, { authorityId, actor: viewer, action: 'hold.place', subject, reason, facts }, clock);
  return id;
}

/** Lifts a hold, with a reason; the next run of retention deletes what is due. */
export async function liftHold(tx: Tx, viewer: Viewer, id: number, reason: string, clock: Clock): Promise<void> {
  const { rows } = await sql<{ authorityId: number }>`
    select authority_id as "authorityId" from register.hold where id = ${id} and lifted_at is null for update`.execute(
    tx,
  );
  const authorityId = rows[0]?.authorityId;
  if (authorityId === undefined) throw holdUnknown();
  requirePermission(viewer, 'hold.edit', authorityId);
  if (reason.trim() === '') throw reasonMissing({ field: 'reason' });
  await sql`update register.hold set lifted_at = ${clock.now()}, lifted_by = ${personOf(viewer)},
    lift_reason = ${reason.trim()} where id = ${id}`.execute(tx);
  const subject = { kind: 'hold', id };
  await audit(tx, { authorityId, actor: viewer, action: 'hold.lift', subject, reason }, clock);
}

export interface Hold {
  readonly id: number;
  readonly projectTitle: string;
  readonly projectHref: string;
  /** Null: all of the project's readings. */
  readonly deviceName: string | null;
  readonly reason: string;
  readonly legalBasis: string;
  readonly reviewOn: string;
  readonly isConfidential: boolean;
  readonly startsAt: Date;
  readonly placedBy: string | null;
  readonly liftedAt: Date | null;
  readonly liftReason: string | null;
}

/** Holds of the authorities whose records the viewer may read: those that stand first, by the day of their review. */
export async function listHolds(db: Db, viewer: Viewer): Promise<Hold[]> {
  const { rows } = await sql<Hold>`
    select h.id, pr.title as "projectTitle", '/projects/' || au.slug || '/' || pr.slug as "projectHref", d.name as "deviceName", h.reason,
      h.legal_basis as "legalBasis", h.review_on::text as "reviewOn", h.is_confidential as "isConfidential",
      h.starts_at as "startsAt", pe.name as "placedBy", h.lifted_at as "liftedAt", h.lift_reason as "liftReason"
    from register.hold h
    join identity.v_authority au on au.id = h.authority_id
    join projects.v_project pr on pr.id = h.project_id
    left join register.device d on d.id = h.device_id
    left join identity.v_person pe on pe.id = h.placed_by
    where h.authority_id = any(${authoritiesWhere(viewer, 'record.read')}::int[])
    order by h.lifted_at is not null, h.lifted_at desc, h.review_on, h.id`.execute(db);
  return rows;
}

/** What the public page of a project says of holds: since when and why, and nothing of confidential ones. */
export async function publicHolds(
  db: Db,
  projectId: number,
): Promise<{ startsAt: Date; reason: string; wholeProject: boolean }[]> {
  const { rows } = await sql<{ startsAt: Date; reason: string; wholeProject: boolean }>`
    select starts_at as "startsAt", reason, device_id is null as "wholeProject" from register.hold
    where project_id = ${projectId} and lifted_at is null and not is_confidential order by starts_at`.execute(db);
  return rows;
}

async function isDeviceOf(db: Db, deviceId: number, projectId: number): Promise<boolean> {
  const { rows } =
    await sql`select 1 from register.device where id = ${deviceId} and project_id = ${projectId}`.execute(db);
  return rows.length > 0;
}
