import { type Db, sql } from '../../base/index.ts';

/** What an alert is about, as links: the project, and the place or device. */
export interface AlertSubject {
  readonly project: string;
  readonly projectHref: string;
  readonly place: string | null;
  readonly placeHref: string | null;
  readonly device: string | null;
  readonly deviceHref: string | null;
}

/** For an alert the viewer may see; a place that is not public has no page to link to. */
export async function findAlertSubject(db: Db, alertId: number): Promise<AlertSubject | undefined> {
  const { rows } = await sql<AlertSubject>`
    select pr.title as project, '/projects/' || au.slug || '/' || pr.slug as "projectHref",
      pl.name as place, case when pl.is_public then '/register/' || pa.slug || '/places/' || pl.slug end as "placeHref",
      dv.name as device, '/devices/' || au.slug || '/' || dv.slug as "deviceHref"
    from actions.v_alert al
    join identity.v_authority au on au.id = al.authority_id
    join projects.v_project pr on pr.id = al.project_id
    left join register.v_place pl on pl.id = al.place_id
    left join identity.v_authority pa on pa.id = pl.authority_id
    left join register.v_device dv on dv.id = al.device_id
    where al.id = ${alertId}`.execute(db);
  return rows[0];
}
