/**
 * How many wrong passwords are enough. Counted over 15 minutes by address of the account and of the network, whether
 * or not there is such an account. A typo or two locks nobody out, a stranger elsewhere cannot lock a person out by
 * guessing at their account (short of 100 guesses), and one network cannot try many accounts.
 */
import { type Db, sql } from '../base/index.ts';
import { signInTooOften } from './identity.errors.ts';

const WINDOW_MINUTES = 15;
const MOST = { sameAccountAndNetwork: 10, sameNetwork: 50, sameAccount: 100 };

export interface Attempt {
  readonly id: number;
  readonly email: string;
  readonly address: string;
}

/**
 * Writes an attempt down as failed before the password is looked at, so that attempts sent at once count too; a right
 * password takes it back. Throws IDN_SIGN_IN_TOO_OFTEN; a refused attempt does not count.
 */
export async function beginAttempt(db: Db, email: string, address: string, at: Date): Promise<Attempt> {
  const { rows: written } = await sql<{ id: number }>`insert into identity.sign_in_failure (email, address, failed_at)
    values (${email}, ${address}, ${at}) returning id`.execute(db);
  const attempt = { id: written[0]!.id, email, address };
  const since = new Date(at.getTime() - WINDOW_MINUTES * 60_000);
  const { rows } = await sql<{ both: number; network: number; account: number }>`
    select (select count(*) from identity.sign_in_failure
        where email = ${email} and address = ${address} and failed_at > ${since}) as both,
      (select count(*) from identity.sign_in_failure where address = ${address} and failed_at > ${since}) as network,
      (select count(*) from identity.sign_in_failure where email = ${email} and failed_at > ${since}) as account`.execute(
    db,
  );
  const { both, network, account } = rows[0]!;
  if (both > MOST.sameAccountAndNetwork || network > MOST.sameNetwork || account > MOST.sameAccount) {
    await sql`delete from identity.sign_in_failure where id = ${attempt.id}`.execute(db);
    throw signInTooOften({ minutes: WINDOW_MINUTES });
  }
  return attempt;
}

/** A right password: what this person mistyped from here is forgotten. */
export async function forgetAttempts(db: Db, attempt: Attempt): Promise<void> {
  await sql`delete from identity.sign_in_failure
    where email = ${attempt.email} and address = ${attempt.address}`.execute(db);
}
