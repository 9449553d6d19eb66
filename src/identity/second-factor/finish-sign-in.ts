/** The second half of signing in: with a code, or by setting up the second factor that an authority asks for. */
import type { Clock, Db } from '../../base/index.ts';
import { auditAccount } from '../audit.ts';
import { codeWrong } from '../identity.errors.ts';
import { openSession } from '../sessions.store.ts';
import { beginAttempt, forgetAttempts } from '../sign-in-limits.store.ts';
import { type FactorHouse, type OfferedFactor, offerFactor, takeFactor } from './enrol-factor.ts';
import { consumeTicket, requireTicket } from './sign-in-ticket.store.ts';
import { spendCode } from './spend-code.ts';

export interface TicketAnswer {
  readonly ticket: string;
  readonly code: string;
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/**
 * Opens the session for a ticket and a code. Throws IDN_CODE_WRONG (also for one that was used), IDN_TICKET_OVER, and
 * IDN_CODE_TOO_OFTEN after many wrong ones.
 */
export async function finishSignIn(
  db: Db,
  house: FactorHouse,
  { ticket, code, address, userAgent }: TicketAnswer,
  clock: Clock,
): Promise<{ token: string }> {
  const { personId, email } = await requireTicket(db, ticket, 'code', clock);
  const attempt = await beginAttempt(db, email, address, clock.now(), 'code');
  const token = await db.transaction().execute(async (tx) => {
    const way = await spendCode(tx, house, personId, code, clock);
    if (!way) throw codeWrong({ field: 'code' });
    await consumeTicket(tx, ticket, clock);
    if (way === 'recovery') {
      await auditAccount(tx, personId, { actor: { personId }, action: 'person.recovery-code' }, clock);
    }
    return (await openSession(tx, { personId, userAgent }, clock)).token;
  });
  await forgetAttempts(db, attempt);
  return { token };
}

/** What the page shows to somebody who must set a second factor up before the session begins. */
export async function offerFactorForTicket(
  db: Db,
  house: FactorHouse,
  ticket: string,
  clock: Clock,
): Promise<OfferedFactor> {
  const { personId } = await requireTicket(db, ticket, 'enrol', clock);
  return db.transaction().execute((tx) => offerFactor(tx, house, personId, clock));
}

/** Confirms the second factor and opens the session; the recovery codes are returned this once. */
export async function finishEnrolment(
  db: Db,
  house: FactorHouse,
  { ticket, code, userAgent }: Omit<TicketAnswer, 'address'>,
  clock: Clock,
): Promise<{ token: string; recoveryCodes: string[] }> {
  const { personId } = await requireTicket(db, ticket, 'enrol', clock);
  return db.transaction().execute(async (tx) => {
    const recoveryCodes = await takeFactor(tx, house, personId, code, clock);
    await consumeTicket(tx, ticket, clock);
    return { token: (await openSession(tx, { personId, userAgent }, clock)).token, recoveryCodes };
  });
}
