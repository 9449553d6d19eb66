/** Use cases of people: clearing a project on a document that is held elsewhere, and taking a clearance back. */
import { type Clock, isDay, systemClock, type Tx } from '../base/index.ts';
import { requirePermission, type Viewer } from '../identity/index.ts';
import { type ClearanceKind, isClearanceKind } from './clearance.ts';
import { requireProjectById } from './find-project.ts';
import { grantClearance, revokeClearance } from './grant-clearance.ts';
import { approvalNeedsPerson, clearanceKindUnknown, documentIncomplete } from './projects.errors.ts';

export interface ClearingDocument {
  /** Everything that the document clears. */
  readonly kinds: readonly ClearanceKind[];
  readonly title: string;
  /** Where to find it: a file reference, a link. */
  readonly reference: string;
  /** The day on it, as YYYY-MM-DD. */
  readonly datedOn: string;
  readonly validUntil?: Date | null;
  /** Kinds that the document says are needed too. */
  readonly asksFor?: readonly ClearanceKind[];
}

/**
 * A person in a role that the policy names says that a document held elsewhere meets requirements of a project. Refuses
 * documents that nobody could find again, and everybody who wrote or submitted the declaration.
 */
export async function recordDocument(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  document: ClearingDocument,
  clock: Clock = systemClock,
): Promise<void> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'clearance.grant', authorityId);
  if (viewer.kind !== 'person') throw approvalNeedsPerson({ subject: 'clearance' });
  const { kinds, datedOn, validUntil = null, asksFor = [] } = document;
  const [title, reference, at] = [document.title.trim(), document.reference.trim(), clock.now()];
  if (kinds.length === 0)
    throw documentIncomplete({ field: 'kinds', label: 'What does it clear?', why: 'nothing is ticked that it clears' });
  if (title === '')
    throw documentIncomplete({ field: 'title', label: 'Title of the document', why: 'it has no title' });
  if (reference === '')
    throw documentIncomplete({ field: 'reference', label: 'Where to find it', why: 'it is not said where it is kept' });
  if (!isDay(datedOn))
    throw documentIncomplete({
      field: 'datedOn',
      label: 'Date on it',
      why: 'its date is missing or no day of the calendar',
    });
  if (new Date(`${datedOn}T00:00:00Z`) > at)
    throw documentIncomplete({ field: 'datedOn', label: 'Date on it', why: 'its date lies in the future' });
  const evidence = { kind: 'document', title, reference, datedOn } as const;
  const grantedBy = viewer.personId;
  for (const kind of kinds)
    await grantClearance(tx, {
      ...{ authorityId, projectId, kind, evidence, grantedBy, validUntil, at },
      asksFor: kind === 'screening' ? asksFor : [],
    });
}

/** A person takes a clearance back, with a reason that is public while it matters. One person may: stopping never needs four eyes. */
export async function withdrawClearance(
  tx: Tx,
  viewer: Viewer,
  projectId: number,
  withdrawal: { kind: string; reason: string },
  clock: Clock = systemClock,
): Promise<void> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'clearance.revoke', authorityId);
  if (viewer.kind !== 'person') throw approvalNeedsPerson({ subject: 'clearance' });
  const { kind, reason } = withdrawal;
  if (!isClearanceKind(kind)) throw clearanceKindUnknown({ field: 'kind', kind });
  await revokeClearance(tx, { authorityId, projectId, kind, reason, revokedBy: viewer.personId, at: clock.now() });
}
