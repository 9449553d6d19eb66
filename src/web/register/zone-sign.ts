import { type House, sql } from '../../base/index.ts';
import { loadTaxonomy } from '../../publish/index.ts';
import { publishedDeclaration } from '../../register/index.ts';
import type { Sign } from '../face/sign/sign.ts';
import { projectNotPublic } from './register-web.errors.ts';
import { shortCode, signOf } from './sign-of.ts';

interface Zone {
  readonly id: number;
  readonly title: string;
  readonly authorityName: string;
  readonly places: string[];
}

/** The sign of a zone: all public places of a project, or those named, on one sheet. WEB_PROJECT_UNKNOWN when nothing stands there. */
export async function signOfZone(
  { db, settings }: House,
  { authority, slug }: { authority: string; slug: string },
  only: readonly string[],
): Promise<Sign> {
  const { rows } = await sql<Zone>`
    select pr.id, pr.title, au.name as "authorityName", array_agg(distinct d.place_name order by d.place_name) as places
    from projects.v_project pr join identity.v_authority au on au.id = pr.authority_id
    join register.v_public_device d on d.project_id = pr.id and d.state <> 'retired' and d.place_id is not null
    where au.slug = ${authority} and pr.slug = ${slug}
      and (cardinality(${[...only]}::text[]) = 0 or d.place_slug = any(${[...only]}::text[]))
    group by pr.id, pr.title, au.name`.execute(db);
  const zone = rows[0];
  const promise = zone && (await publishedDeclaration(db, zone.id));
  if (!promise) throw projectNotPublic({ slug });
  const subject = {
    name: zone.title,
    authorityName: zone.authorityName,
    path: `/z/${shortCode(zone.id)}`,
    places: zone.places,
  };
  return signOf(subject, [promise], settings.publicUrl, loadTaxonomy(settings.dtprTaxonomy));
}

/** Where the code of a zone's sign leads: the page of its project; undefined when it is not public. */
export async function findZone({ db }: House, projectId: number): Promise<string | undefined> {
  const { rows } = await sql<{ href: string }>`
    select '/register/' || au.slug || '/projects/' || pr.slug as href
    from projects.v_project pr join identity.v_authority au on au.id = pr.authority_id
    join register.v_published_declaration pd on pd.project_id = pr.id where pr.id = ${projectId}`.execute(db);
  return rows[0]?.href;
}
