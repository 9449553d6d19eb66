/** Papers of an assessment: adding one, taking one away, downloading one. They are for staff and are not published. */

import { type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import { requirePermission, type Viewer } from '../identity/index.ts';
import { attachmentMissing, attachmentRefused, attachmentUnknown, tooManyAttachments } from './assessments.errors.ts';
import { hashBytes, keepBytes, readBytes } from './attachment-files.ts';
import { attachmentType, plainName } from './attachment-type.ts';
import { noteAct } from './note-act.ts';
import { requireToChange, requireVersionById } from './require-version.ts';

const MOST_FILES = 40;
const STATES = ['draft', 'in_review', 'to_correct', 'accepted', 'lapsed'] as const;

export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly addedByName: string | null;
  readonly addedAt: Date;
}

/** The papers of an assessment, newest first; those taken away are not among them. */
export async function listAttachments(db: Db, assessmentId: number): Promise<Attachment[]> {
  const { rows } = await sql<Attachment>`
    select t.id, t.name, t.media_type as "mediaType", t.bytes, t.sha256, p.name as "addedByName", t.added_at as "addedAt"
    from assessments.attachment t left join identity.v_person p on p.id = t.added_by
    where t.assessment_id = ${assessmentId} and t.removed_at is null order by t.id desc`.execute(db);
  return rows;
}

/** Adds a paper. Refuses what is too large, of another type than those allowed, or not what its ending says. */
export async function attachFile(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  given: { data: string; name: string; bytes: Uint8Array },
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.write', states: STATES, wanted: 'given papers' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  const { assessmentId, authorityId } = version;
  const type = attachmentType(given.name, given.bytes);
  if ('problem' in type) throw attachmentRefused({ field: 'file', problem: type.problem });
  if ((await listAttachments(tx, assessmentId)).length >= MOST_FILES) throw tooManyAttachments({ field: 'file' });
  const sha256 = hashBytes(given.bytes);
  await keepBytes(given.data, authorityId, sha256, given.bytes);
  await sql`insert into assessments.attachment (authority_id, assessment_id, name, media_type, bytes, sha256, added_by, added_at)
    values (${authorityId}, ${assessmentId}, ${plainName(given.name)}, ${type.mediaType}, ${given.bytes.length}, ${sha256},
      ${person.personId}, ${clock.now()})`.execute(tx);
  await noteAct(tx, viewer, version, 'assessment.add-paper', { facts: { sha256 } });
}

/** Takes a paper away from the list; who did and when is kept. */
export async function removeAttachment(
  tx: Tx,
  viewer: Viewer,
  versionId: number,
  attachmentId: number,
  clock: Clock = systemClock,
): Promise<void> {
  const asked = { permission: 'assessment.write', states: STATES, wanted: 'changed' } as const;
  const { version, person } = await requireToChange(tx, viewer, versionId, asked);
  await sql`update assessments.attachment set removed_by = ${person.personId}, removed_at = ${clock.now()}
    where id = ${attachmentId} and assessment_id = ${version.assessmentId} and removed_at is null`.execute(tx);
  await noteAct(tx, viewer, version, 'assessment.remove-paper', { facts: { paper: attachmentId } });
}

/** A paper with its bytes, for people who may read the assessment. */
export async function readAttachment(
  db: Db,
  viewer: Viewer,
  versionId: number,
  { data, attachmentId }: { data: string; attachmentId: number },
): Promise<Attachment & { content: Buffer }> {
  const { authorityId, assessmentId } = await requireVersionById(db, versionId);
  requirePermission(viewer, 'assessment.read', authorityId);
  const attachment = (await listAttachments(db, assessmentId)).find(({ id }) => id === attachmentId);
  if (!attachment) throw attachmentUnknown();
  const content = await readBytes(data, authorityId, attachment.sha256);
  if (!content) throw attachmentMissing({ name: attachment.name });
  return { ...attachment, content };
}
