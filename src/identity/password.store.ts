import { type Db, sql, type Tx } from '../base/index.ts';
import { personUnknown } from './identity.errors.ts';
import { checkPassword } from './password-rules.ts';
import { hashPassword, PASSWORD_COST, type ScryptCost } from './passwords.ts';
import { findPersonById } from './people.store.ts';

/**
 * Sets a person's password after checking it. Asks nobody and ends no session: doors use `changePassword` or
 * `usePasswordLink`. Throws IDN_PASSWORD_WEAK.
 */
export async function setPassword(
  tx: Tx,
  personId: number,
  password: string,
  options: { field?: string; cost?: ScryptCost } = {},
): Promise<void> {
  const person = await findPersonById(tx, personId);
  if (!person) throw personUnknown();
  checkPassword(password, person, options.field);
  await storeHash(tx, personId, await hashPassword(password, options.cost ?? PASSWORD_COST));
}

export async function storeHash(db: Db, personId: number, hash: string): Promise<void> {
  await sql`update identity.person set password_hash = ${hash} where id = ${personId}`.execute(db);
}

/** The stored hash of an account that may sign in; undefined without one. */
export async function findHash(db: Db, email: string): Promise<{ personId: number; hash: string } | undefined> {
  const { rows } = await sql<{ personId: number; hash: string }>`
    select id as "personId", password_hash as hash from identity.person
    where email = ${email} and disabled_at is null and password_hash is not null`.execute(db);
  return rows[0];
}
