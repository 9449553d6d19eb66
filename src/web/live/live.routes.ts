/**
 * Live updates as server-sent events. `/events?device=<authority>/<slug>` or `?place=<authority>/<slug>`: one `reading` event
 * for each datastream of it that got a newer value. Every event passes the access rule anew: when a declaration is
 * withdrawn, the stream goes quiet at once. Who asks is asked again every two minutes, when the browser connects anew: a session
 * or a key that ended sees no more than anybody.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { defineError, type House, sql } from '../../base/index.ts';
import type { Viewer } from '../../identity/index.ts';
import { latestOf } from '../../observations/index.ts';
import { visibleDatastreams } from '../../register/index.ts';

const MOST_STREAMS = 500;
const HEARTBEAT_MS = 20_000;
const BELIEVED_FOR_MS = 120_000;

const subjectMissing = defineError(
  'WEB_EVENTS_SUBJECT',
  'invalid',
  'Say what to follow: device=<authority>/<slug> or place=<authority>/<slug>.',
  'Add one of the two to the address; the pages of the register show both names.',
);
const subjectUnknown = defineError(
  'WEB_EVENTS_UNKNOWN',
  'not_found',
  'There is nothing live at {subject} that you may see.',
  'Choose a device or a place in the register.',
);
const tooManyStreams = defineError(
  'WEB_EVENTS_FULL',
  'unavailable',
  'Too many people follow live at the moment.',
  'Reload the page in a minute; it shows the newest values without live updates.',
);

interface Stream {
  readonly viewer: Viewer;
  readonly datastreamIds: ReadonlySet<number>;
  readonly reply: FastifyReply;
}

export async function registerLiveUpdates(
  app: FastifyInstance,
  house: House,
  believedForMs = BELIEVED_FOR_MS,
): Promise<void> {
  const streams = new Set<Stream>();
  const gauge = house.metrics.gauge('event_streams', 'Open streams of live updates');

  const unwatch = house.dispatcher.watch('observations.committed', ({ payload }) => {
    const touched = payload.datastreams as number[];
    for (const stream of streams) {
      const ids = touched.filter((id) => stream.datastreamIds.has(id));
      if (ids.length > 0)
        send(house, stream, ids).catch((error) => house.log.warn({ err: error }, 'a live update was not sent'));
    }
  });
  const heartbeat = setInterval(() => {
    for (const { reply } of streams) reply.raw.write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  app.addHook('preClose', async () => {
    unwatch();
    clearInterval(heartbeat);
    for (const { reply } of streams) reply.raw.end();
  });

  app.get<{ Querystring: { device?: string; place?: string } }>(
    '/events',
    {
      schema: {
        tags: ['events'],
        summary: 'Live readings of a device or a place as server-sent events',
        querystring: {
          type: 'object',
          properties: {
            device: { type: 'string', description: 'authority/slug of a device' },
            place: { type: 'string', description: 'authority/slug of a place' },
          },
        },
      },
    },
    async (request, reply) => {
      const { device, place } = request.query;
      if ((device === undefined) === (place === undefined)) throw subjectMissing({ field: 'device' });
      if (streams.size >= MOST_STREAMS) throw tooManyStreams();
      const datastreamIds = await visibleIds(house, request.viewer, device, place);
      if (datastreamIds.length === 0) throw subjectUnknown({ subject: device ?? place });
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
      });
      reply.raw.write('retry: 5000\n\n');
      const stream: Stream = { viewer: request.viewer, datastreamIds: new Set(datastreamIds), reply };
      streams.add(stream);
      gauge.set(streams.size);
      const end = setTimeout(() => reply.raw.end(), believedForMs).unref();
      if (request.viewer.kind === 'public') clearTimeout(end);
      reply.raw.on('close', () => {
        clearTimeout(end);
        streams.delete(stream);
        gauge.set(streams.size);
      });
    },
  );
}

async function send(house: House, { viewer, reply }: Stream, ids: number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select ds.id from register.v_datastream ds where ds.id = any(${ids}::int[]) and ${visibleDatastreams(viewer)}`.execute(
    house.db,
  );
  const latest = await latestOf(
    house.db,
    rows.map((row) => row.id),
  );
  for (const { datastreamId, phenomenonTime, value, textValue } of latest.values()) {
    const data = JSON.stringify({ datastream: datastreamId, phenomenonTime, result: value ?? textValue });
    reply.raw.write(`event: reading\ndata: ${data}\n\n`);
  }
}

async function visibleIds(
  house: House,
  viewer: Viewer,
  device: string | undefined,
  place: string | undefined,
): Promise<number[]> {
  const [authority = '', slug = ''] = (device ?? place ?? '').split('/');
  const { rows } = await sql<{ id: number }>`
    select ds.id from register.v_datastream ds
    join identity.v_authority au on au.id = ds.authority_id and au.slug = ${authority}
    join register.v_device d on d.id = ds.device_id
    left join register.v_device_place dp on dp.device_id = ds.device_id
    where ${device === undefined ? sql`dp.place_slug = ${slug} and d.state <> 'retired'` : sql`d.slug = ${slug}`}
      and ${visibleDatastreams(viewer)}`.execute(house.db);
  return rows.map((row) => row.id);
}
