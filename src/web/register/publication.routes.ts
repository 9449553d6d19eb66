/** The register for those who follow it or take it whole: the feed of changes, and everything as JSON and CSV. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { atomFeed, bulkJson, listRegisterChanges } from '../../publish/index.ts';
import { openTo } from '../face/open-to.ts';
import { bulkCsv } from './bulk-csv.ts';

type FeedRequest = { Querystring: { authority?: string; before?: string } };
const FEED_PAGE = 50;

export async function registerPublicationFiles(app: FastifyInstance, house: House): Promise<void> {
  const { publicUrl } = house.settings;

  app.get<FeedRequest>('/register/changes.atom', async (request, reply) => {
    const authoritySlug = [request.query.authority ?? []].flat()[0] || undefined;
    const wanted = new Date([request.query.before ?? ''].flat()[0]!);
    const before = Number.isNaN(wanted.getTime()) ? undefined : wanted;
    const changes = await listRegisterChanges(house.db, { authoritySlug, before, limit: FEED_PAGE });
    const address = (from?: Date) => {
      const query = new URLSearchParams({
        ...(authoritySlug ? { authority: authoritySlug } : {}),
        ...(from ? { before: from.toISOString() } : {}),
      }).toString();
      return `/register/changes.atom${query === '' ? '' : `?${query}`}`;
    };
    const next = changes.length === FEED_PAGE ? address(changes.at(-1)!.at) : undefined;
    const feed = atomFeed(changes, { publicUrl, self: address(before), next }, house.clock.now());
    return openTo(reply, 'application/atom+xml; charset=utf-8').send(feed);
  });
  app.get('/register/whole.json', async (_request, reply) =>
    openTo(reply, 'application/json; charset=utf-8').send(
      Readable.from(bulkJson(house.db, publicUrl, house.clock.now())),
    ),
  );
  app.get('/register/whole.csv', async (_request, reply) =>
    openTo(reply, 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="register-whole.csv"')
      .send(Readable.from(bulkCsv(house.db, publicUrl))),
  );
}
