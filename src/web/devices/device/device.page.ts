import type { FastifyInstance } from 'fastify';
import type { House } from '../../../base/index.ts';
import { can } from '../../../identity/index.ts';
import { latestOf } from '../../../observations/index.ts';
import {
  confirmDevice,
  declarationInForce,
  devicePlacements,
  deviceStates,
  type StoredDevice,
  updateDevice,
} from '../../../register/index.ts';
import { sendPage } from '../../face/page-for.ts';
import { type Form, readForm } from '../../projects/form.ts';
import { refusalWords } from '../../projects/officer/refusal-words.ts';
import { IDENTIFIER_WORDS, STATE_WORDS } from '../device-words.ts';
import { pageForAuthority } from '../devices-page.ts';
import {
  contactOf,
  deviceSurroundings,
  faultsOf,
  ownDatastreams,
  refusalsOf,
  unknownFieldsOf,
} from './device.store.ts';
import { needsOf } from './device-needs.ts';
import { deviceOfPath } from './find-own-device.ts';
import { latestValues } from './latest-values.ts';

const DONE: Record<string, string> = {
  registered: 'The device is registered.',
  state: 'Its state was changed.',
  moved: 'Its place was changed.',
  edited: 'Its details were changed.',
  detached: 'The identifier was taken away. Its messages go to the inbox again.',
  confirmed: 'Thank you. It is noted that you have seen it.',
};

/** The officer's page of a device, the button that says somebody has seen it, and the one that takes an identifier back. */
export function devicePage(app: FastifyInstance, { db, clock }: House): void {
  app.get('/devices/:authority/:slug', async (request, reply) => {
    const { device, authority, home } = await deviceOfPath(db, request);
    const { viewer } = request;
    const now = clock.now();
    const maySee = can(viewer, 'source.read', device.authorityId);
    const [around, declaration, datastreams, states, placements] = await Promise.all([
      deviceSurroundings(db, device.id),
      declarationInForce(db, device.projectId),
      ownDatastreams(db, viewer, device.id),
      deviceStates(db, viewer, device.id),
      devicePlacements(db, viewer, device.id),
    ]);
    const [latest, contact, refusals, faults, unknownFields] = await Promise.all([
      latestOf(
        db,
        datastreams.filter((each) => each.isVisible).map((each) => each.id),
      ),
      contactOf(db, device.id),
      maySee ? refusalsOf(db, device.id, now) : [],
      maySee ? faultsOf(db, device.id) : [],
      maySee ? unknownFieldsOf(db, device.id) : [],
    ]);
    const projectHref = `/projects/${authority}/${around.projectSlug}`;
    const needs = needsOf(
      {
        ...device,
        href: home,
        projectHref,
        isPlaced: device.placeId !== null,
        hasIdentifier: device.identifiers.length > 0,
        isDeclared: declaration !== undefined && declaration !== null,
        undeclared: datastreams.filter((each) => !each.isDeclared).map((each) => each.propertyName.toLowerCase()),
        lastUplinkAt: contact?.lastUplinkAt ?? null,
        missing: contact?.missing ?? {},
      },
      now,
    );
    const mayEdit = can(viewer, 'device.edit', device.authorityId);
    const query = readForm(request.query);
    const model = {
      page: await pageForAuthority(db, request, authority, {
        title: device.name,
        wide: true,
        breadcrumbs: [{ text: 'Devices', href: '/devices' }, { text: device.name }],
      }),
      device,
      around,
      home,
      projectHref,
      modelHref: `/models/${authority}/${around.modelSlug}`,
      publicHref: around.isPublic ? `/register/${authority}/devices/${device.slug}` : null,
      placePrefix: `/register/${authority}/places/`,
      done: DONE[query.text('done')],
      attached: mayEdit && query.text('done') === 'attached' ? identifierNamed(device, query) : undefined,
      state: STATE_WORDS[device.state],
      needs: mayEdit ? needs : needs.map(({ says }) => ({ says })),
      mayEdit,
      maySee,
      mayRead: can(viewer, 'readings.read', device.authorityId),
      values: latestValues(datastreams, latest),
      identifiers: device.identifiers.map(({ kind, value }) => ({ word: IDENTIFIER_WORDS[kind].word, value })),
      place: placements.find((each) => each.validTo === null) ?? null,
      placements,
      states: states.map((each) => ({ ...each, word: STATE_WORDS[each.state].word })),
      contact,
      missing: Object.entries(contact?.missing ?? {}).map(([field, times]) => ({ field, times })),
      refusals: refusals.map((each) => ({ ...each, ...refusalWords(each.reason) })),
      refusedInWeek: refusals.reduce((sum, each) => sum + each.week, 0),
      faults: faults.map((each) => ({ ...each, says: refusalWords(each.code).says })),
      unknownFields,
    };
    return sendPage(reply, 'devices/device/device.njk', model);
  });

  app.post('/devices/:authority/:slug/confirm', async (request, reply) => {
    const { device, home } = await deviceOfPath(db, request);
    await db.transaction().execute((tx) => confirmDevice(tx, request.viewer, device.id, clock.now()));
    return reply.redirect(`${home}?done=confirmed`, 303);
  });

  app.post('/devices/:authority/:slug/detach', async (request, reply) => {
    const { device, home } = await deviceOfPath(db, request, 'device.edit');
    const taken = identifierNamed(device, readForm(request.body));
    const identifiers = device.identifiers.filter((each) => each !== taken);
    await db.transaction().execute((tx) => updateDevice(tx, request.viewer, device.id, { identifiers }));
    return reply.redirect(`${home}?done=detached`, 303);
  });
}

function identifierNamed({ identifiers }: StoredDevice, form: Form): StoredDevice['identifiers'][number] | undefined {
  return identifiers.find(({ kind, value }) => kind === form.text('kind') && value === form.text('identifier'));
}
