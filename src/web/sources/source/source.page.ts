import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can, findKey } from '../../../identity/index.ts';
import { pauseSource, type Reason } from '../../../ingest/index.ts';
import { IDENTIFIER_WORDS } from '../../devices/device-words.ts';
import { pageForAuthority } from '../../devices/devices-page.ts';
import { sendPage } from '../../face/page-for.ts';
import { readForm } from '../../projects/form.ts';
import { refusalWords } from '../../projects/officer/refusal-words.ts';
import { DOOR_WORDS, FORMAT_WORDS } from '../source-words.ts';
import { sourceOfPath } from '../sources-page.ts';
import { accountOfDays } from './accounts.ts';
import { supplierFacts } from './addresses.ts';
import { importCounts } from './import-counts.ts';
import { sampleCommand } from './sample-message.ts';
import { devicesCalled, importRunsOf, sampleDeviceFor } from './source.store.ts';

const DONE: Record<string, string> = {
  made: 'The source is set up.',
  paused: 'The source is paused: nothing is read until it is resumed.',
  resumed: 'The source is open again.',
};

/** The page of a source: what to tell the supplier, what came in and became of it, what was wrong; pause and resume. */
export function sourcePage(app: FastifyInstance, { db, clock, settings }: House): void {
  app.get('/sources/:authority/:slug', async (request, reply) => {
    const { source, accounts, lastHeardAt, faults, home } = await sourceOfPath(db, request);
    const now = clock.now();
    const [key, runs, device, named] = await Promise.all([
      source.credentialId === null ? undefined : findKey(db, source.credentialId),
      importRunsOf(db, source.id),
      sampleDeviceFor(db, source.authorityId, source.identifierKind),
      devicesCalled(
        db,
        faults.map(({ deviceId }) => deviceId),
      ),
    ]);
    const day = now.toISOString().slice(0, 10);
    const [today, week] = [accountOfDays(accounts, day, 1), accountOfDays(accounts, day, 7)];
    const reasons = Object.keys(week.refused) as Reason[];
    const mayEdit = can(request.viewer, 'source.edit', source.authorityId);
    const { publicUrl, mqttPort } = settings;
    const sample = { publicUrl, mqttPort, at: now, key: '$LAMPPOST_KEY' };
    const model = {
      page: await pageForAuthority(db, request, source.authoritySlug, {
        title: source.name,
        nav: 'sources',
        wide: true,
        breadcrumbs: [{ text: 'Sources', href: '/sources' }, { text: source.name }],
      }),
      source,
      home,
      done: DONE[readForm(request.query).text('done')],
      door: DOOR_WORDS[source.door],
      identifierWord: IDENTIFIER_WORDS[source.identifierKind].word,
      format: FORMAT_WORDS[source.settings.format ?? 'json'],
      facts: supplierFacts(source, { publicUrl, mqttPort }),
      key,
      mayEdit,
      lastHeardAt,
      today,
      week,
      refused: reasons.map((reason) => ({
        says: refusalWords(reason).says,
        cure: refusalWords(reason).cure,
        today: today.refused[reason] ?? 0,
        week: week.refused[reason]!,
      })),
      faults: faults.map((fault) => ({
        ...fault,
        device: named.get(fault.deviceId),
        href: named.has(fault.deviceId)
          ? `/devices/${source.authoritySlug}/${named.get(fault.deviceId)!.slug}`
          : undefined,
      })),
      runs: runs.map((run) => ({ ...run, ...importCounts(run.counts) })),
      device,
      command: device && sampleCommand(source, device, sample),
    };
    return sendPage(reply, 'sources/source/source.njk', model);
  });

  app.post('/sources/:authority/:slug/pause', async (request, reply) => {
    const { source, home } = await sourceOfPath(db, request, 'source.edit');
    const pause = readForm(request.body).text('do') === 'pause';
    await db.transaction().execute((tx) => pauseSource(tx, request.viewer, source.id, pause, clock));
    return reply.redirect(`${home}?done=${pause ? 'paused' : 'resumed'}`, 303);
  });
}
