/** The public register: list, map, device, place, project; the same facts as CSV, GeoJSON and as the sign for the street. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../base/index.ts';
import { PUBLIC } from '../../identity/index.ts';
import { findPlaceById, listProperties, placeUnknown, publicDevices } from '../../register/index.ts';
import { pageFor, sendPage } from '../face/page-for.ts';
import { securityHeaders } from '../face/security-headers.ts';
import { renderSign } from '../face/sign/render-sign.ts';
import { renderSignPdf } from '../face/sign/render-sign-pdf.ts';
import type { Sign } from '../face/sign/sign.ts';
import { deletionPages } from './deletions.page.ts';
import { devicePage } from './device.page.ts';
import { datachainOfPlace, placePage, signOfPlace } from './place.page.ts';
import { drawPointMap } from './point-map.ts';
import { projectPage } from './project.page.ts';
import { registerPublicationFiles } from './publication.routes.ts';
import { streamReadings } from './readings-csv.ts';
import { registerCsv, registerGeoJson } from './register-files.ts';
import { deviceHref, registerListPage } from './register-list.page.ts';
import { queryOf, queryString, type RawQuery, valuesOf } from './register-query.ts';
import { projectNotPublic } from './register-web.errors.ts';
import { idOfCode } from './sign-of.ts';
import { findZone, signOfZone } from './zone-sign.ts';

type ListRequest = { Querystring: RawQuery };
type SubjectRequest = { Params: { authority: string; slug: string }; Querystring: { show?: string; days?: string } };
type ZoneRequest = { Params: SubjectRequest['Params']; Querystring: { place?: string | string[] } };
const FIRST_ON_MAP = 30;

export async function registerRegisterPages(app: FastifyInstance, house: House): Promise<void> {
  const { publicUrl, mapStyle } = house.settings;
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  await registerPublicationFiles(app, house);
  deletionPages(app, house);

  app.get<ListRequest>('/register', async (request, reply) => {
    const { pager, ...model } = await registerListPage(house.db, request.query);
    const page = pageFor(request, { title: 'Register of sensors', nav: 'register', wide: true });
    return sendPage(reply, 'register/register-list.njk', { page, ...model, pager_model: pager } as never);
  });

  app.get<ListRequest>('/register/map', async (request, reply) => {
    const { devices: found } = await everyDevice(request.query);
    const query = queryString(request.query);
    const placed = found.filter((device) => device.latitude !== null) as { latitude: number; longitude: number }[];
    const page = pageFor(request, {
      title: 'Map of sensors',
      nav: 'register',
      wide: true,
      back: { text: 'List of sensors', href: `/register${query}` },
    });
    return sendPage(
      reply,
      'register/register-map.njk',
      {
        page,
        total: found.length,
        still: drawPointMap(placed, placed.length === 1 ? 'Map of one sensor' : `Map of ${placed.length} sensors`),
        first: found
          .slice(0, FIRST_ON_MAP)
          .map((device) => ({ name: device.name, place: device.placeName, href: deviceHref(device) })),
        listHref: `/register${query}`,
        pointsHref: `/register/devices.geojson${query}`,
        mapStyle: mapStyle ?? '',
      } as never,
      { kind: 'map', mapOrigins: mapStyle ? [new URL(mapStyle).origin] : [] },
    );
  });

  app.get<ListRequest>('/register/devices.geojson', async (request, reply) => {
    const names = new Map((await listProperties(house.db)).map(({ code, name }) => [code, name]));
    const { devices: found } = await everyDevice(request.query);
    return open(reply, 'application/geo+json; charset=utf-8').send(JSON.stringify(registerGeoJson(found, names)));
  });
  app.get<ListRequest>('/register.csv', async (request, reply) =>
    open(reply, 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="register.csv"')
      .send(registerCsv((await everyDevice(request.query)).devices, publicUrl)),
  );

  app.get<SubjectRequest>('/register/:authority/devices/:slug', async (request, reply) =>
    show(request, reply, 'register/device.njk', await devicePage(house, request.viewer, request.params, request.query)),
  );
  app.get<SubjectRequest>('/register/:authority/devices/:slug/readings.csv', async (request, reply) =>
    streamReadings(house, request, reply),
  );
  app.get<SubjectRequest>('/register/:authority/places/:slug', async (request, reply) =>
    show(request, reply, 'register/place.njk', await placePage(house, request.viewer, request.params)),
  );
  app.get<SubjectRequest>('/register/:authority/projects/:slug', async (request, reply) =>
    show(request, reply, 'register/project.njk', await projectPage(house, request.viewer, request.params)),
  );
  app.get<SubjectRequest>('/register/:authority/places/:slug/sign.svg', async (request, reply) =>
    sendSvg(reply, await signOfPlace(house, request.params)),
  );
  app.get<SubjectRequest>('/register/:authority/places/:slug/sign.pdf', async (request, reply) =>
    sendPdf(reply, request.params.slug, await signOfPlace(house, request.params)),
  );
  app.get<SubjectRequest>('/register/:authority/places/:slug/datachain.json', async (request, reply) =>
    open(reply, 'application/json; charset=utf-8').send(
      JSON.stringify(await datachainOfPlace(house, request.params), null, 2),
    ),
  );
  app.get<ZoneRequest>('/register/:authority/projects/:slug/sign.svg', async (request, reply) =>
    sendSvg(reply, await signOfZone(house, request.params, valuesOf(request.query.place))),
  );
  app.get<ZoneRequest>('/register/:authority/projects/:slug/sign.pdf', async (request, reply) =>
    sendPdf(reply, request.params.slug, await signOfZone(house, request.params, valuesOf(request.query.place))),
  );
  app.get<{ Params: { code: string } }>('/z/:code', async (request, reply) => {
    const id = idOfCode(request.params.code);
    const href = id === undefined ? undefined : await findZone(house, id);
    if (!href) throw projectNotPublic({ slug: request.params.code });
    return reply.redirect(href, 302);
  });
  app.get<{ Params: { code: string } }>('/p/:code', async (request, reply) => {
    const id = idOfCode(request.params.code);
    const place = id === undefined ? undefined : await findPlaceById(house.db, PUBLIC, id);
    if (!place) throw placeUnknown({ place: request.params.code });
    return reply.redirect(`/register/${place.authoritySlug}/places/${place.slug}`, 302);
  });

  function sendSvg(reply: FastifyReply, sign: Sign) {
    return reply
      .headers({
        ...securityHeaders('api'),
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .type('image/svg+xml; charset=utf-8')
      .send(renderSign(sign));
  }

  async function sendPdf(reply: FastifyReply, name: string, sign: Sign) {
    return reply
      .headers(securityHeaders('api'))
      .type('application/pdf')
      .header('content-disposition', `inline; filename="sign-${name}.pdf"`)
      .send(await renderSignPdf(sign));
  }

  /** All that match, up to the most that one answer carries (10,000). */
  function everyDevice(raw: RawQuery) {
    return publicDevices(house.db, { ...queryOf(raw), limit: 10_000 });
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    model: { page: Parameters<typeof pageFor>[1] },
  ) {
    return sendPage(reply, template, { ...model, page: pageFor(request, { nav: 'register', ...model.page }) });
  }
}

/** Open data: any site may fetch it. */
function open(reply: FastifyReply, type: string): FastifyReply {
  return reply.headers(securityHeaders('api')).header('access-control-allow-origin', '*').type(type);
}
