/** Writing a sharing agreement down: who shares with whom, why and until when; then what each giver gives. */
import { type Clock, type Db, isDay, sql, type Tx } from '../../base/index.ts';
import { audit, listPartnerships, requirePermission, type Viewer } from '../../identity/index.ts';
import { DETAILS, type Detail } from '../declaration.ts';
import { sharingInvalid, sharingOver } from '../register.errors.ts';
import { personOf } from '../write-declaration.ts';
import { requireParty } from './find-sharing.ts';
import {
  insertAgreement,
  lockAgreement,
  type PartnerPromise,
  partnerPromises,
  replaceShared,
} from './sharing.store.ts';

export interface ProposedAgreement {
  /** Who proposes; one of the parties. */
  readonly authorityId: number;
  readonly title: string;
  /** Codes of the purposes the readings may be used for. */
  readonly purposes: readonly string[];
  /** Who is controller of what, in words. */
  readonly controllers: string;
  readonly detail: Detail;
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  readonly endsOn: string;
  readonly partnershipId?: number | null;
  readonly parties: readonly { readonly authorityId: number; readonly gives: boolean; readonly receives: boolean }[];
}

const LONGEST_YEARS = 5;

/** Proposes an agreement. Nothing crosses by it until every giver has said what it gives, and approved. */
export async function proposeSharing(tx: Tx, viewer: Viewer, wanted: ProposedAgreement, clock: Clock): Promise<number> {
  const { authorityId, validFrom, endsOn, parties } = wanted;
  requirePermission(viewer, 'sharing.propose', authorityId);
  const refuse = (field: string, why: string) => sharingInvalid({ field, why });
  const title = wanted.title.trim();
  if (title === '') throw refuse('title', 'say what it is called');
  const purposes = [...new Set(wanted.purposes)];
  if (purposes.length === 0) throw refuse('purposes', 'name at least one purpose');
  const controllers = wanted.controllers.trim();
  if (controllers === '') throw refuse('controllers', 'say who is controller of what');
  if (!DETAILS.includes(wanted.detail)) throw refuse('detail', `the detail must be one of ${DETAILS.join(', ')}`);
  if (!isDay(validFrom)) throw refuse('valid-from', 'enter the first day');
  const last = clock.now().getUTCFullYear() + LONGEST_YEARS;
  if (!isDay(endsOn) || endsOn < validFrom || Number(endsOn.slice(0, 4)) > last)
    throw refuse('ends-on', `enter a last day, behind the first and within ${LONGEST_YEARS} years`);
  const part = parties.filter(({ gives, receives }) => gives || receives);
  if (new Set(part.map((each) => each.authorityId)).size < Math.max(2, part.length))
    throw refuse('parties', 'it takes two authorities');
  if (!part.some(({ authorityId: id }) => id === authorityId))
    throw refuse('parties', 'your own authority must be one of them');
  const crosses = part.some((one) => one.gives && part.some((other) => other !== one && other.receives));
  if (!crosses) throw refuse('parties', 'one must give and another receive');
  const partnershipId = wanted.partnershipId ?? null;
  if (partnershipId !== null) await requireMembers(tx, partnershipId, part);
  const proposedBy = personOf(viewer);
  const row = {
    authorityId,
    title,
    purposes,
    controllers,
    detail: wanted.detail,
    validFrom,
    endsOn,
    partnershipId,
    proposedBy,
  };
  const id = await insertAgreement(tx, { ...row, proposedAt: clock.now(), parties: part });
  for (const party of part) {
    const facts = { gives: party.gives, receives: party.receives, by: authorityId };
    const subject = { kind: 'agreement', id };
    await audit(
      tx,
      { authorityId: party.authorityId, actor: viewer, action: 'agreement.propose', subject, facts },
      clock,
    );
  }
  return id;
}

/**
 * Says what an authority gives: properties of its projects that their declarations promise to partners for these purposes,
 * as finely at least. Replaces what it said before and takes its approval back.
 */
export async function offerShared(
  tx: Tx,
  viewer: Viewer,
  of: { agreementId: number; authorityId: number },
  items: readonly { readonly projectId: number; readonly propertyCode: string }[],
  clock: Clock,
): Promise<void> {
  requirePermission(viewer, 'sharing.propose', of.authorityId);
  await lockAgreement(tx, of.agreementId);
  const { agreement } = await requireParty(tx, of, 'gives');
  if (agreement.endedAt) throw sharingOver({ title: agreement.title });
  const promises = await partnerPromises(tx, of.authorityId);
  for (const item of items) {
    const why = whyNot(promises, item, agreement);
    if (why) throw sharingInvalid({ field: 'shared', why });
  }
  await replaceShared(tx, { ...of, offeredBy: personOf(viewer) }, items);
  const shared = items.map(({ projectId, propertyCode }) => `${projectId} ${propertyCode}`);
  const subject = { kind: 'agreement', id: of.agreementId };
  await audit(
    tx,
    { authorityId: of.authorityId, actor: viewer, action: 'agreement.offer', subject, facts: { shared } },
    clock,
  );
}

/** Why a property may not be given under an agreement; undefined when it may. */
export function whyNot(
  promises: readonly PartnerPromise[],
  { projectId, propertyCode }: { projectId: number; propertyCode: string },
  { purposes, detail }: { readonly purposes: readonly string[]; readonly detail: Detail },
): string | undefined {
  const promise = promises.find((each) => each.projectId === projectId && each.propertyCode === propertyCode);
  if (!promise) return 'no declaration in force promises it to partners';
  const { propertyName, projectTitle } = promise;
  if (DETAILS.indexOf(detail) < DETAILS.indexOf(promise.detail))
    return `the declaration of ${projectTitle} promises partners no more than ${promise.detail} of ${propertyName}`;
  const missing = purposes.find((purpose) => !promise.purposes.includes(purpose));
  return missing && `the declaration of ${projectTitle} does not name the purpose ${missing} for ${propertyName}`;
}

async function requireMembers(
  db: Db,
  partnershipId: number,
  parties: readonly { authorityId: number }[],
): Promise<void> {
  const partnership = (await listPartnerships(db)).find(({ id }) => id === partnershipId);
  const { rows } = await sql<{ over: boolean }>`select coalesce(valid_to < current_date, false) as over
    from identity.v_partnership where id = ${partnershipId}`.execute(db);
  const outside = parties.some(({ authorityId }) => !partnership?.authorityIds.includes(authorityId));
  if (!partnership || rows[0]?.over || outside)
    throw sharingInvalid({
      field: 'partnership',
      why: 'every party must be a member of the partnership, which must not be over',
    });
}
