/**
 * How many wrong passwords and codes are enough. Counted over 15 minutes by address of the account and of the network,
 * whether or not there is such an account. A typo or two locks nobody out, a stranger elsewhere cannot lock a person out by
 * guessing at their account (short of 100 guesses), and one network cannot try many accounts. Codes are short, and only who
 * knows the password comes to guess them: 50 a day, of three in a million that are right at a time, leave a chance of
 * 1 in 6,700 a day.
 */
import { type Db, sql } from '../base/index.ts';
import { codeTooOften, signInTooOften } from './identity.errors.ts';

const WINDOW_MINUTES = 15;
const MOST = {
  password: { sameAccountAndNetwork: 10, sameNetwork: 50, sameAccount: 100, sameAccountADay: Number.POSITIVE_INFINITY },
  code: { sameAccountAndNetwork: 10, sameNetwork: 50, sameAccount: 20, sameAccountADay: 50 },
};

/** What was tried: a password, or a code of the second factor. */
export type Tried = keyof typeof MOST;

export interface Attempt {
  readonly id: number;
  readonly email: string;
  readonly address: string;
  readonly kind: Tried;
}

/**
 * Writes an attempt down as failed before the password is looked at, so that attempts sent at once count too; a right
 * password takes it back. Throws IDN_SIGN_IN_TOO_OFTEN or IDN_CODE_TOO_OFTEN; a refused attempt does not count.
 */
export async function beginAttempt(
  db: Db,
  email: string,
  address: string,
  at: Date,
  kind: Tried = 'password',
): Promise<Attempt> {
  const { rows: written } = await sql<{
    id: number;
  }>`insert into identity.sign_in_failure (email, address, failed_at, kind)
    values (${email}, ${address}, ${at}, ${kind}) returning id`.execute(db);
  const attempt = { id: written[0]!.id, email, address, kind };
  const since = new Date(at.getTime() - WINDOW_MINUTES * 60_000);
  const dayAgo = new Date(at.getTime() - 86_400_000);
  const { rows } = await sql<{ both: number; network: number; account: number; day: number }>`
    select count(*) filter (where email = ${email} and address = ${address} and failed_at > ${since}) as both,
      count(*) filter (where address = ${address} and failed_at > ${since}) as network,
      count(*) filter (where email = ${email} and failed_at > ${since}) as account,
      count(*) filter (where email = ${email}) as day
    from identity.sign_in_failure
    where kind = ${kind} and failed_at > ${dayAgo} and (email = ${email} or address = ${address})`.execute(db);
  const { both, network, account, day } = rows[0]!;
  const most = MOST[kind];
  const isOften = both > most.sameAccountAndNetwork || network > most.sameNetwork || account > most.sameAccount;
  if (!isOften && day <= most.sameAccountADay) return attempt;
  await sql`delete from identity.sign_in_failure where id = ${attempt.id}`.execute(db);
  throw kind === 'code' ? codeTooOften({ field: 'code' }) : signInTooOften({ minutes: WINDOW_MINUTES });
}

/** A right one: what this person mistyped from here is forgotten. */
export async function forgetAttempts(db: Db, attempt: Attempt): Promise<void> {
  await sql`delete from identity.sign_in_failure
    where email = ${attempt.email} and address = ${attempt.address} and kind = ${attempt.kind}`.execute(db);
}
