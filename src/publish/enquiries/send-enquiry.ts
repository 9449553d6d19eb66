import { createHash } from 'node:crypto';
import { type Clock, newToken, sql, type Tx } from '../../base/index.ts';
import { authorityUnknown } from '../../identity/index.ts';
import { enquiryInvalid, enquirySubjectUnknown, tooManyEnquiries } from '../publish.errors.ts';
import { countSince, insertEnquiry } from './enquiry.store.ts';
import { clocksOf, type EnquiryKind, isEmail, MOST_A_DAY, textProblem } from './enquiry-rules.ts';

export interface EnquiryInput {
  readonly kind: EnquiryKind;
  readonly authoritySlug: string;
  /** The place or project it is about, by its public address; neither: the authority as a whole. */
  readonly placeSlug?: string | undefined;
  readonly projectSlug?: string | undefined;
  readonly body: string;
  readonly email?: string | undefined;
  /** Of the form it was sent with, so that a second press of the button is no second enquiry. */
  readonly formKey: string;
}

/**
 * Takes in what anybody writes; nobody needs to sign in. Throws PUB_ENQUIRY_INVALID naming the field, PUB_ENQUIRY_SUBJECT for what is
 * not public, PUB_ENQUIRY_TOO_MANY on a day of floods. Returns the reference under which the answer will stand.
 */
export async function sendEnquiry(tx: Tx, input: EnquiryInput, clock: Clock): Promise<{ reference: string }> {
  const problem = textProblem(input.body);
  if (problem) throw enquiryInvalid({ field: 'body', why: `What you wrote ${problem}` });
  const email = input.email?.trim() || null;
  if (email && !isEmail(email)) throw enquiryInvalid({ field: 'email', why: 'This is no email address' });
  const now = clock.now();
  const subject = await findSubject(tx, input);
  if ((await countSince(tx, subject.authorityId, new Date(now.getTime() - 86_400_000))) >= MOST_A_DAY)
    throw tooManyEnquiries({ authority: subject.authorityName });
  const reference = await insertEnquiry(tx, {
    ...subject,
    kind: input.kind,
    reference: newToken(12),
    formKey: createHash('sha256').update(`${input.formKey}\n${input.body}`).digest('hex'),
    body: input.body.trim(),
    email,
    receivedAt: now,
    ...clocksOf(input.kind, now),
  });
  return { reference };
}

async function findSubject(tx: Tx, { authoritySlug, placeSlug, projectSlug }: EnquiryInput) {
  const { rows } = await sql<{
    authorityId: number;
    authorityName: string;
    placeId: number | null;
    projectId: number | null;
  }>`
    select au.id as "authorityId", au.name as "authorityName",
      (select pl.id from register.v_public_place pl where pl.authority_id = au.id and pl.slug = ${placeSlug ?? null}) as "placeId",
      (select pr.id from projects.v_project pr join register.v_published_declaration pd on pd.project_id = pr.id
        where pr.authority_id = au.id and pr.slug = ${projectSlug ?? null}) as "projectId"
    from identity.v_authority au where au.slug = ${authoritySlug}`.execute(tx);
  const found = rows[0];
  if (!found) throw authorityUnknown({ field: 'authority', authority: authoritySlug });
  if ((placeSlug && !found.placeId) || (projectSlug && !found.projectId))
    throw enquirySubjectUnknown({ subject: placeSlug ?? projectSlug });
  return found;
}
