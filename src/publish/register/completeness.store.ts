import { type Db, sql } from '../../base/index.ts';
import type { CompletenessFacts } from './completeness.ts';

/** What completeness asks of a project besides its promise; only what the public may know counts. */
export async function completenessFacts(db: Db, projectId: number, now: Date): Promise<CompletenessFacts> {
  const { rows } = await sql<CompletenessFacts>`
    select (select nullif(btrim(oc.answers -> 'outcome' ->> 'statement'), '') from projects.v_outcome oc
        where oc.project_id = ${projectId}) as "outcomeStatement",
      count(d.id)::int as devices, count(d.place_id)::int as "devicesPlaced",
      count(d.id) filter (where d.confirmed_at > ${now}::timestamptz - interval '1 year')::int as "devicesConfirmed",
      count(d.owner)::int as "devicesWithOwner",
      count(distinct m.id) filter (where m.support_ends_on is null)::int as "modelsWithoutSupportEnd",
      coalesce((select ds.has_open_readings from register.v_dataset ds where ds.project_id = ${projectId}), false) as "readingsOpen"
    from register.v_public_device d left join register.v_model m on m.id = d.model_id
    where d.project_id = ${projectId} and d.state <> 'retired'`.execute(db);
  return rows[0]!;
}
