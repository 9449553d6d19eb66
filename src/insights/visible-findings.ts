import { type Db, type RawBuilder, type SqlBool, sql } from '../base/index.ts';
import type { Viewer } from '../identity/index.ts';
import { visibleDatastreams, visiblePlaces } from '../register/index.ts';
import { FINDING_COLUMNS, type Finding } from './finding.store.ts';

/**
 * The findings of a project this viewer may see, worst first, then newest. Findings follow the readings they come from: the
 * viewer must see readings of the project at the subject, every datastream the evidence names (`datastreamId`, wherever it
 * stands in it), and a place that is the subject.
 */
export async function listVisibleFindings(
  db: Db,
  viewer: Viewer,
  of: { projectId: number; state?: 'open' | 'closed'; limit?: number },
): Promise<Finding[]> {
  const { rows } = await sql<Finding>`
    select ${FINDING_COLUMNS} from insights.finding f
    where project_id = ${of.projectId} and (${of.state ?? null}::text is null or state = ${of.state ?? null})
      and ${visibleFindings(viewer)}
    order by state = 'open' desc, severity desc, last_seen_at desc, id desc
    limit ${of.limit ?? 200}`.execute(db);
  return rows;
}

/** True for rows of `insights.finding` under the alias `f`. */
function visibleFindings(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`(exists (
      select 1 from register.v_datastream ds where ds.project_id = f.project_id and ${visibleDatastreams(viewer)}
        and case f.subject_kind when 'datastream' then ds.id = f.subject_id when 'device' then ds.device_id = f.subject_id
            else ds.device_id in (select pm.device_id from register.v_placement pm where pm.place_id = f.subject_id) end)
    and not exists (
      select 1 from jsonb_path_query(f.evidence, '$.**.datastreamId') as named (id)
      where not exists (select 1 from register.v_datastream ds
                        where to_jsonb(ds.id) = named.id and ${visibleDatastreams(viewer)}))
    and (f.subject_kind <> 'place' or exists (
      select 1 from register.v_place pl where pl.id = f.subject_id and ${visiblePlaces(viewer)})))`;
}
