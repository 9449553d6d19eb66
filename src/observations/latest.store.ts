import { type Db, sql } from '../base/index.ts';
import type { Observation } from './observation.ts';
import { observationIdSql } from './observation-id.ts';

/** The newest observation of each datastream that has one, by datastream. The caller has applied the access rule. */
export async function latestOf(db: Db, datastreamIds: readonly number[]): Promise<Map<number, Observation>> {
  if (datastreamIds.length === 0) return new Map();
  const { rows } = await sql<Observation>`
    select ${observationIdSql('l')} as id, l.datastream_id as "datastreamId",
      l.phenomenon_time + l.millis * interval '1 millisecond' as "phenomenonTime", l.sequence, l.value,
      l.text_value as "textValue", l.received_at as "receivedAt"
    from unnest(${[...new Set(datastreamIds)]}::int[]) as d (id)
    cross join lateral (select * from observations.observation o where o.datastream_id = d.id
      order by o.phenomenon_time desc, o.millis desc, o.sequence desc limit 1) l`.execute(db);
  return new Map(rows.map((row) => [row.datastreamId, row]));
}
