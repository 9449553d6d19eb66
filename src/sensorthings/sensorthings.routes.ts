import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../base/index.ts';
import { ODataError } from './odata/odata-error.ts';
import { isOutOfRange } from './odata/postgres-dialect.ts';
import { answer } from './read/answer.ts';
import { fromODataError, outOfRange, readOnly, tookTooLong } from './sensorthings.errors.ts';
import type { Reader } from './tables/entity-table.ts';
import { createTurnstile } from './turnstile.ts';
import { writeServiceRoot } from './wire/write-root.ts';

const MOUNT = '/v1.1';
/** Of the pool's twenty connections. */
const ANSWERING = 8;
const WAITING = 64;
const QUERY_CANCELED = '57014';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Registers the OGC SensorThings API 1.1 (Sensing, read only) under `/v1.1`. Everybody reads what the access rule lets them. */
export function registerSensorThings(app: FastifyInstance, house: SensorThingsHouse): void {
  const publicUrl = house.settings.publicUrl;
  const root = publicUrl + MOUNT;
  const pass = createTurnstile(ANSWERING, WAITING);

  app.addHook('onSend', async (request, reply) => {
    reply.header('access-control-allow-origin', '*'); // open data for any page; cookies never travel with it
    if (request.viewer.kind !== 'public') reply.header('cache-control', 'private, no-store');
    reply.header('vary', 'authorization, x-lamppost-key, cookie');
  });
  app.get(MOUNT, docs('The service root: entity sets and what is kept of the standard'), (_request, reply) =>
    reply.type(JSON_TYPE).send(writeServiceRoot(root)),
  );
  app.get(
    `${MOUNT}/*`,
    docs(
      'Entity sets, entities, their properties and links, by OGC SensorThings 1.1',
      'Options: $filter, $select, $expand, $orderby, $top, $skip, $count, $resultFormat=dataArray. Follow @iot.nextLink for more.',
    ),
    async (request, reply) => {
      const { path, query } = splitUrl(request);
      const reader: Reader = { viewer: request.viewer, publicUrl, now: house.clock.now().toISOString() };
      const { body, type } = await pass(() => answer(house.db, path, query, root, reader)).catch((error: unknown) => {
        throw toCatalogue(error);
      });
      if (body === undefined) return reply.code(204).send();
      return reply.type(type).send(body);
    },
  );
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${MOUNT}/*`,
    schema: { hide: true },
    handler: (request) => {
      throw readOnly({ method: request.method });
    },
  });
}

export type SensorThingsHouse = Pick<House, 'db' | 'clock' | 'settings'>;

/** The raw path and query: options are decoded once, by the parsers. */
function splitUrl(request: FastifyRequest): { path: string; query: string } {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).slice(MOUNT.length + 1);
  return { path, query: mark < 0 ? '' : url.slice(mark + 1) };
}

function toCatalogue(error: unknown): unknown {
  if (error instanceof ODataError) return fromODataError(error);
  if (isOutOfRange(error)) return outOfRange({ cause: error });
  return (error as { code?: string }).code === QUERY_CANCELED ? tookTooLong({ cause: error }) : error;
}

function docs(summary: string, description?: string) {
  return { schema: { summary, tags: ['sensorthings'], ...(description && { description }) } };
}
