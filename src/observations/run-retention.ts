import { type Clock, type Db, sql } from '../base/index.ts';
import { audit } from '../identity/index.ts';

export interface Retired {
  readonly datastreamId: number;
  readonly deleted: number;
}

const BATCH = 10_000;
const DAY_MS = 86_400_000;

/**
 * Deletes what is older than its declaration allows (`register.v_datastream_retention`), a batch a transaction so that
 * nothing waits for it, and writes one retention_run a datastream, so that accounts still add up. A run that is stopped
 * has recorded what it deleted; the next run does the rest. Nothing that a hold covers is deleted: each batch asks again.
 */
export async function runRetention(db: Db, clock: Clock): Promise<Retired[]> {
  const now = clock.now();
  const { rows: limits } = await sql<{ datastreamId: number; authorityId: number; retentionDays: number }>`
    select datastream_id as "datastreamId", authority_id as "authorityId", retention_days as "retentionDays"
    from register.v_datastream_retention order by 1`.execute(db);
  const retired: Retired[] = [];
  const deletedOf = new Map<number, number>();
  for (const { datastreamId, authorityId, retentionDays } of limits) {
    const olderThan = new Date(now.getTime() - retentionDays * DAY_MS);
    let deleted = 0;
    for (let batch = BATCH; batch === BATCH; deleted += batch) {
      batch = await deleteBatch(db, { datastreamId, authorityId, olderThan, ranAt: now });
    }
    if (deleted === 0) continue;
    retired.push({ datastreamId, deleted });
    deletedOf.set(authorityId, (deletedOf.get(authorityId) ?? 0) + deleted);
  }
  for (const [authorityId, deleted] of deletedOf) await noteRun(db, authorityId, { deleted }, clock);
  return retired;
}

/** One entry a run and authority; what went of which datastream stands in retention_run. */
function noteRun(db: Db, authorityId: number, facts: { deleted: number }, clock: Clock): Promise<void> {
  const subject = { kind: 'retention', id: authorityId };
  return db
    .transaction()
    .execute((tx) => audit(tx, { authorityId, actor: 'house', action: 'retention.delete', subject, facts }, clock));
}

/** Deletes up to a batch and adds it to this run's record in the same transaction. */
function deleteBatch(
  db: Db,
  run: { datastreamId: number; authorityId: number; olderThan: Date; ranAt: Date },
): Promise<number> {
  const { datastreamId, authorityId, olderThan, ranAt } = run;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ deleted: number }>`
      with gone as (
        delete from observations.observation
        where (datastream_id, phenomenon_time, sequence) in (
          select datastream_id, phenomenon_time, sequence from observations.observation
          where datastream_id = ${datastreamId} and phenomenon_time < ${olderThan}
            and not exists (select 1 from register.v_held_datastream held where held.datastream_id = ${datastreamId})
          order by phenomenon_time limit ${BATCH})
        returning 1
      ) select count(*)::int as deleted from gone`.execute(tx);
    const { deleted } = rows[0]!;
    if (deleted > 0) {
      await sql`insert into observations.retention_run (authority_id, datastream_id, ran_at, older_than, deleted)
        values (${authorityId}, ${datastreamId}, ${ranAt}, ${olderThan}, ${deleted})
        on conflict (datastream_id, ran_at) do update set deleted = retention_run.deleted + excluded.deleted`.execute(
        tx,
      );
    }
    return deleted;
  });
}
