/** Approving what one's authority gives, and ending an agreement. */
import { announce, type Clock, type Tx } from '../../base/index.ts';
import { audit, requirePermission, type Viewer } from '../../identity/index.ts';
import { reasonMissing, sharingInvalid, sharingOver, sharingOwnWork } from '../register.errors.ts';
import { personOf } from '../write-declaration.ts';
import { requireParty } from './find-sharing.ts';
import { whyNot } from './propose-sharing.ts';
import { lockAgreement, markAgreementEnded, markPartyApproved, partnerPromises } from './sharing.store.ts';

interface Part {
  readonly agreementId: number;
  readonly authorityId: number;
}

/**
 * A second person of a giver approves what it gives: not who proposed the agreement, nor who chose what is given. Once every
 * giver has, readings cross from its first to its last day.
 */
export async function approveSharing(tx: Tx, viewer: Viewer, of: Part, clock: Clock): Promise<void> {
  requirePermission(viewer, 'sharing.approve', of.authorityId);
  await lockAgreement(tx, of.agreementId);
  const { agreement, party } = await requireParty(tx, of, 'gives');
  const personId = personOf(viewer);
  if (agreement.endedAt || agreement.endsOn < clock.now().toISOString().slice(0, 10))
    throw sharingOver({ title: agreement.title });
  if (personId === null || [agreement.proposedBy, party.offeredBy].includes(personId)) throw sharingOwnWork();
  const given = agreement.shared.filter(({ authorityId }) => authorityId === of.authorityId);
  if (given.length === 0) throw sharingInvalid({ field: 'shared', why: 'nothing is chosen yet that you would give' });
  const promises = await partnerPromises(tx, of.authorityId);
  for (const item of given) {
    const why = whyNot(promises, item, agreement);
    if (why) throw sharingInvalid({ field: 'shared', why });
  }
  await markPartyApproved(tx, of.agreementId, of.authorityId, personId, clock.now());
  const subject = { kind: 'agreement', id: of.agreementId };
  const shared = given.map(({ projectId, propertyCode }) => `${projectId} ${propertyCode}`);
  await audit(
    tx,
    { authorityId: of.authorityId, actor: viewer, action: 'agreement.approve', subject, facts: { shared } },
    clock,
  );
  await announce(tx, 'register.changed', { authorityId: of.authorityId });
}

/** Any party ends it, at once and for good, with a reason. One person may: stopping never needs four eyes. */
export async function endSharing(tx: Tx, viewer: Viewer, of: Part, reason: string, clock: Clock): Promise<void> {
  requirePermission(viewer, 'sharing.end', of.authorityId);
  await lockAgreement(tx, of.agreementId);
  const { agreement } = await requireParty(tx, of, 'any');
  if (agreement.endedAt) throw sharingOver({ title: agreement.title });
  if (reason.trim() === '') throw reasonMissing({ field: 'reason' });
  await markAgreementEnded(tx, of.agreementId, personOf(viewer), clock.now(), reason.trim());
  const subject = { kind: 'agreement', id: of.agreementId };
  for (const { authorityId } of agreement.parties) {
    const facts = { by: of.authorityId };
    await audit(tx, { authorityId, actor: viewer, action: 'agreement.end', subject, reason, facts }, clock);
  }
  await announce(tx, 'register.changed', { authorityId: of.authorityId });
}
