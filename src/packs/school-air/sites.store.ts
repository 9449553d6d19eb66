import { type Db, sql } from '../../base/index.ts';
import { DAQI, type DaqiPollutant } from './daqi.ts';

/** The purpose a declaration must list before this pack may read its datastreams (purpose limitation). */
export const PURPOSE = 'air-outside-schools';

/** A place outside a school with the datastreams there that this pack may read. */
export interface Site {
  readonly placeId: number;
  readonly placeName: string;
  readonly placeSlug: string;
  readonly authorityId: number;
  readonly authoritySlug: string;
  readonly projectId: number;
  readonly datastreams: readonly { id: number; pollutant: DaqiPollutant }[];
  /** Newest reading of any of them. */
  readonly lastAt: Date | null;
  /** Longest pause the devices there are expected to make, in seconds. */
  readonly intervalS: number;
}

/** Sites the pack may read: all, or those of the given places, datastreams or authorities. */
export async function listSites(
  db: Db,
  of: { placeIds?: readonly number[]; datastreamIds?: readonly number[]; authorityIds?: readonly number[] } = {},
): Promise<Site[]> {
  const pollutants = Object.keys(DAQI);
  const { rows } = await sql<Site>`
    select dp.place_id as "placeId", dp.place_name as "placeName", dp.place_slug as "placeSlug", ds.authority_id as "authorityId",
      au.slug as "authoritySlug", min(ds.project_id) as "projectId",
      json_agg(json_build_object('id', ds.id, 'pollutant', ds.property_code) order by ds.id) as datastreams,
      max(lt.phenomenon_time) as "lastAt", coalesce(max(dv.report_interval_s), 3600) as "intervalS"
    from register.v_datastream ds
    join register.v_declared_property pr on pr.project_id = ds.project_id and pr.property_code = ds.property_code
    join register.v_device dv on dv.id = ds.device_id and dv.state in ('live', 'silent', 'faulty')
    join register.v_device_place dp on dp.device_id = ds.device_id
    join identity.v_authority au on au.id = ds.authority_id
    left join observations.v_latest lt on lt.datastream_id = ds.id
    where pr.purposes ? ${PURPOSE} and ds.property_code = any(${pollutants}::text[])
      and (${list(of.placeIds)}::int[] is null or dp.place_id = any(${list(of.placeIds)}::int[]))
      and (${list(of.authorityIds)}::int[] is null or ds.authority_id = any(${list(of.authorityIds)}::int[]))
      and (${list(of.datastreamIds)}::int[] is null or dp.place_id in (
        select place_id from register.v_device_place join register.v_datastream touched on touched.device_id = v_device_place.device_id
        where touched.id = any(${list(of.datastreamIds)}::int[])))
    group by dp.place_id, dp.place_name, dp.place_slug, ds.authority_id, au.slug
    order by dp.place_id`.execute(db);
  return rows;
}

function list(ids: readonly number[] | undefined): number[] | null {
  return ids ? [...ids] : null;
}
