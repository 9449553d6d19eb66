import { type Clock, type Db, sql } from '../base/index.ts';
import { signInRefused } from './identity.errors.ts';
import { viewerOfPerson } from './memberships.store.ts';
import { findHash, storeHash } from './password.store.ts';
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts';
import { factorState } from './second-factor/factor.store.ts';
import { issueTicket, type TicketStep } from './second-factor/sign-in-ticket.store.ts';
import { openSession } from './sessions.store.ts';
import { beginAttempt, forgetAttempts } from './sign-in-limits.store.ts';
import type { PersonViewer } from './viewer.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The network address the attempt came from. */
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/** Either the session's token for the cookie, or a ticket for the step that comes before it. */
export type SignedIn =
  | { readonly step: 'done'; readonly token: string; readonly viewer: PersonViewer }
  | { readonly step: TicketStep; readonly ticket: string };

/**
 * Signs a person in: a new session, or, for people who have a second factor or must have one, a ticket. Throws IDN_SIGN_IN_REFUSED, with the same words and
 * after the same work whether the account is unknown, disabled, without a password, or the password is wrong; and
 * IDN_SIGN_IN_TOO_OFTEN after many wrong ones.
 */
export async function signIn(
  db: Db,
  { email, password, address, userAgent }: Credentials,
  clock: Clock,
): Promise<SignedIn> {
  const account = email.trim().toLowerCase().slice(0, 254);
  const attempt = await beginAttempt(db, account, address, clock.now());
  const found = await findHash(db, account);
  const right = await verifyPassword(password.slice(0, 1000), found?.hash);
  const viewer = right && found ? await viewerOfPerson(db, found.personId) : undefined;
  if (!found || !viewer) throw signInRefused();
  await forgetAttempts(db, attempt);
  if (isOutdated(found.hash)) await storeHash(db, viewer.personId, await hashPassword(password));
  const { personId } = viewer;
  const factor = await factorState(db, personId);
  const step = factor.since ? 'code' : factor.requiredBy.length > 0 ? 'enrol' : 'done';
  if (step !== 'done') return { step, ticket: await issueTicket(db, personId, step, clock) };
  return { step, token: (await openSession(db, { personId, userAgent }, clock)).token, viewer };
}

/** Forgets what is kept about signing in once it is of no use: failures after a day, ended sessions and links after 30. */
export async function forgetOldSignIns(db: Db, clock: Clock): Promise<void> {
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
  await sql`delete from identity.sign_in_failure where failed_at < ${daysAgo(1)}`.execute(db);
  await sql`delete from identity.session where expires_at < ${daysAgo(30)}`.execute(db);
  await sql`delete from identity.sign_in_ticket where expires_at < ${daysAgo(1)}`.execute(db);
  await sql`delete from identity.setup_link where expires_at < ${daysAgo(30)}`.execute(db);
}
