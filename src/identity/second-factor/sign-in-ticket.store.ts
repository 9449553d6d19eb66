/**
 * Tickets: what a person holds between the right password and the session, in a field of the next form. One is good for ten
 * minutes and for one session, and opens nothing by itself. Only hashes are kept.
 */
import { type Clock, type Db, hashToken, newToken, sql, type Tx } from '../../base/index.ts';
import { ticketOver } from '../identity.errors.ts';

const VALID_FOR_MS = 10 * 60_000;

/** `code`: a code of the second factor comes next. `enrol`: the person must set one up first. */
export type TicketStep = 'code' | 'enrol';

export async function issueTicket(db: Db, personId: number, step: TicketStep, clock: Clock): Promise<string> {
  const token = newToken();
  await sql`insert into identity.sign_in_ticket (token_hash, person_id, step, expires_at)
    values (${hashToken(token)}, ${personId}, ${step}, ${new Date(clock.now().getTime() + VALID_FOR_MS)})`.execute(db);
  return token;
}

export interface TicketHolder {
  readonly personId: number;
  readonly email: string;
}

/** Whose ticket it is; throws IDN_TICKET_OVER. Changes nothing. */
export async function requireTicket(db: Db, token: string, step: TicketStep, clock: Clock): Promise<TicketHolder> {
  const { rows } = await sql<TicketHolder>`select p.id as "personId", p.email
    from identity.sign_in_ticket t join identity.person p on p.id = t.person_id and p.disabled_at is null
    where t.token_hash = ${hashToken(token)} and t.step = ${step} and t.used_at is null
      and t.expires_at > ${clock.now()}`.execute(db);
  if (!rows[0]) throw ticketOver();
  return rows[0];
}

/** Uses a ticket up; of two at the same time one throws IDN_TICKET_OVER. */
export async function consumeTicket(tx: Tx, token: string, clock: Clock): Promise<void> {
  const { numAffectedRows } = await sql`update identity.sign_in_ticket set used_at = ${clock.now()}
    where token_hash = ${hashToken(token)} and used_at is null`.execute(tx);
  if ((numAffectedRows ?? 0n) === 0n) throw ticketOver();
}
