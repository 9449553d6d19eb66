import { type Db, sql } from '../../base/index.ts';
import { enquiryReferenceUnknown } from '../publish.errors.ts';
import { selectEnquiries } from './enquiry.store.ts';
import type { EnquiryKind, Outcome } from './enquiry-rules.ts';

/** What everybody may read: the words that were made public, and the answer. */
export interface PublicEnquiry {
  readonly kind: EnquiryKind;
  readonly body: string;
  readonly receivedAt: Date;
  readonly answer: string;
  readonly answeredAt: Date;
  readonly outcome: Outcome;
}

/** The newest public ones about a place or a project. */
export async function listPublicEnquiries(
  db: Db,
  about: { placeId: number } | { projectId: number },
  limit = 20,
): Promise<PublicEnquiry[]> {
  const where = 'placeId' in about ? sql`place_id = ${about.placeId}` : sql`project_id = ${about.projectId}`;
  const { rows } = await sql<PublicEnquiry>`
    select kind, shown_body as body, received_at as "receivedAt", answer, answered_at as "answeredAt", outcome
    from publish.enquiry where ${where} and shown_body is not null order by answered_at desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** How it stands with what somebody sent, for whoever knows the reference: never the address, nor who answered. */
export async function enquiryByReference(db: Db, reference: string) {
  const { enquiries } = await selectEnquiries(db, sql`e.reference = ${reference}`);
  const found = enquiries[0];
  if (!found) throw enquiryReferenceUnknown();
  const { email: _, answeredByName: __, ...shown } = found;
  return shown;
}
