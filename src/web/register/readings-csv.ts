import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../base/index.ts';
import { PUBLIC } from '../../identity/index.ts';
import { pageObservations } from '../../observations/index.ts';
import { devicePage } from '../../register/index.ts';
import { csvCell } from '../face/csv.ts';
import { securityHeaders } from '../face/security-headers.ts';
import { listReadableDatastreams, type ReadableDatastream } from './readable-datastreams.store.ts';

const PAGE = 10_000;

/** All readings of a device (or of one property of it, `show`) as CSV, oldest first, streamed page by page. */
export async function streamReadings(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { authority, slug } = request.params as { authority: string; slug: string };
  const show = [(request.query as { show?: string | string[] }).show].flat()[0];
  const { device } = await devicePage(house.db, PUBLIC, authority, slug);
  const all = await listReadableDatastreams(house.db, request.viewer, [device.id]);
  const datastreams = show === undefined ? all : all.filter((datastream) => datastream.propertyCode === show);
  return reply
    .headers(securityHeaders('api'))
    .header('access-control-allow-origin', '*')
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="${slug}${show ? `-${show.replace(/[^a-z0-9-]/g, '')}` : ''}.csv"`,
    )
    .send(Readable.from(lines(house, datastreams)));
}

async function* lines(house: House, datastreams: readonly ReadableDatastream[]): AsyncGenerator<string> {
  yield 'phenomenon_time,property,result,unit\r\n';
  const known = new Map(datastreams.map((datastream) => [datastream.id, datastream]));
  let after: string | undefined;
  do {
    const page = await pageObservations(house.db, {
      datastreamIds: [...known.keys()],
      order: 'oldest-first',
      after,
      limit: PAGE,
    });
    after = page.after;
    yield page.rows
      .map(({ datastreamId, phenomenonTime, value, textValue }) => {
        const { propertyCode, unit } = known.get(datastreamId)!;
        return `${phenomenonTime.toISOString()},${propertyCode},${value ?? csvCell(textValue)},${csvCell(unit)}\r\n`;
      })
      .join('');
  } while (after !== undefined);
}
