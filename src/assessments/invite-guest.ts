/** Inviting people outside to one thing, and taking the invitation back. */
import { type Clock, type Db, newToken, systemClock, type Tx } from '../base/index.ts';
import { audit, requirePermission, type Viewer } from '../identity/index.ts';
import { requireProjectById } from '../projects/index.ts';
import { guestLinkUnusable, guestNameMissing, needsPerson } from './assessments.errors.ts';
import {
  endGuestLink,
  type Guest,
  type GuestKind,
  insertGuestLink,
  listGuestLinks,
  useGuestLink,
} from './guest.store.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 90;

/** Makes a link for a supplier or an ethics board; its token is told once and stored as a hash. */
export async function inviteGuest(
  tx: Tx,
  viewer: Viewer,
  given: { projectId: number; kind: GuestKind; name: string; days: number },
  clock: Clock = systemClock,
): Promise<{ token: string }> {
  const { authorityId } = await requireProjectById(tx, given.projectId);
  requirePermission(viewer, 'assessment.invite', authorityId);
  if (viewer.kind !== 'person') throw needsPerson();
  const name = given.name.trim();
  if (name === '' || name.length > 200) throw guestNameMissing({ field: 'name' });
  const days = Math.min(MOST_DAYS, Math.max(1, Math.round(given.days) || 1));
  const [token, at] = [newToken(), clock.now()];
  const expiresAt = new Date(at.getTime() + days * DAY_MS);
  const row = {
    authorityId,
    projectId: given.projectId,
    kind: given.kind,
    name,
    token,
    by: viewer.personId,
    at,
    expiresAt,
  };
  await insertGuestLink(tx, row);
  const subject = { kind: 'project', id: given.projectId };
  await audit(tx, {
    authorityId,
    actor: viewer,
    action: 'project.invite-guest',
    subject,
    facts: { guest: given.kind },
  });
  return { token };
}

/** Ends a link at once. What came through it stays. */
export async function revokeGuest(
  tx: Tx,
  viewer: Viewer,
  { projectId, guestId }: { projectId: number; guestId: number },
  clock: Clock = systemClock,
): Promise<void> {
  const { authorityId } = await requireProjectById(tx, projectId);
  requirePermission(viewer, 'assessment.invite', authorityId);
  await endGuestLink(tx, { id: guestId, projectId, at: clock.now() });
  const subject = { kind: 'project', id: projectId };
  await audit(tx, { authorityId, actor: viewer, action: 'project.revoke-guest', subject, facts: { guest: guestId } });
}

export async function listGuests(db: Db, viewer: Viewer, projectId: number): Promise<Guest[]> {
  const { authorityId } = await requireProjectById(db, projectId);
  requirePermission(viewer, 'assessment.read', authorityId);
  return listGuestLinks(db, projectId);
}

/** Who holds a link; ASM_GUEST_LINK_UNUSABLE for one that never was, is over, or was taken back. */
export async function requireGuest(db: Db, token: string, kind: GuestKind | undefined, clock: Clock): Promise<Guest> {
  const guest = token === '' ? undefined : await useGuestLink(db, token, clock.now());
  if (!guest || (kind !== undefined && guest.kind !== kind)) throw guestLinkUnusable();
  return guest;
}
