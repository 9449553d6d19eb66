import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db, House } from '../../../base/index.ts';
import { can, personOf, requirePermission } from '../../../identity/index.ts';
import { assignInbox, type InboxEntry, inboxEntryUnknown, listInbox } from '../../../ingest/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { asFieldError, type FieldError, type Form, labelled, readForm, showErrors } from '../../projects/form.ts';
import { IDENTIFIER_WORDS } from '../device-words.ts';
import { pageForAuthority } from '../devices-page.ts';
import { type DeviceChoice, devicesCalled, devicesLike, devicesToOffer } from './device-choices.store.ts';

type Waiting = InboxEntry & { readonly authoritySlug: string };

const WORDS = labelled({ device: 'Device', identifier: 'Device' });

/** Says that what waits in the inbox is a device that is registered already: a new radio in it, a gateway renamed. */
export function attachPage(app: FastifyInstance, { db }: House): void {
  app.get('/inbox/attach', async (request, reply) => {
    const query = readForm(request.query);
    return show(request, reply, await entryNamed(db, request, query), query.text('device'));
  });

  app.post('/inbox/attach', async (request, reply) => {
    const form = readForm(request.body);
    const entry = await entryNamed(db, request, form);
    const words = form.text('device');
    const found = await findDevice(request, entry, words);
    if ('text' in found) return show(request, reply, entry, words, [found]);
    try {
      await db.transaction().execute((tx) => assignInbox(tx, request.viewer, entry, found.id));
    } catch (error) {
      return show(request, reply, entry, words, [{ ...asFieldError(error, 'device', WORDS), field: 'device' }]);
    }
    const done = new URLSearchParams({ done: 'attached', kind: entry.kind, identifier: entry.identifier });
    return reply.redirect(`/devices/${entry.authoritySlug}/${found.slug}?${done}`, 303);
  });

  async function findDevice(
    request: FastifyRequest,
    { authorityId }: Waiting,
    words: string,
  ): Promise<DeviceChoice | FieldError> {
    const refused = (text: string) => ({ field: 'device', text });
    if (words === '') return refused('Enter the device that sends this');
    const found = await devicesCalled(db, request.viewer, authorityId, words);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) {
      const slugs = found.map(({ slug }) => slug).join(', ');
      return refused(`More than one device is called ${words}. Enter one of their addresses instead: ${slugs}`);
    }
    const near = await devicesLike(db, request.viewer, authorityId, words);
    const cure =
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Check the name, or register it as a new one.';
    return refused(`There is no device in use called ${words}. ${cure}`);
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    entry: Waiting,
    device: string,
    errors: readonly FieldError[] = [],
  ) {
    const { authorityId, authoritySlug, kind, shape } = entry;
    const model = {
      page: await pageForAuthority(db, request, authoritySlug, {
        title: 'Which device is it?',
        error: errors.length > 0,
        back: { text: 'Back to the inbox', href: '/inbox' },
      }),
      entry,
      kindWord: IDENTIFIER_WORDS[kind].word,
      fields: Object.entries(shape.fields ?? {}).map(([name, type]) => ({ name, type })),
      device,
      offered: await devicesToOffer(db, request.viewer, authorityId),
      errors: showErrors(errors),
    };
    return sendPage(reply, 'devices/inbox/attach.njk', model);
  }
}

/** The entry a query or a form names; it does not exist for those who may not see it, and needs device.edit. */
async function entryNamed(db: Db, request: FastifyRequest, form: Form): Promise<Waiting> {
  const person = personOf(request);
  const entry = (await listInbox(db, person)).find(
    ({ sourceId, kind, identifier }) =>
      sourceId === form.id('source') && kind === form.text('kind') && identifier === form.text('identifier'),
  );
  if (!entry) throw inboxEntryUnknown({ field: 'identifier' });
  requirePermission(person, 'device.edit', entry.authorityId);
  const place = person.places.find(({ authorityId }) => authorityId === entry.authorityId)!;
  return { ...entry, authoritySlug: place.authoritySlug };
}

/** The page for an entry, for those who may attach it. */
export function attachHref(request: FastifyRequest, { authorityId, sourceId, kind, identifier }: InboxEntry) {
  if (!can(request.viewer, 'device.edit', authorityId)) return null;
  return `/inbox/attach?${new URLSearchParams({ source: String(sourceId), kind, identifier })}`;
}
