/**
 * Writing the audit log. An entry is written in the transaction of what it tells of, so that neither is ever there without
 * the other; the commit chains it (migrations/0002-audit.sql, docs/decisions/0009). Entries name people by their ids alone.
 */
import { type Clock, type Db, sql, systemClock, type Tx } from '../base/index.ts';
import { canonicalJson, type Plain } from './canonical-json.ts';
import type { Viewer } from './viewer.ts';

/** Who did it: somebody asking, the person with that id, or the house itself (set-up, the command line, a job). */
export type Actor = Viewer | { readonly personId: number } | 'house';

/** Ids, words of ours, numbers: nothing that says something about a person. */
export type AuditFacts = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[] | undefined>
>;

export interface AuditNote {
  readonly authorityId: number;
  readonly actor: Actor;
  /** `thing.deed`, such as `declaration.approve`. */
  readonly action: `${string}.${string}`;
  readonly subject: { readonly kind: string; readonly id: number | string; readonly version?: number };
  /** Why, in the words of who did it. */
  readonly reason?: string | null | undefined;
  readonly facts?: AuditFacts;
}

const LONGEST_REASON = 2_000;

/** Writes down who did what to which version and why, as part of the transaction that does it. */
export async function audit(tx: Tx, note: AuditNote, clock: Clock = systemClock): Promise<void> {
  const { authorityId, actor, action, subject, facts } = note;
  const reason = note.reason?.trim().slice(0, LONGEST_REASON) || undefined;
  const entry = canonicalJson({
    at: clock.now().toISOString(),
    authority: authorityId,
    actor: actorOf(actor),
    action,
    subject: { kind: subject.kind, id: String(subject.id), version: subject.version },
    reason,
    facts: facts && Object.values(facts).some((fact) => fact !== undefined) ? facts : undefined,
  });
  await sql`insert into identity.audit_entry (entry) values (${entry})`.execute(tx);
}

/** The same in every authority where the person holds a role now: for what concerns the person's account. */
export async function auditAccount(
  tx: Tx,
  personId: number,
  note: Omit<AuditNote, 'authorityId' | 'subject'>,
  clock: Clock = systemClock,
): Promise<void> {
  for (const authorityId of await authoritiesOfPerson(tx, personId)) {
    await audit(tx, { ...note, authorityId, subject: { kind: 'person', id: personId } }, clock);
  }
}

/** The authorities in which a person holds a role now, in the order of their ids. */
export async function authoritiesOfPerson(db: Db, personId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select distinct authority_id as id
    from identity.v_current_membership where person_id = ${personId} order by 1`.execute(db);
  return rows.map((row) => row.id);
}

/** The actor behind a column that holds a person's id, or nothing for the house. */
export function actorWith(personId: number | null | undefined): Actor {
  return personId == null ? 'house' : { personId };
}

function actorOf(actor: Actor): Plain {
  if (actor === 'house') return { kind: 'house' };
  if ('personId' in actor) return { kind: 'person', id: actor.personId };
  return actor.kind === 'key' ? { kind: 'key', id: actor.credentialId } : { kind: 'public' };
}
