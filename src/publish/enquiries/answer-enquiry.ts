import { type Clock, type Db, sql, type Tx } from '../../base/index.ts';
import {
  audit,
  authoritiesWhere,
  can,
  type PersonViewer,
  requirePermission,
  type Viewer,
} from '../../identity/index.ts';
import { enquiryAnswerInvalid, enquiryUnknown } from '../publish.errors.ts';
import { type Enquiry, markAcknowledged, markAnswered, selectEnquiries } from './enquiry.store.ts';
import { type EnquiryKind, LONGEST_ANSWER, OUTCOMES, type Outcome, SHORTEST } from './enquiry-rules.ts';

export interface EnquiryFilter {
  readonly kind?: EnquiryKind | undefined;
  readonly open?: boolean | undefined;
  readonly search?: string | undefined;
  readonly limit?: number;
  readonly offset?: number;
}

/** What was sent to the authorities for which the viewer may answer: what is due first comes first, what is answered last. */
export function listEnquiries(
  db: Db,
  viewer: Viewer,
  filter: EnquiryFilter = {},
): Promise<{ total: number; enquiries: Enquiry[] }> {
  const { kind = null, open, search = '' } = filter;
  const like = `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`;
  return selectEnquiries(
    db,
    sql`e.authority_id = any(${authoritiesWhere(viewer, 'enquiry.answer')}::int[]) and (${kind}::text is null or e.kind = ${kind})
      and (${open ?? null}::boolean is null or (e.answered_at is null) = ${open ?? null})
      and (${search.trim()} = '' or e.body ilike ${like} or e.shown_body ilike ${like} or pl.name ilike ${like} or pr.title ilike ${like})`,
    { limit: Math.min(filter.limit ?? 50, 5_000), offset: filter.offset ?? 0 },
  );
}

/** One of them; PUB_ENQUIRY_UNKNOWN for everybody who may not answer it. */
export async function requireEnquiry(db: Db, viewer: Viewer, id: number): Promise<Enquiry> {
  const { enquiries } = await selectEnquiries(db, sql`e.id = ${id}`);
  const found = enquiries[0];
  if (!found || !can(viewer, 'enquiry.answer', found.authorityId)) throw enquiryUnknown({ id });
  return found;
}

/** Says that it was read: the clock of a complaint stops. Saying it twice changes nothing. */
export async function acknowledgeEnquiry(tx: Tx, viewer: PersonViewer, id: number, clock: Clock): Promise<void> {
  const enquiry = await requireEnquiry(tx, viewer, id);
  requirePermission(viewer, 'enquiry.answer', enquiry.authorityId);
  await markAcknowledged(tx, id, viewer.personId, clock.now());
  const subject = { kind: 'enquiry', id };
  await audit(tx, { authorityId: enquiry.authorityId, actor: viewer, action: 'enquiry.acknowledge', subject });
}

export interface EnquiryAnswer {
  readonly answer: string;
  readonly outcome: string;
  /** What everybody reads of it beside the answer; absent: the answer is only for whoever asked. */
  readonly shownBody?: string | undefined;
}

/**
 * Answers it, or mends the answer. Throws PUB_ANSWER_INVALID naming the field. Whoever answers checks that what becomes public
 * names nobody: they may shorten it.
 */
export async function answerEnquiry(
  tx: Tx,
  viewer: PersonViewer,
  id: number,
  given: EnquiryAnswer,
  clock: Clock,
): Promise<void> {
  const enquiry = await requireEnquiry(tx, viewer, id);
  requirePermission(viewer, 'enquiry.answer', enquiry.authorityId);
  const answer = given.answer.trim();
  const shownBody = given.shownBody?.trim();
  if (answer.length < SHORTEST || answer.length > LONGEST_ANSWER)
    throw enquiryAnswerInvalid({
      field: 'answer',
      why: `The answer has fewer than ${SHORTEST} or more than ${LONGEST_ANSWER} characters`,
    });
  if (!Object.hasOwn(OUTCOMES[enquiry.kind], given.outcome))
    throw enquiryAnswerInvalid({ field: 'outcome', why: 'What came of it is not chosen' });
  if (shownBody !== undefined && (shownBody.length < SHORTEST || shownBody.length > LONGEST_ANSWER))
    throw enquiryAnswerInvalid({ field: 'shown', why: 'What everybody will read of it is empty' });
  const outcome = given.outcome as Outcome;
  await markAnswered(tx, id, { answer, outcome, shownBody: shownBody ?? null, by: viewer.personId, at: clock.now() });
  const [{ authorityId, kind }, subject] = [enquiry, { kind: 'enquiry', id }];
  await audit(tx, { authorityId, actor: viewer, action: 'enquiry.answer', subject, facts: { kind, outcome } });
}
