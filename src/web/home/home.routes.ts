/** The first page, and the page of open data. */
import type { FastifyInstance } from 'fastify';
import { type House, sql } from '../../base/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';

export async function registerHomePages(app: FastifyInstance, house: House): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  app.get('/', async (request, reply) => {
    const page = pageFor(request, { title: 'What is measured around you', nav: 'home' });
    return sendPage(reply, 'home/home.njk', { page, ...(await countsForHome(house)) } as never);
  });

  app.get('/data', async (request, reply) => {
    const page = pageFor(request, { title: 'Data and API', nav: 'data' });
    return sendPage(reply, 'home/data.njk', {
      page,
      datasets: await listDatasets(house),
      publicUrl: house.settings.publicUrl,
    } as never);
  });
}

async function countsForHome(house: House) {
  const { rows } = await sql<{ devices: number; live: number; places: number; projects: number }>`
    select count(*) as devices, count(*) filter (where d.state = 'live') as live, count(distinct d.place_id) as places,
      count(distinct d.project_id) as projects
    from register.v_public_device d where d.state <> 'retired'`.execute(house.db);
  const authorities = await sql<{ name: string; slug: string; devices: number }>`
    select au.name, au.slug, (select count(*) from register.v_public_device d where d.authority_id = au.id and d.state <> 'retired') as devices
    from identity.v_authority au order by au.name`.execute(house.db);
  return { counts: rows[0]!, authorities: authorities.rows };
}

interface DatasetRow {
  readonly title: string;
  readonly dataset: string;
  readonly licence: string;
  readonly whyNotOpen: string | null;
  readonly isOpen: boolean;
  readonly authority: string;
  readonly projectHref: string;
  readonly devices: { name: string; csvHref: string }[];
  readonly firstDatastream: number | null;
}

/** Every declared dataset; the open ones with what can be downloaded. */
async function listDatasets(house: House): Promise<DatasetRow[]> {
  const { rows } = await sql<DatasetRow>`
    select pd.body -> 'sharing' ->> 'title' as title, pd.body -> 'sharing' ->> 'dataset' as dataset, pd.body -> 'sharing' ->> 'licence' as licence,
      pd.body -> 'sharing' ->> 'why_not_open' as "whyNotOpen", coalesce(open.devices is not null, false) as "isOpen", au.name as authority,
      '/register/' || au.slug || '/projects/' || pr.slug as "projectHref",
      coalesce(open.devices, '[]') as devices, open.first as "firstDatastream"
    from register.v_published_declaration pd
    join projects.v_project pr on pr.id = pd.project_id
    join identity.v_authority au on au.id = pd.authority_id
    left join lateral (
      select json_agg(json_build_object('name', listed.name, 'csvHref', '/register/' || au.slug || '/devices/' || listed.slug || '/readings.csv') order by listed.name) as devices,
        min(listed.first) as first
      from (select d.name, d.slug, min(ds.id) as first from register.v_datastream ds join register.v_public_device d on d.id = ds.device_id
            where ds.project_id = pd.project_id and ds.is_open group by d.name, d.slug order by d.name limit 200) as listed) as open on true
    where pd.is_in_force
    order by (open.devices is not null) desc, au.name, title`.execute(house.db);
  return rows;
}
