import { type Db, sql, type Tx } from '../../base/index.ts';

export interface StoredFactor {
  readonly secretSealed: Buffer;
  readonly preparedAt: Date;
  readonly confirmedAt: Date | null;
  readonly lastStep: number | null;
}

export async function findFactor(db: Db, personId: number): Promise<StoredFactor | undefined> {
  const { rows } = await sql<StoredFactor>`select secret_sealed as "secretSealed", prepared_at as "preparedAt",
      confirmed_at as "confirmedAt", last_step as "lastStep"
    from identity.second_factor where person_id = ${personId}`.execute(db);
  return rows[0];
}

/** Keeps a secret that is not confirmed yet, in place of one that never was. False when a confirmed one stands. */
export async function prepareFactor(tx: Tx, personId: number, secretSealed: Buffer, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into identity.second_factor as f (person_id, secret_sealed, prepared_at)
    values (${personId}, ${secretSealed}, ${at})
    on conflict (person_id) do update set secret_sealed = excluded.secret_sealed, prepared_at = excluded.prepared_at
      where f.confirmed_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function confirmFactor(tx: Tx, personId: number, step: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update identity.second_factor set confirmed_at = ${at}, last_step = ${step}
    where person_id = ${personId} and confirmed_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Uses a step up: of two at the same time with the same code one is told false. */
export async function spendStep(tx: Tx, personId: number, step: number): Promise<boolean> {
  const { numAffectedRows } = await sql`update identity.second_factor set last_step = ${step}
    where person_id = ${personId} and confirmed_at is not null and (last_step is null or last_step < ${step})`.execute(
    tx,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

/** Uses a recovery code up; false when there is none such or it was used. */
export async function spendRecoveryCode(tx: Tx, personId: number, codeHash: Buffer, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update identity.recovery_code set used_at = ${at}
    where person_id = ${personId} and code_hash = ${codeHash} and used_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Puts these codes in the place of all others. */
export async function replaceRecoveryCodes(tx: Tx, personId: number, hashes: readonly Buffer[]): Promise<void> {
  await sql`delete from identity.recovery_code where person_id = ${personId}`.execute(tx);
  await sql`insert into identity.recovery_code (person_id, code_hash)
    select ${personId}, unnest(${hashes}::bytea[])`.execute(tx);
}

export async function deleteFactor(tx: Tx, personId: number): Promise<boolean> {
  await sql`delete from identity.recovery_code where person_id = ${personId}`.execute(tx);
  const { numAffectedRows } = await sql`delete from identity.second_factor where person_id = ${personId}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export interface FactorState {
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
  /** The names of the person's authorities that ask for a second factor. */
  readonly requiredBy: string[];
}

/** Whether a person has a second factor and must have one. */
export async function factorState(db: Db, personId: number): Promise<FactorState> {
  const { rows } = await sql<FactorState>`
    select (select confirmed_at from identity.second_factor where person_id = ${personId}) as since,
      (select count(*) from identity.recovery_code where person_id = ${personId} and used_at is null) as "recoveryCodesLeft",
      coalesce((select array_agg(distinct a.name) from identity.v_current_membership m
        join identity.authority a on a.id = m.authority_id
        where m.person_id = ${personId} and a.second_factor_required), '{}') as "requiredBy"`.execute(db);
  return rows[0]!;
}
