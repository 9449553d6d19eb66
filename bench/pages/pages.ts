/** The pages that are asked for: of everybody, and of staff. `{device}` and the like stand for one that is there. */
import { type Db, sql } from '../../src/base/index.ts';

export interface AskedPage {
  readonly path: string;
  /** Long answers for machines, which no aim is set for: said with the time to their first byte. */
  readonly isFile?: boolean;
}

export interface AskedPages {
  readonly everybody: readonly AskedPage[];
  readonly staff: readonly AskedPage[];
}

export async function pagesToAsk(db: Db): Promise<AskedPages> {
  const { rows } = await sql<{ authority: string; project: string; device: string; place: string; dataset: string }>`
    select a.slug as authority, p.slug as project, d.slug as device, d.place_slug as place, ds.address as dataset
    from register.v_public_device d join identity.v_authority a on a.id = d.authority_id
    join projects.v_project p on p.id = d.project_id join register.v_dataset ds on ds.project_id = p.id
    where d.place_id is not null order by d.authority_id, d.id limit 1`.execute(db);
  const { authority, project, device, place, dataset } = rows[0]!;
  const page = (path: string): AskedPage => ({ path });
  const file = (path: string): AskedPage => ({ path, isFile: true });
  return {
    everybody: [
      page('/'),
      page('/register'),
      page('/register?page=1200'),
      page(`/register?authority=${authority}&property=no2`),
      page('/register?theme=water&state=silent'),
      page('/register?purpose=health'),
      page('/register?q=corner+4'),
      page('/register/map'),
      page(`/register/map?authority=${authority}`),
      page(`/register/${authority}/devices/${device}`),
      page(`/register/${authority}/places/${place}`),
      page(`/register/${authority}/projects/${project}`),
      page('/data'),
      page('/data?page=100'),
      page('/data?q=air&theme=air'),
      page(`/data/${authority}/${dataset}`),
      page('/algorithms'),
      page('/vocabulary'),
      page('/vocabulary/no2'),
      page('/register/changes.atom'),
      page('/api/3/action/package_search'),
      file('/register/devices.geojson'),
      file('/register.csv'),
      file('/register/whole.json'),
      file('/data/catalogue.ttl'),
      file('/data/catalogue.jsonld'),
    ],
    staff: [
      page('/today'),
      page('/projects'),
      page('/projects?q=air'),
      page(`/projects/${authority}/${project}`),
      page(`/projects/${authority}/${project}/declaration`),
      page('/devices'),
      page('/devices?page=200'),
      page('/devices?sort=quiet'),
      page('/devices?q=monitor+4'),
      page(`/devices/${authority}/${device}`),
      page('/models'),
      page('/inbox'),
      page('/sources'),
      page('/actions'),
      page('/insights/school-air'),
      page('/records'),
      page('/records/breach?kind=supplier&name=Sensor+Supplier+Ltd'),
      page('/records/joint-controllers'),
      page('/enquiries'),
      page('/sharing'),
      page('/audit'),
      page('/people'),
      page('/keys'),
      page('/delegations'),
      page('/webhooks'),
      page(`/requirements/${authority}`),
      file('/devices.csv'),
      file('/projects.csv'),
    ],
  };
}
