import { type Clock, sql, type Tx } from '../../base/index.ts';
import { audit, authoritiesOfPerson } from '../audit.ts';
import { directoryElsewhere, directoryStranger } from '../identity.errors.ts';
import { addPerson, findPersonByEmail, findPersonById } from '../people.store.ts';
import { type Claims, emailOf, isInDomains, nameOf } from './claims.ts';
import { type Directory, findLinked, linkSubject } from './directory.store.ts';

/**
 * The person a directory means. Once linked, its subject decides, whatever becomes of the address. The first time the
 * address does: it must be in the directory's domains, and an account that holds roles in another authority is not taken
 * over, because nobody's directory opens what others have entrusted to somebody. Throws IDN_DIRECTORY_STRANGER or
 * IDN_DIRECTORY_ELSEWHERE.
 */
export async function personOfClaims(
  tx: Tx,
  directory: Directory,
  claims: Claims & { readonly sub: string },
  clock: Clock,
): Promise<number> {
  const { authorityId, issuer, label } = directory;
  const subject = { authorityId, issuer, subject: claims.sub };
  await sql`select 1 from identity.directory where authority_id = ${authorityId} for update`.execute(tx); // one link at a time
  const linked = await findLinked(tx, subject);
  if (linked !== undefined) {
    if (!(await findPersonById(tx, linked))) throw directoryStranger({ label });
    return linked;
  }
  const email = emailOf(claims);
  if (email === undefined || !isInDomains(email, directory.emailDomains)) throw directoryStranger({ label });
  const known = await findPersonByEmail(tx, email);
  const elsewhere = known ? (await authoritiesOfPerson(tx, known.id)).filter((id) => id !== authorityId) : [];
  if (elsewhere.length > 0) throw directoryElsewhere({ label });
  const { id: personId } = known ?? (await addPerson(tx, { name: nameOf(claims, email), email }));
  await linkSubject(tx, subject, personId, clock.now());
  const about = { kind: 'person', id: personId };
  await audit(
    tx,
    { authorityId, actor: 'house', action: 'directory.link', subject: about, facts: { known: !!known } },
    clock,
  );
  return personId;
}
