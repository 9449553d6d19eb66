import type { Clock, Db, Tx } from '../base/index.ts';
import { auditAccount } from './audit.ts';
import { linkUnusable } from './identity.errors.ts';
import { consumeLink, requireLink } from './one-time-links.store.ts';
import { setPassword } from './password.store.ts';
import { findPersonById, type Person } from './people.store.ts';
import { revokeSessions } from './sessions.store.ts';

/** Whose password an unused link sets; throws IDN_LINK_UNUSABLE. */
export async function personOfLink(db: Db, token: string, clock: Clock): Promise<Person> {
  const { personId } = await requireLink(db, token, 'password', clock);
  const person = personId === null ? undefined : await findPersonById(db, personId);
  if (!person) throw linkUnusable();
  return person;
}

/** Uses a link up: sets the password and ends the person's sessions. A refused password leaves the link usable. */
export async function usePasswordLink(tx: Tx, token: string, password: string, clock: Clock): Promise<Person> {
  const person = await personOfLink(tx, token, clock);
  await consumeLink(tx, token, 'password', clock);
  await setPassword(tx, person.id, password);
  await revokeSessions(tx, person.id, clock);
  await auditAccount(tx, person.id, { actor: { personId: person.id }, action: 'person.password' }, clock);
  return person;
}
