import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../base/index.ts';
import { type KeyedSource, rotateSourceKey } from '../../../ingest/index.ts';
import { pageForAuthority } from '../../devices/devices-page.ts';
import { sendPage } from '../../face/page-for.ts';
import { sourceOfPath } from '../sources-page.ts';
import { supplierFacts } from './addresses.ts';
import { sampleCommand } from './sample-message.ts';
import { sampleDeviceFor } from './source.store.ts';

/** Changing a source's key: said first what it does, then done, then the new key is shown once. */
export function sourceKeyPages(app: FastifyInstance, house: House): void {
  const { db, clock } = house;
  app.get('/sources/:authority/:slug/key', async (request, reply) => {
    const { source, home } = await sourceOfPath(db, request, 'source.edit');
    const page = await pageForAuthority(db, request, source.authoritySlug, {
      title: 'Change the key',
      nav: 'sources',
      back: { text: `Back to ${source.name}`, href: home },
    });
    return sendPage(reply, 'sources/source/rotate.njk', { page, source, home } as never);
  });

  app.post('/sources/:authority/:slug/key', async (request, reply) => {
    const { source } = await sourceOfPath(db, request, 'source.edit');
    const keyed = await db.transaction().execute((tx) => rotateSourceKey(tx, request.viewer, source.id, clock));
    return showKey(house, request, reply, keyed);
  });
}

/** The page that shows a key, this once, with what else the sender needs. */
export async function showKey(
  { db, clock, settings: { publicUrl, mqttPort } }: House,
  request: FastifyRequest,
  reply: FastifyReply,
  { source, key }: KeyedSource,
) {
  const device = await sampleDeviceFor(db, source.authorityId, source.identifierKind);
  const sample = { publicUrl, mqttPort, at: clock.now(), key: '$LAMPPOST_KEY' };
  const model = {
    page: await pageForAuthority(db, request, source.authoritySlug, { title: 'Copy the key now', nav: 'sources' }),
    source,
    key,
    home: `/sources/${source.authoritySlug}/${source.slug}`,
    facts: supplierFacts(source, { publicUrl, mqttPort }),
    device,
    command: device && sampleCommand(source, device, sample),
  };
  return sendPage(reply, 'sources/source/key.njk', model);
}
