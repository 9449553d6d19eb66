import { type Clock, type Db, sql, type Tx } from '../../base/index.ts';
import type { Role } from '../roles.ts';

/** A role lent to a colleague, from one day to another. */
export interface Delegation {
  readonly id: number;
  readonly authorityId: number;
  readonly role: Role;
  readonly fromPersonId: number;
  readonly fromName: string;
  readonly toPersonId: number;
  readonly toName: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly reason: string;
}

const SELECTED = sql`select d.id, d.authority_id as "authorityId", d.role, d.from_person_id as "fromPersonId",
    lender.name as "fromName", d.to_person_id as "toPersonId", borrower.name as "toName", d.valid_from as "validFrom",
    d.valid_to as "validTo", d.reason
  from identity.delegation d join identity.person lender on lender.id = d.from_person_id
  join identity.person borrower on borrower.id = d.to_person_id`;

/** Those of an authority that are running or to come, the next to end first. */
export async function listDelegations(db: Db, authorityId: number, clock: Clock): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`${SELECTED} where d.authority_id = ${authorityId} and d.ended_at is null
    and d.valid_to > ${clock.now()} order by d.valid_to, d.id`.execute(db);
  return rows;
}

/** Those a person lends or borrows, running or to come, in every authority. */
export async function delegationsOf(db: Db, personId: number, clock: Clock): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`${SELECTED}
    where (d.from_person_id = ${personId} or d.to_person_id = ${personId}) and d.ended_at is null
      and d.valid_to > ${clock.now()} order by d.valid_to, d.id`.execute(db);
  return rows;
}

export async function findDelegation(db: Db, id: number): Promise<Delegation | undefined> {
  const { rows } = await sql<Delegation>`${SELECTED} where d.id = ${id} and d.ended_at is null`.execute(db);
  return rows[0];
}

export async function insertDelegation(
  tx: Tx,
  d: Omit<Delegation, 'id' | 'fromName' | 'toName'> & { createdBy: number | null; createdAt: Date },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into identity.delegation
      (authority_id, role, from_person_id, to_person_id, valid_from, valid_to, reason, created_by, created_at)
    values (${d.authorityId}, ${d.role}, ${d.fromPersonId}, ${d.toPersonId}, ${d.validFrom}, ${d.validTo}, ${d.reason},
      ${d.createdBy}, ${d.createdAt}) returning id`.execute(tx);
  return rows[0]!.id;
}

export async function markDelegationEnded(tx: Tx, id: number, by: number | null, at: Date): Promise<void> {
  await sql`update identity.delegation set ended_at = ${at}, ended_by = ${by} where id = ${id} and ended_at is null`.execute(
    tx,
  );
}
