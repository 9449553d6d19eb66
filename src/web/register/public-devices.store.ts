/**
 * What the register lists: every public device, slim, with what filters need. The public sees the same list whoever asks,
 * so it is kept until the news says that something in the register changed (a minute at most).
 */
import { type House, sql } from '../../base/index.ts';
import type { PersonalDataClass } from '../../register/index.ts';

export interface PublicDevice {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly state: string;
  readonly authority: string;
  readonly authoritySlug: string;
  readonly project: string;
  readonly projectSlug: string;
  readonly place: string | null;
  readonly placeSlug: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly capture: PersonalDataClass;
  readonly inForce: boolean;
  readonly themes: readonly string[];
  readonly measures: readonly string[];
}

const KEPT_MS = 60_000;

export interface PublicDeviceList {
  all(): Promise<readonly PublicDevice[]>;
}

export function createPublicDeviceList(house: House): PublicDeviceList {
  let kept: { at: number; devices: Promise<readonly PublicDevice[]> } | undefined;
  house.dispatcher.watch('register.changed', () => {
    kept = undefined;
  });
  return {
    all() {
      if (!kept || Date.now() - kept.at > KEPT_MS) {
        const loading = loadDevices(house);
        kept = { at: Date.now(), devices: loading };
        loading.catch(() => {
          kept = undefined;
        });
      }
      return kept.devices;
    },
  };
}

async function loadDevices(house: House): Promise<readonly PublicDevice[]> {
  const { rows } = await sql<PublicDevice>`
    select d.id, d.slug, d.name, d.state, au.name as authority, au.slug as "authoritySlug", pr.title as project, pr.slug as "projectSlug",
      d.place_name as place, d.place_slug as "placeSlug", d.latitude, d.longitude,
      coalesce(pd.body -> 'classes' ->> 'capture', 'identifiable') as capture, pd.is_in_force as "inForce",
      coalesce(measured.themes, '{}') as themes, coalesce(measured.names, '{}') as measures
    from register.v_public_device d
    join identity.v_authority au on au.id = d.authority_id
    join projects.v_project pr on pr.id = d.project_id
    join register.v_published_declaration pd on pd.project_id = d.project_id
    left join lateral (
      select array_agg(distinct op.theme) as themes, array_agg(distinct op.name) as names
      from register.v_datastream ds join register.v_observed_property op on op.code = ds.property_code
      where ds.device_id = d.id
        and exists (select 1 from jsonb_to_recordset(pd.body -> 'properties') as p (property text) where p.property = ds.property_code)
    ) as measured on true
    order by au.name, d.place_name nulls last, d.name, d.id`.execute(house.db);
  return rows;
}

export interface DwellingCount {
  readonly authority: string;
  readonly areaCode: string;
  readonly project: string;
  readonly projectHref: string;
  readonly devices: number;
}

const FEWEST_SHOWN = 10;

/** Devices in dwellings, only as counts by small area and project, and only where there are ten or more. */
export async function listDwellingCounts(house: House): Promise<DwellingCount[]> {
  const { rows } = await sql<DwellingCount>`
    select au.name as authority, dp.area_code as "areaCode", pr.title as project,
      '/register/' || au.slug || '/projects/' || pr.slug as "projectHref", count(*) as devices
    from register.v_device d
    join register.v_device_place dp on dp.device_id = d.id and dp.is_dwelling and dp.area_code is not null
    join identity.v_authority au on au.id = d.authority_id
    join projects.v_project pr on pr.id = d.project_id
    join register.v_published_declaration pd on pd.project_id = d.project_id
    where d.state <> 'retired'
    group by au.name, au.slug, dp.area_code, pr.title, pr.slug having count(*) >= ${FEWEST_SHOWN}
    order by au.name, dp.area_code, pr.title`.execute(house.db);
  return rows;
}
