/** The first page. */
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
}

async function countsForHome(house: House) {
  const { rows } = await sql<{ devices: number; live: number; places: number; projects: number }>`
    select count(*) as devices, count(*) filter (where d.state = 'live') as live, count(distinct d.place_id) as places,
      count(distinct d.project_id) as projects
    from register.v_listed_device d where d.state <> 'retired'`.execute(house.db);
  const authorities = await sql<{ name: string; slug: string; devices: number }>`
    select au.name, au.slug, coalesce(here.devices, 0) as devices
    from identity.v_authority au left join (
      select d.authority_id, count(*) as devices from register.v_listed_device d where d.state <> 'retired'
      group by d.authority_id) as here on here.authority_id = au.id
    order by au.name`.execute(house.db);
  return { counts: rows[0]!, authorities: authorities.rows };
}
